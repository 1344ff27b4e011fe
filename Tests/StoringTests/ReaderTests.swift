import Foundation
import Glibc
import News
import Storing
import Testing

/// A reader needs no more than read permission: another user, who may write neither the files nor the directory.
@Suite(
    "Readers", .enabled(if: Child.canBeAnotherUser || Child.role == .strangeReader, "only root can become another user")
)
struct ReaderTests {
    /// `nobody`, with the store's group as its only group.
    private static let user = 65534
    private static let group = 54321

    @Test("another user reads while the writer is at work")
    func open() async throws {
        let (temporary, store) = try await Self.store()
        defer { withExtendedLifetime(store) {} }
        #expect(try Self.strangerReads(temporary))
        // The stranger left nothing behind that would hinder the writer.
        try await store.poll(ParsedItem(id: "2", title: "Two"))
        try store.checkpoint()
    }

    @Test("another user reads after the writer has closed")
    func closed() async throws {
        let (temporary, store) = try await Self.store()
        try store.close()
        #expect(try Self.strangerReads(temporary))
    }

    @Test("another user reads after the writer was killed, what it had answered for included")
    func killed() throws {
        let temporary = try TemporaryStore()
        let child = try Child.start(.endlessWriter, store: temporary.path)
        #expect(child.hears("stored", times: 20) == 20)
        child.kill()
        try Self.share(temporary)
        #expect(try Self.strangerReads(temporary))
    }

    @Test("another user reads a copy of the file alone")
    func copied() async throws {
        let (temporary, store) = try await Self.store()
        try store.close()
        for suffix in ["-wal", "-shm"] { try FileManager.default.removeItem(atPath: temporary.path + suffix) }
        #expect(try Self.strangerReads(temporary))
    }

    @Test("whoever is not in the group is told so")
    func outsider() async throws {
        let (temporary, store) = try await Self.store()
        try store.close()
        #expect(try !Self.strangerReads(temporary, group: 12345))
    }

    @Test("the strange reader that the tests above start", .enabled(if: Child.role == .strangeReader))
    func strangeReader() throws {
        #expect(Glibc.geteuid() == UInt32(Self.user))
        #expect(Glibc.access(Child.storePath, W_OK) != 0)
        let store = try Store(path: Child.storePath, access: .readOnly)
        #expect(try !store.titles().isEmpty)
        #expect(try store.titles().count == store.status().items)
        #expect(try store.verify().faults == [])
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent("habari-\(UUID().uuidString)").path
        defer { for suffix in ["", "-wal", "-shm"] { unlink(copy + suffix) } }
        let digest = try store.backup(to: copy, replaces: false).digest
        #expect(try Store(path: copy, access: .readOnly).verify().digest == digest)
        var lines = 0
        let receipt = try store.export(now: minute(0)) { _ in lines += 1 }
        #expect(lines == Int(receipt.entries) + 2)
        Child.say("read")
    }

    private static func store() async throws -> (TemporaryStore, Store) {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(ParsedItem(id: "1", title: "One"))
        try share(temporary)
        return (temporary, store)
    }

    /// Gives the files to the group, and lets it into the directory, as an installation does.
    private static func share(_ temporary: TemporaryStore) throws {
        #expect(chown(temporary.directory.path, 0, gid_t(group)) == 0)
        #expect(chmod(temporary.directory.path, 0o750) == 0)
        for file in try FileManager.default.contentsOfDirectory(atPath: temporary.directory.path) {
            #expect(chown(temporary.directory.appendingPathComponent(file).path, 0, gid_t(group)) == 0)
        }
    }

    private static func strangerReads(_ temporary: TemporaryStore, group: Int = group) throws -> Bool {
        let become = ["/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups"]
        return try Child.start(.strangeReader, store: temporary.path, prefix: become).succeeds(saying: "read")
    }
}
