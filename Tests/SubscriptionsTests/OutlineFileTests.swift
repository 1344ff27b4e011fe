import FoundationEssentials
import Glibc
import News
import Testing

@testable import Subscriptions

@Suite("Feed lists on the disk")
struct OutlineFileTests {
    /// A folder of its own for each test, removed at its end.
    private final class Folder {
        let path: String

        init() throws {
            path = FileManager.default.temporaryDirectory.appending(path: "habari-lists-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
    }

    private let folder: Folder
    private let url: FeedURL

    init() throws {
        folder = try Folder()
        url = try #require(FeedURL("https://a.example/"))
    }

    private var list: String { folder.path + "/feeds.opml" }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test("a list that does not exist is made when asked for, and only then")
    func creating() throws {
        #expect(throws: FeedListError.unreadable(path: list, reason: "No such file or directory")) {
            try FeedList.edit(list) { try $0.add(Subscription(url: url)) }
        }
        try FeedList.edit(list, creating: true) { try $0.add(Subscription(url: url, title: "A")) }
        #expect(try FeedList(contentsOf: list).subscriptions == [Subscription(url: url, title: "A")])
        #expect(folder.names == ["feeds.opml"])
    }

    @Test("an edit replaces the file, keeps its mode and leaves nothing behind")
    func replacing() throws {
        try FeedList.empty(path: list).write(to: list)
        chmod(list, 0o640)
        let reader = open(list, O_RDONLY)
        defer { close(reader) }
        try FeedList.edit(list) { try $0.add(Subscription(url: url)) }
        #expect(mode(list) == 0o640)
        #expect(folder.names == ["feeds.opml"])
        var (old, new) = (stat(), stat())
        #expect(fstat(reader, &old) == 0 && stat(list, &new) == 0)
        #expect(old.st_ino != new.st_ino, "who reads the old file goes on reading it")
    }

    @Test("an edit that changes nothing does not touch the file")
    func unchanged() throws {
        try FeedList.edit(list, creating: true) { try $0.add(Subscription(url: url)) }
        var (old, new) = (stat(), stat())
        #expect(stat(list, &old) == 0)
        try FeedList.edit(list) { try $0.setEnabled(true, for: url) }
        #expect(stat(list, &new) == 0 && old.st_ino == new.st_ino)
    }

    @Test("a failed edit leaves the file as it was")
    func failing() throws {
        try FeedList.edit(list, creating: true) { try $0.add(Subscription(url: url)) }
        let before = try OutlineFile.bytes(of: list)
        #expect(throws: FeedListError.self) {
            try FeedList.edit(list) { edited in
                try edited.setEnabled(false, for: url)
                try edited.add(Subscription(url: url))
            }
        }
        #expect(try OutlineFile.bytes(of: list) == before)
    }

    @Test("a symbolic link stays, and the file it leads to is replaced")
    func link() throws {
        let real = folder.path + "/real"
        try FileManager.default.createDirectory(atPath: real, withIntermediateDirectories: true)
        try FeedList.empty(path: real).write(to: real + "/list.opml")
        try FileManager.default.createSymbolicLink(atPath: list, withDestinationPath: "real/list.opml")
        try FeedList.edit(list) { try $0.add(Subscription(url: url)) }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: list) == "real/list.opml")
        #expect(try FeedList(contentsOf: real + "/list.opml").subscriptions.map(\.url) == [url])
        #expect(folder.names == ["feeds.opml", "real"])
    }

    @Test("a link to nothing and a missing folder are errors that name the path")
    func nowhere() throws {
        try FileManager.default.createSymbolicLink(atPath: list, withDestinationPath: "gone.opml")
        #expect(throws: FeedListError.unwritable(path: list, reason: "it is a symbolic link to no file")) {
            try FeedList.empty(path: list).write(to: list)
        }
        let missing = folder.path + "/no/feeds.opml"
        #expect(throws: FeedListError.unwritable(path: missing, reason: "No such file or directory")) {
            try FeedList.empty(path: missing).write(to: missing)
        }
        #expect(throws: FeedListError.unwritable(path: folder.path, reason: "Is a directory")) {
            try FeedList.empty(path: list).write(to: folder.path)
        }
    }

    @Test("edits at the same time all land")
    func concurrent() async throws {
        let list = list
        try FeedList.empty(path: list).write(to: list)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for number in 0..<10 {
                        let url = try #require(FeedURL("https://example.org/\(worker)/\(number)"))
                        try FeedList.edit(list) { try $0.add(Subscription(url: url)) }
                    }
                }
            }
            try await group.waitForAll()
        }
        let expected = Set((0..<8).flatMap { worker in (0..<10).map { "https://example.org/\(worker)/\($0)" } })
        #expect(Set(try FeedList(contentsOf: list).subscriptions.map(\.url.string)) == expected)
        #expect(folder.names == ["feeds.opml"])
    }
}
