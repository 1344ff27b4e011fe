import Fetching
import LoopbackServing
import News
import Testing

/// No server, however it behaves, gets a fetch beyond its bounds.
struct FetcherLimitTests {
    /// Fetches from a server that goes on sending; returns how the fetch failed, once the server was hung up on.
    private func failure(
        limits: @escaping (inout FetchLimits) -> Void, sending: @escaping @Sendable (Connection) -> Void
    ) async throws -> FetchFailure {
        var result: FetchFailure?
        try await withServer(limits: limits) { _, connection in
            sending(connection)
        } test: { server, fetcher in
            result = try await fetcher.fetch(server.url()).failure()
        }
        return try #require(result)
    }

    // MARK: - Bytes

    @Test("compressed bodies are decoded", arguments: ["gzip", "deflate", "raw deflate", "x-gzip"])
    func decoded(encoding: String) async throws {
        let text = Array("<rss>Jambo</rss>".utf8)
        let body =
            switch encoding {
            case "deflate": Deflate.zlib(text)
            case "raw deflate": Deflate.stored(text)
            default: Deflate.gzip(text)
            }
        try await withServer { _, connection in
            connection.reply("200 OK", ["Content-Encoding: \(encoding.split(separator: " ").last ?? "")"], body)
        } test: { server, fetcher in
            let (document, summary) = try await fetcher.fetch(server.url()).fresh()
            #expect(document.text == "<rss>Jambo</rss>")
            #expect(summary.bytesOnWire == body.count)
        }
    }

    @Test("Brotli and Zstandard are decoded where this libcurl says that it can", arguments: ["br", "zstd"])
    func newEncodings(encoding: String) async throws {
        let text = Array("<rss>Jambo</rss>".utf8)
        let packed = encoding == "br" ? Stored.brotli(text) : Stored.zstandard(text)
        try await withServer { request, connection in
            let isKnown = request["accept-encoding"]?.contains(encoding) == true
            connection.reply("200 OK", isKnown ? ["Content-Encoding: \(encoding)"] : [], isKnown ? packed : text)
        } test: { server, fetcher in
            let (document, _) = try await fetcher.fetch(server.url()).fresh()
            #expect(document.text == "<rss>Jambo</rss>")
        }
    }

    @Test("a body of exactly the limit is taken, one byte more is too much")
    func exact() async throws {
        try await withServer(limits: { $0.maxBytes = 1000 }) { request, connection in
            let count = Int(request.target.dropFirst()) ?? 0
            connection.send("HTTP/1.0 200 OK\r\n\r\n" + String(repeating: "x", count: count))
            connection.hangUp()
        } test: { server, fetcher in
            #expect(try await fetcher.fetch(server.url("/1000")).fresh().document.bytes.count == 1000)
            let failure = try await fetcher.fetch(server.url("/1001")).failure()
            #expect(failure.kind == .tooLarge)
            #expect(failure.reason == "the body is larger than 1000 bytes")
        }
    }

    @Test("a body that is announced as too large is not waited for")
    func announced() async throws {
        let failure = try await failure(limits: { $0.maxBytes = 1000 }) { connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")
            connection.fallSilent()
        }
        #expect(failure.kind == .tooLarge)
        #expect(failure.reason == "the body is larger than 1000 bytes")
    }

    @Test("a body without end is cut off")
    func endlessBody() async throws {
        let failure = try await failure(limits: { $0.maxBytes = 100_000 }) { connection in
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while connection.send("400\r\n" + String(repeating: "x", count: 0x400) + "\r\n") {}
        }
        #expect(failure.kind == .tooLarge)
    }

    @Test("a few bytes that unfold into many are cut off at the limit")
    func bomb() async throws {
        let bomb = Deflate.zeros(times: 2000)  // 26 kB for 4 MB
        let failure = try await failure(limits: { $0.maxBytes = 1 << 20 }) { connection in
            connection.reply("200 OK", ["Content-Encoding: gzip"], bomb)
        }
        #expect(failure.kind == .tooLarge)
        #expect(failure.reason == "the body is larger than 1048576 bytes")
    }

    @Test("compressed bytes that stand for nothing are counted too")
    func emptyBlocks() async throws {
        let failure = try await failure(limits: { $0.maxBytes = 100_000 }) { connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n")
            let empty: [UInt8] = [0, 0, 0, 0xFF, 0xFF]  // a stored block of no bytes, not the last
            connection.send([0x78, 0x01])
            while connection.send(Array(repeating: empty, count: 200).flatMap { $0 }) {}
        }
        #expect(failure.kind == .tooLarge)
    }

    @Test("the body of a redirect is bounded, though nobody reads it")
    func redirectBody() async throws {
        let failure = try await failure(limits: { $0.maxBytes = 100_000 }) { connection in
            connection.send("HTTP/1.1 302 Found\r\nLocation: /\r\nTransfer-Encoding: chunked\r\n\r\n")
            while connection.send("400\r\n" + String(repeating: "x", count: 0x400) + "\r\n") {}
        }
        #expect(failure.kind == .tooLarge)
    }

    // MARK: - Headers

    @Test(
        "header lines without end are cut off",
        arguments: ["X-Many: 1\r\n", "X: " + String(repeating: "x", count: 5000) + "\r\n"])
    func endlessHeaders(line: String) async throws {
        let failure = try await failure(limits: { _ in }) { connection in
            connection.send("HTTP/1.1 200 OK\r\n")
            while connection.send(line) {}
        }
        #expect(failure.kind == .tooLarge)
    }

    @Test("a header line without end is cut off", arguments: ["HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 ", ""])
    func endlessLine(beginning: String) async throws {
        let failure = try await failure(limits: { _ in }) { connection in
            connection.send(beginning)
            while connection.send(String(repeating: "x", count: 1000)) {}
        }
        #expect([.tooLarge, .protocolError].contains(failure.kind))
        #expect(!failure.reason.isEmpty)
    }

    @Test("a header of thousands of lines is too much, even if it ends")
    func manyLines() async throws {
        let failure = try await failure(limits: { _ in }) { connection in
            connection.reply("200 OK", (0..<2000).map { "X-\($0): 1" }, "x")
        }
        #expect(failure.kind == .tooLarge)
    }

    @Test("interim answers without end are cut off")
    func endlessInterim() async throws {
        let failure = try await failure(limits: { _ in }) { connection in
            while connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n") {}
        }
        #expect(failure.kind == .tooLarge)
    }

    // MARK: - Time

    @Test("a server that says nothing runs into the time limit")
    func silent() async throws {
        let failure = try await failure(limits: { $0.timeout = .milliseconds(200) }) { $0.fallSilent() }
        #expect(failure.kind == .timeout)
        #expect(failure.reason == "timed out: no answer within 200ms")
    }

    @Test("a server that stops in mid-body runs into the time limit")
    func stalled() async throws {
        let failure = try await failure(limits: { $0.timeout = .milliseconds(200) }) { connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            connection.fallSilent()
        }
        #expect(failure.kind == .timeout)
        #expect(failure.reason == "timed out: the answer was not complete within 200ms, after 4 bytes")
    }

    @Test("a server that drips runs into the limit on speed before the one on time")
    func drip() async throws {
        let failure = try await failure(limits: { $0.timeout = .seconds(4) }) { connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while connection.send("x") && connection.pause(milliseconds: 100) {}
        }
        #expect(failure.kind == .timeout)
        #expect(failure.reason == "timed out: fewer than 32 bytes a second for 2s")
    }

    @Test("redirects do not stretch the time limit")
    func slowRedirects() async throws {
        let failure = try await failure(limits: { ($0.timeout, $0.maxRedirects) = (.milliseconds(500), 1000) }) {
            connection in
            if connection.pause(milliseconds: 20) { connection.reply("302 Found", ["Location: /"]) }
        }
        #expect(failure.kind == .timeout)
    }

    @Test("a fetch's time does not run while it waits for its turn")
    func turns() async throws {
        try await withServer(maxConnectionsPerHost: 1) { _, connection in
            if connection.pause(milliseconds: 30) { connection.reply() }
        } test: { server, fetcher in
            let start = ContinuousClock.now
            let durations = try await withThrowingTaskGroup(of: Duration.self) { group in
                for _ in 0..<6 { group.addTask { try await fetcher.fetch(server.url()).fresh().summary.duration } }
                return try await group.reduce(.zero, +)
            }
            // One after the other, they can take no longer together than all of it took; had each counted its wait,
            // they would.
            #expect(durations <= ContinuousClock.now - start)
            #expect(server.mostConnections == 1)
        }
    }

    // MARK: - Connections

    @Test("two hundred fetches at once all arrive, over no more connections than allowed", arguments: [1, 2, 5])
    func crowd(connections: Int) async throws {
        try await withServer(maxConnectionsPerHost: connections) { request, connection in
            connection.reply("200 OK", [], request.target)
        } test: { server, fetcher in
            let texts = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<200 {
                    group.addTask { try await fetcher.fetch(server.url("/\(number)")).fresh().document.text }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(texts == Set((0..<200).map { "/\($0)" }))
            #expect(server.requests.count == 200)
            #expect(server.mostConnections <= connections)
        }
    }
}
