import Foundation
import GRDB
import News
import Testing

@testable import Storing

/// A copy that is whole, of a moment, and a store.
@Suite("Backup")
struct BackupTests {
    @Test("a copy made by a reader while a writer writes is sound, of one moment, and goes on as a store")
    func beside() async throws {
        let temporary = try TemporaryStore()
        let child = try Child.start(.steadyWriter, store: temporary.path)
        defer { child.kill() }
        #expect(child.hears("stored", times: 40) == 40)
        let reader = try temporary.open(.readOnly)
        for round in 0..<3 {
            let file = temporary.directory.appendingPathComponent("copy\(round).db").path
            var progress: [Double] = []
            let receipt = try reader.backup(to: file, replaces: false) { progress.append($0) }
            #expect(progress.last == 1)
            let copy = try Store(path: file, access: .readOnly)
            let check = try copy.verify()
            #expect(check.faults == [] && check.entries == receipt.entries && check.digest == receipt.digest)
            // One feed, and five items to a poll: what was half written is not in it.
            #expect((receipt.entries - 1) % Int64(Child.itemsInPoll) == 0)
            let size = try Data(contentsOf: URL(fileURLWithPath: file)).count
            #expect(receipt.bytes == size)
            let next = try Store(path: file, access: .readWrite)
            #expect(try await next.poll(of: otherFeed, ParsedItem(id: "1", title: "One")).new == 1)
            #expect(try next.verify().faults == [])
            try next.close()
        }
        let reading = try temporary.open(.readOnly)
        #expect(try reading.verify().faults == [])
    }

    @Test("the writer that the test above copies from", .enabled(if: Child.role == .steadyWriter))
    func steadyWriter() async throws {
        let store = try Store(path: Child.storePath, access: .readWrite, keep: .all)
        for poll in 0..<1_000_000 {
            let items = (0..<Child.itemsInPoll).map { place in
                let item = ParsedItem(id: "\(poll)-\(place)", title: "Item \(poll) \(place)", summary: "Text.")
                return JudgedItem(item: item, verdict: relevant())
            }
            try await store.poll(at: minute(poll), judged: items)
            Child.say("stored")
        }
    }

    @Test("a file that is there is left alone, unless it is to give way; nothing else is left behind")
    func existing() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(ParsedItem(id: "1", title: "One"))
        let folder = temporary.directory.appendingPathComponent("backups")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let file = folder.appendingPathComponent("copy.db")
        try Data("precious".utf8).write(to: file)
        let error = try #require(throws: StoreError.self) { try store.backup(to: file.path, replaces: false) }
        #expect(error.message.contains("--force"))
        #expect(try Data(contentsOf: file) == Data("precious".utf8))
        _ = try store.backup(to: file.path, replaces: true)
        #expect(try Store(path: file.path, access: .readOnly).titles() == ["One"])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.allSatisfy { $0.hasPrefix("copy.db") && !$0.contains("partial") })
    }

    @Test("the store itself, a name whose log is there, and a directory that is not are refused in words")
    func refused() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let link = temporary.directory.appendingPathComponent("link.db").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: temporary.path)
        let nowhere = temporary.directory.appendingPathComponent("no/copy.db").path
        for (file, hint) in [
            (link, "the store itself"), (temporary.path, "the store itself"), (nowhere, "another file"),
        ] {
            let error = try #require(throws: StoreError.self) { try store.backup(to: file, replaces: true) }
            #expect(error.message.contains(hint), "\(error.message)")
        }
        let other = temporary.directory.appendingPathComponent("other.db").path
        try Data("log".utf8).write(to: URL(fileURLWithPath: other + "-wal"))
        #expect(throws: StoreError.self) { try store.backup(to: other, replaces: false) }
    }

    @Test("a damaged store is not copied as if it were whole")
    func damaged() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(ParsedItem(id: "1", title: "One"))
        try temporary.tamper("UPDATE revision SET title = 'Forged'")
        let file = temporary.directory.appendingPathComponent("copy.db").path
        let error = try #require(throws: StoreError.self) { try store.backup(to: file, replaces: false) }
        #expect(error.kind == .corrupt && error.message.contains("entry 2"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: temporary.directory.path).allSatisfy {
                !$0.contains("copy")
            })
    }
}
