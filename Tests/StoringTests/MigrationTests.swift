import GRDB
import News
import Testing

@testable import Storing

/// What an earlier version wrote is read, proved and added to by this one.
@Suite("Migration")
struct MigrationTests {
    @Test("a reader is told that the daemon brings an older store up to date", arguments: 1..<Schema.version)
    func refused(_ version: Int) throws {
        let temporary = try TemporaryStore()
        _ = try OldStore.create(schema: version, at: temporary.path)
        for access in [Store.Access.readOnly, .annotate] {
            let error = try #require(throws: StoreError.self) { try temporary.open(access) }
            #expect(error.kind == .older)
        }
        #expect(try temporary.number("PRAGMA user_version") == version)
    }

    @Test("the writer brings a store of every earlier schema up to date: all answers, all is proved", arguments: 1...2)
    func migrated(_ version: Int) async throws {
        let temporary = try TemporaryStore()
        let digest = try OldStore.create(schema: version, at: temporary.path).map {
            String($0 / 16, radix: 16) + String($0 % 16, radix: 16)
        }.joined()
        let store = try temporary.open()
        #expect(try temporary.number("PRAGMA user_version") == Schema.version)
        #expect(try store.verify(expecting: digest).faults == [])
        #expect(try store.verify().digest == digest)
        if DocumentedProgram.canRun {
            #expect(try DocumentedProgram.run(temporary.path) == "ok \(store.verify().entries) \(digest)\n")
        }
        #expect(try Set(store.titles()) == ["Kenya signs at last", "Rain tomorrow", "Sun tomorrow"])
        #expect(try store.titles(ItemQuery(terms: "second")) == ["Kenya signs at last"])
        #expect(try store.titles(ItemQuery(topics: [Topic(rawValue: "trade")])).contains("Kenya signs at last"))
        let past = try #require(try store.item(1, asOf: minute(3)))
        #expect(past.item.title == "Kenya signs" && past.verdicts.count == 1)
        #expect(try store.item(1)?.revisions.count == 2)
        #expect(try store.item(3)?.item.relevant == (version == 2))
    }

    @Test("what is added to a migrated store follows the newer rule, and both are proved", arguments: 1...2)
    func continued(_ version: Int) async throws {
        let temporary = try TemporaryStore()
        _ = try OldStore.create(schema: version, at: temporary.path)
        let store = try temporary.open()
        let before = try store.verify().entries
        #expect(try temporary.number("SELECT direct FROM chain") == Int(before))
        let again = ParsedItem(id: "2", title: "Rain tomorrow", link: "https://news.example/2")
        #expect(try await store.poll(at: minute(60), verdict: irrelevant(0.25), again).new == 0)
        #expect(try await store.poll(at: minute(61), ParsedItem(id: "4", title: "Four")).new == 1)
        #expect(try store.label(2, ItemLabel(relevant: false), now: minute(62)))
        let check = try store.verify()
        #expect(check.faults == [] && check.entries > before)
        if DocumentedProgram.canRun {
            #expect(try DocumentedProgram.run(temporary.path) == "ok \(check.entries) \(check.digest)\n")
        }
    }

    @Test("a migrated store has the tables of a new one", arguments: 1...2)
    func sameTables(_ version: Int) throws {
        let (old, new) = (try TemporaryStore(), try TemporaryStore())
        _ = try OldStore.create(schema: version, at: old.path)
        try old.open().close()
        try new.open().close()
        let tables = "SELECT name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY name"
        #expect(
            try old.raw { try String.fetchAll($0, sql: tables) } == new.raw { try String.fetchAll($0, sql: tables) })
        let references = """
            SELECT count(*) FROM sqlite_master AS t, pragma_foreign_key_list(t.name) AS f
            WHERE t.name IN ('mark', 'item') AND f."from" IN ('item', 'story')
            """
        #expect(try new.number(references) == 0)
    }
}
