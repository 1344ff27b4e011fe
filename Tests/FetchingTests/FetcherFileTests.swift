import Fetching
import FoundationEssentials
import Glibc
import News
import Testing

/// Files are read where the configuration allows it, and nothing but files.
struct FetcherFileTests {
    /// Runs a test with a folder of its own, which holds `feed one.xml`.
    private func withFolder(
        allowed: Bool = true, maxBytes: Int = 1000, _ test: (String, Fetcher) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "habari-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("<rss/>".utf8).write(to: folder.appending(path: "feed one.xml"))
        let limits = FetchLimits(maxBytes: maxBytes, allowFileURLs: allowed)
        let fetcher = try Fetcher(FetcherConfiguration(limits: limits))
        defer { fetcher.close() }
        try await test(folder.path, fetcher)
    }

    @Test("a file is a document without status, its path percent-encoded or not")
    func file() async throws {
        try await withFolder { folder, fetcher in
            let (document, summary) = try await fetcher.fetch("file://\(folder)/feed%20one.xml").fresh()
            #expect(document.text == "<rss/>")
            #expect(document.mediaType == nil)
            #expect(document.url == "file://\(folder)/feed%20one.xml")
            #expect(summary.status == 0)
            #expect(summary.validators.isEmpty)
        }
    }

    @Test("a file whose name has letters beyond ASCII is found")
    func nonASCII() async throws {
        try await withFolder { folder, fetcher in
            try Data("x".utf8).write(to: URL(filePath: folder).appending(path: "ñ.xml"))
            let (document, _) = try await fetcher.fetch("file://\(folder)/ñ.xml").fresh()
            #expect(document.text == "x")
        }
    }

    @Test("an empty file is an empty document")
    func empty() async throws {
        try await withFolder { folder, fetcher in
            try Data().write(to: URL(filePath: folder).appending(path: "empty.xml"))
            let (document, _) = try await fetcher.fetch("file://\(folder)/empty.xml").fresh()
            #expect(document.bytes.isEmpty)
        }
    }

    @Test("no file is read unless allowed")
    func notAllowed() async throws {
        try await withFolder(allowed: false) { folder, fetcher in
            let failure = try await fetcher.fetch("file://\(folder)/feed%20one.xml").failure()
            #expect(failure.kind == .forbidden)
            #expect(failure.reason == "file addresses are not allowed (allow_file_urls = true permits them)")
        }
    }

    @Test("a missing file is unreachable, and named")
    func missing() async throws {
        try await withFolder { folder, fetcher in
            let failure = try await fetcher.fetch("file://\(folder)/none.xml").failure()
            #expect(failure.kind == .unreachable)
            #expect(failure.reason == "\(folder)/none.xml: No such file or directory")
        }
    }

    @Test("folders, pipes and devices are no files, and nobody waits for them")
    func notRegular() async throws {
        try await withFolder { folder, fetcher in
            try #require(mkfifo(folder + "/pipe", 0o600) == 0)
            for path in [folder, folder + "/pipe", "/dev/null", "/dev/zero"] {
                let failure = try await fetcher.fetch("file://\(path)").failure()
                #expect(failure.kind == .forbidden)
                #expect(failure.reason == "\(path): not a regular file")
            }
        }
    }

    @Test("a path that hides a NUL is no path")
    func hiddenNUL() async throws {
        try await withFolder { folder, fetcher in
            let failure = try await fetcher.fetch("file://\(folder)/feed%20one.xml%00.txt").failure()
            #expect(failure.kind == .forbidden)
        }
    }

    @Test("a file that is too large is cut off")
    func tooLarge() async throws {
        try await withFolder(maxBytes: 5) { folder, fetcher in
            let failure = try await fetcher.fetch("file://\(folder)/feed%20one.xml").failure()
            #expect(failure.kind == .tooLarge)
            #expect(failure.reason == "the body is larger than 5 bytes")
        }
    }
}
