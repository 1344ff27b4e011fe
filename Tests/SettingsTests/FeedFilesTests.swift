import FoundationEssentials
import Testing

@testable import Settings

@Suite("Files of feed lists")
struct FeedFilesTests {
    /// A folder whose own name looks like a pattern, with some lists in it.
    private final class Folder {
        let path: String

        init(_ names: [String]) throws {
            path = FileManager.default.temporaryDirectory.appending(path: "habari-[x]*\\-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: path + "/lists", withIntermediateDirectories: true)
            for name in names { try Data().write(to: URL(filePath: path + "/" + name)) }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private let folder: Folder

    init() throws {
        folder = try Folder(["feeds.opml", "lists/b.opml", "lists/a.opml", "lists/c.txt", "odd[1].opml"])
    }

    private func files(_ names: [String]) throws -> [String] {
        var settings = try Settings(toml: "", path: folder.path + "/habari.toml")
        settings.feeds.files = names
        return try settings.feedFiles().map { String($0.dropFirst(folder.path.count + 1)) }
    }

    @Test("plain names come as they are, patterns sorted, and each file once")
    func expansion() throws {
        #expect(
            try files(["feeds.opml", "lists/*.opml", "./lists/a.opml"])
                == ["feeds.opml", "lists/a.opml", "lists/b.opml"])
        #expect(try files(["./lists/[bc].*"]) == ["lists/b.opml", "lists/c.txt"])
    }

    @Test("a plain name is given although there is no such file; a pattern gives what there is")
    func missing() throws {
        #expect(try files(["none.opml", "none/*.opml", "lists/*.xml"]) == ["none.opml"])
    }

    @Test("a file whose name looks like a pattern is found by that name")
    func oddName() throws {
        #expect(try files(["odd[1].opml"]) == ["odd[1].opml"])
    }

    @Test("the list to edit is the first plain name, else the first file of a pattern")
    func editable() throws {
        var settings = try Settings(toml: "", path: folder.path + "/habari.toml")
        #expect(try settings.editableFeedFile() == folder.path + "/feeds.opml")
        settings.feeds.files = ["lists/*.opml", "new.opml"]
        #expect(try settings.editableFeedFile() == folder.path + "/new.opml")
        settings.feeds.files = ["lists/*.opml"]
        #expect(try settings.editableFeedFile() == folder.path + "/lists/a.opml")
        settings.feeds.files = []
        #expect(try settings.editableFeedFile() == nil)
    }
}
