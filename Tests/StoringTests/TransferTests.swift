import Foundation
import GRDB
import News
import Testing

@testable import Storing

/// Everything can be carried to an empty store, and what is carried is proved.
@Suite("Export and import")
struct TransferTests {
    @Test("an empty store becomes the same journal with the same digests, whatever it holds", arguments: 1...6)
    func copy(_ seed: UInt64) async throws {
        let (temporary, store) = try await Transfer.random(seed: seed)
        let (lines, receipt) = try Transfer.export(store)
        #expect(try receipt.entries == store.verify().entries && receipt.digest == store.verify().digest)
        let target = try TemporaryStore()
        let copy = try target.open(keep: .relevant)
        let imported = try copy.importLines(lines)
        #expect(imported.isCopy && imported.digest == receipt.digest)
        let check = try copy.verify()
        #expect(check.faults == [] && check.skipped == [] && check.digest == receipt.digest)
        if DocumentedProgram.canRun {
            #expect(try DocumentedProgram.run(target.path) == "ok \(check.entries) \(check.digest)\n")
        }
        for table in Self.tables {
            let rows = "SELECT * FROM \(table) ORDER BY 1, 2"
            #expect(
                try target.raw { try Row.fetchAll($0, sql: rows) } == temporary.raw { try Row.fetchAll($0, sql: rows) })
        }
        #expect(try copy.titles(ItemQuery(terms: "Kenya")) == store.titles(ItemQuery(terms: "Kenya")))
        // Both go on alike: nothing is new there that is not new here.
        var random = SeededGenerator(seed: seed)
        let document = RandomDocuments.document(using: &random)
        let there = try await store.poll(at: minute(500), judged: document)
        #expect(try await copy.poll(at: minute(500), judged: document) == there)
        #expect(try copy.verify().digest == store.verify().digest)
    }

    /// Tables that are to be the same in a copy, row by row.
    private static let tables = [
        "journal", "move", "revision", "label", "forget", "import", "tombstone", "forgotten", "chain", "mark",
        "(SELECT id, entry, url, subscribed, list_title, tags, title, link, location, last_polled, items, relevant FROM feed)",
        """
        (SELECT id, first, feed, rule, guid, first_seen, time, revision, revisions, verdict, verdicts, relevant, score,
            language, story, seen, renamed, label FROM item)
        """,
        "(SELECT name, time, item FROM item_topic JOIN topic ON topic.id = topic)",
        """
        (SELECT entry, item, number, revision, relevant, score, topics, evidence, language, name
            FROM verdict JOIN judge ON judge.id = judge)
        """,
    ]

    @Test("a store of every earlier schema is carried over with its rule of that time", arguments: 1...2)
    func oldRule(_ version: Int) async throws {
        let temporary = try TemporaryStore()
        _ = try OldStore.create(schema: version, at: temporary.path)
        let store = try temporary.open()
        try await store.poll(at: minute(60), ParsedItem(id: "4", title: "Four"))
        let (lines, receipt) = try Transfer.export(store)
        let copy = try TemporaryStore().keeping { try $0.open() }
        #expect(try copy.store.importLines(lines).digest == receipt.digest)
        #expect(try copy.store.verify().faults == [])
    }

    @Test("a store as it was at a moment is carried over, and what came later is not")
    func asOf() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), ParsedItem(id: "1", title: "One"))
        let digest = try store.verify().digest
        try await store.poll(
            at: minute(10), ParsedItem(id: "1", title: "One edited"), ParsedItem(id: "2", title: "Two"))
        let (lines, receipt) = try Transfer.export(store, asOf: minute(5))
        #expect(receipt.digest == digest)
        let copy = try TemporaryStore().keeping { try $0.open() }
        #expect(try copy.store.importLines(lines).digest == digest)
        #expect(try copy.store.titles() == ["One"])
        #expect(try copy.store.verify().faults == [])
        // The edit is one here as well.
        #expect(try await copy.store.poll(at: minute(20), ParsedItem(id: "1", title: "One edited")).revised == 1)
    }

    @Test("what was forgotten after the moment of the export is said not to be checked")
    func asOfForgotten() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), verdict: irrelevant(), ParsedItem(id: "1", title: "Noise"))
        try store.forget(before: minute(5), now: minute(10))
        let copy = try TemporaryStore().keeping { try $0.open() }
        _ = try copy.store.importLines(Transfer.export(store, asOf: minute(5)).lines)
        #expect(try await copy.store.poll(at: minute(20), ParsedItem(id: "1", title: "Noise")).new == 0)
        let check = try copy.store.verify()
        #expect(check.faults == [] && check.skipped.count == 1)
    }

    @Test("imported again it changes nothing, and a later export continues it")
    func again() async throws {
        let (temporary, store) = try await Transfer.random(seed: 7)
        defer { withExtendedLifetime(temporary) {} }
        let first = try Transfer.export(store)
        let copy = try TemporaryStore().keeping { try $0.open() }
        _ = try copy.store.importLines(first.lines)
        let again = try copy.store.importLines(first.lines)
        #expect(again.entries == 0 && again.digest == first.receipt.digest)
        try await store.poll(at: minute(900), ParsedItem(id: "later", title: "Later"))
        let second = try Transfer.export(store)
        let later = try copy.store.importLines(second.lines)
        #expect(later.isCopy && later.digest == second.receipt.digest)
        #expect(later.entries == Int(second.receipt.entries - first.receipt.entries) && later.items == 1)
        #expect(try copy.store.importLines(first.lines).entries == 0)
        #expect(try copy.store.verify().faults == [])
    }
}
