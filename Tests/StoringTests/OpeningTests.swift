import Foundation
import GRDB
import Glibc
import News
import Testing

@testable import Storing

/// Files that can be opened, and those that cannot, in words.
@Suite("Opening")
struct OpeningTests {
    @Test("the writer creates the file, readable for its group and nobody else")
    func creation() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        defer { withExtendedLifetime(store) {} }
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: temporary.path + suffix)
            #expect(attributes[.posixPermissions] as? Int ?? 0 & 0o7 == 0o640 & ~Self.umask, "\(suffix)")
        }
        #expect(try temporary.number("PRAGMA application_id") == 0x4841_4252)
        #expect(try temporary.raw { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    }

    @Test("the log stays when the writer closes, for readers who may not create it")
    func persistentLog() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(ParsedItem(id: "1", title: "One"))
        try store.close()
        for suffix in ["-wal", "-shm"] {
            #expect(FileManager.default.fileExists(atPath: temporary.path + suffix))
        }
    }

    @Test("a reader of a store that is not there yet is told what creates it")
    func missing() throws {
        let temporary = try TemporaryStore()
        let error = try #require(throws: StoreError.self) { try temporary.open(.readOnly) }
        #expect(error.kind == .missing)
        #expect(error.message.contains(temporary.path) && error.message.contains("habarid"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.directory.path) == [])
    }

    @Test("a missing directory, a directory instead of a file, a file that is no database")
    func wrongFiles() throws {
        let temporary = try TemporaryStore()
        let nowhere = temporary.directory.appendingPathComponent("no/habari.db").path
        #expect(Self.kind { try Store(path: nowhere, access: .readWrite) } == .missing)
        #expect(Self.kind { try Store(path: temporary.directory.path, access: .readOnly) } == .notAStore)
        try Data("Dear diary, this is no database at all, but it is long enough to be read as one.".utf8)
            .write(to: URL(fileURLWithPath: temporary.path))
        #expect(Self.kind { try temporary.open(.readOnly) } == .notAStore)
        #expect(Self.kind { try temporary.open() } == .notAStore)
        #expect(try Data(contentsOf: URL(fileURLWithPath: temporary.path)).starts(with: Data("Dear diary".utf8)))
    }

    @Test("another program's database is left alone")
    func otherDatabase() throws {
        let temporary = try TemporaryStore()
        try temporary.raw { try $0.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
        #expect(Self.kind { try temporary.open() } == .notAStore)
        #expect(Self.kind { try temporary.open(.readOnly) } == .notAStore)
        #expect(try temporary.number("SELECT count(*) FROM sqlite_master") == 1)
        #expect(try temporary.raw { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "delete")
    }

    @Test("a store from a newer version is refused in words, by writer and reader")
    func newer() throws {
        let temporary = try TemporaryStore()
        try temporary.open().close()
        try temporary.raw { try $0.execute(sql: "PRAGMA user_version = 99") }
        for access in [Store.Access.readWrite, .readOnly] {
            let error = try #require(throws: StoreError.self) { try temporary.open(access) }
            #expect(error.kind == .newer)
            #expect(error.message.contains("99") && !error.message.contains("\n"))
        }
    }

    @Test("a reader of an older store is told that the daemon brings it up to date")
    func older() throws {
        let temporary = try TemporaryStore()
        try temporary.open().close()
        try temporary.raw { try $0.execute(sql: "PRAGMA user_version = 0") }
        #expect(Self.kind { try temporary.open(.readOnly) } == .older)
    }

    @Test("an empty file becomes a store")
    func empty() throws {
        let temporary = try TemporaryStore()
        try Data().write(to: URL(fileURLWithPath: temporary.path))
        #expect(Self.kind { try temporary.open(.readOnly) } == .older)
        #expect(try temporary.open().status().items == 0)
    }

    @Test("a second writer is refused while the first is there, and welcome after it")
    func secondWriter() throws {
        let temporary = try TemporaryStore()
        let first = try temporary.open()
        #expect(Self.kind { try temporary.open() } == .locked)
        #expect(try temporary.open(.readOnly).status().items == 0)
        try first.close()
        #expect(try temporary.open().status().items == 0)
    }

    @Test("a reader cannot write")
    func readerCannotWrite() async throws {
        let temporary = try TemporaryStore()
        try temporary.open().close()
        let reader = try temporary.open(.readOnly)
        let error = await #expect(throws: StoreError.self) { try await reader.poll(ParsedItem(id: "1", title: "One")) }
        #expect(error?.kind == .readOnly)
        #expect(throws: StoreError.self) { try reader.subscribe([], now: minute(0)) }
        await #expect(throws: StoreError.self) { try await reader.ping() }
    }

    @Test("a writer answers the watchdog without writing")
    func ping() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let before = try Data(contentsOf: URL(fileURLWithPath: temporary.path + "-wal")).count
        try await store.ping()
        #expect(try Data(contentsOf: URL(fileURLWithPath: temporary.path + "-wal")).count == before)
        try store.close()
        await #expect(throws: StoreError.self) { try await store.ping() }
    }

    @Test("a reader sees what is stored after it was opened, and holds nobody up")
    func readerBesideWriter() async throws {
        let temporary = try TemporaryStore()
        let writer = try temporary.open()
        let reader = try temporary.open(.readOnly)
        try await writer.poll(ParsedItem(id: "1", title: "One"))
        #expect(try reader.titles() == ["One"])
        try reader.items(matching: ItemQuery()) { _ in try writer.checkpoint() }
        try await writer.poll(ParsedItem(id: "2", title: "Two"))
        #expect(try reader.count(matching: ItemQuery()) == 2)
    }

    @Test("a damaged page is reported as damage")
    func damage() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let items = (0..<300).map {
            JudgedItem(item: ParsedItem(id: "\($0)", title: "Item \($0)"), verdict: relevant())
        }
        try await store.poll(at: minute(0), judged: items)
        try store.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: temporary.path))
        for offset in stride(from: 4096, to: bytes.count, by: 4096) where offset % 8192 == 0 {
            bytes.replaceSubrange(offset..<offset + 64, with: Data(repeating: 0xA5, count: 64))
        }
        try bytes.write(to: URL(fileURLWithPath: temporary.path))
        let reader = try? temporary.open(.readOnly)
        let check = Result { try reader?.verify() }
        switch check {
        case .success(let check): #expect(check?.faults.isEmpty != true)
        case .failure(let error): #expect((error as? StoreError)?.kind == .corrupt)
        }
    }

    /// What a body fails with.
    private static func kind(_ body: () throws -> Store) -> StoreError.Kind? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? StoreError)?.kind
        }
    }

    private static let umask: Int = {
        let mask = Glibc.umask(0)
        _ = Glibc.umask(mask)
        return Int(mask)
    }()
}
