import Foundation
import GRDB
import News
import Testing

@testable import Storing

/// What another store has is taken into one that has entries of its own, once.
@Suite("Merging")
struct MergingTests {
    @Test("items that are here already are not doubled, others come with all that is known of them")
    func merge() async throws {
        let (source, target) = (try TemporaryStore(), try TemporaryStore())
        let (theirs, ours) = (try source.open(), try target.open())
        let page = "https://news.example/a/page"
        try await theirs.poll(at: minute(0), ParsedItem(id: "1", title: "Here too", link: page, summary: "Text."))
        try await theirs.poll(
            at: minute(1),
            ParsedItem(id: "2", title: "New to you", link: "https://news.example/b/page", summary: "First text."))
        try await theirs.poll(
            at: minute(2),
            ParsedItem(
                id: "2", title: "New to you, edited", link: "https://news.example/b/page", summary: "Second text."))
        try await theirs.poll(of: otherFeed, at: minute(3), verdict: irrelevant(), ParsedItem(id: "3", title: "Noise"))
        _ = try theirs.label(1, ItemLabel(relevant: true, note: "theirs"), now: minute(4))
        _ = try theirs.label(3, ItemLabel(relevant: false), now: minute(4))
        try await ours.poll(at: minute(7), ParsedItem(id: "9", title: "Ours"))
        try await ours.poll(at: minute(8), ParsedItem(id: "1", title: "Here too", link: page, summary: "Text."))
        let export = try Transfer.export(theirs)
        let receipt = try ours.importLines(export.lines, now: minute(100))
        #expect(!receipt.isCopy && receipt.items == 2 && receipt.known == 1 && receipt.labels == 1)
        #expect(try Set(ours.titles()) == ["Ours", "Here too", "New to you, edited", "Noise"])
        let item = try #require(try ours.all().first { $0.title == "New to you, edited" })
        #expect(item.firstSeen == minute(1))
        let history = try #require(try ours.item(item.id))
        #expect(history.revisions.map(\.item.title) == ["New to you", "New to you, edited"])
        #expect(history.verdicts.count == 2)
        #expect(try ours.item(2)?.label?.note == "theirs")
        #expect(try ours.titles(ItemQuery(terms: "second")) == ["New to you, edited"])
        // What the store would have answered before is what it would have answered.
        #expect(try Set(ours.titles(ItemQuery(includesIrrelevant: true, asOf: minute(50)))) == ["Ours", "Here too"])
        let check = try ours.verify()
        #expect(check.faults == [])
        if DocumentedProgram.canRun {
            #expect(try DocumentedProgram.run(target.path) == "ok \(check.entries) \(check.digest)\n")
        }
        let said = try target.raw { try Row.fetchAll($0, sql: "SELECT lower(hex(source)), entries FROM import") }
        #expect(said.count == 1 && said.first?[0] == export.receipt.digest && said.first?[1] == export.receipt.entries)
        // A feed brings nothing new that was imported.
        #expect(
            try await ours.poll(
                at: minute(101),
                ParsedItem(
                    id: "2", title: "New to you, edited", link: "https://news.example/b/page", summary: "Second text.")
            ) == PollReceipt(known: 1))
    }

    @Test("merged again it changes nothing; nor does an export of what was merged", arguments: 1...6)
    func mergedAgain(_ seed: UInt64) async throws {
        let (source, theirs) = try await Transfer.random(seed: seed)
        defer { withExtendedLifetime(source) {} }
        let target = try TemporaryStore()
        let ours = try target.open(keep: .relevant)
        var random = SeededGenerator(seed: seed + 100)
        try await ours.poll(at: minute(1), judged: RandomDocuments.document(using: &random))
        let export = try Transfer.export(theirs)
        let receipt = try ours.importLines(export.lines, now: minute(1000))
        #expect(try receipt.items + receipt.known == theirs.status().items)
        #expect(try ours.verify().faults == [])
        let digest = try ours.verify().digest
        let again = try ours.importLines(export.lines, now: minute(1001))
        #expect(again.entries == 0)
        #expect(try ours.verify().digest == digest)
        // A part of the same store, or a later export, brings what is new in it only.
        var other = try Transfer.export(theirs, ItemQuery(includesIrrelevant: true)).lines
        #expect(try ours.importLines(other, now: minute(1002)).entries == 0)
        let link = "https://news.example/quite/new"
        try await theirs.poll(at: minute(800), ParsedItem(id: "quite new", title: "Quite new", link: link))
        try await theirs.poll(at: minute(801), ParsedItem(id: "quite new", title: "Quite edited", link: link))
        let later = try ours.importLines(Transfer.export(theirs).lines, now: minute(1002))
        #expect(later.items == 1)
        #expect(try ours.all().filter { $0.title == "Quite edited" }.map(\.revision) == [2])
        try await theirs.poll(at: minute(802), ParsedItem(id: "quite new", title: "Edited again", link: link))
        #expect(try ours.importLines(Transfer.export(theirs).lines, now: minute(1003)).items == 0)
        #expect(try ours.all().filter { $0.title == "Edited again" }.map(\.revision) == [3])
        other = try Transfer.export(ours).lines
        let back = try theirs.importLines(other, now: minute(1003))
        #expect(try back.items + back.known == ours.status().items)
        #expect(try theirs.verify().faults == [])
    }

    @Test("two copies of one store that went on by themselves are merged from where they part")
    func parted() async throws {
        let (temporary, store) = try await Transfer.random(seed: 3)
        defer { withExtendedLifetime(temporary) {} }
        let copy = try TemporaryStore().keeping { try $0.open() }
        _ = try copy.store.importLines(Transfer.export(store).lines)
        let before = try store.status().items
        let everBefore =
            try temporary.number("SELECT count(*) FROM item") + temporary.number("SELECT count(*) FROM forgotten")
        try await store.poll(at: minute(900), ParsedItem(id: "x", title: "Only here"))
        try await copy.store.poll(at: minute(901), ParsedItem(id: "y", title: "Only there"))
        let receipt = try copy.store.importLines(Transfer.export(store).lines, now: minute(1000))
        #expect(receipt.items == 1 && receipt.known == everBefore)
        #expect(try copy.store.status().items == before + 2)
        #expect(try copy.store.verify().faults == [])
    }

    @Test("a part holds what the filters say, and is merged even into an empty store")
    func part() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), verdict: relevant(topics: ["trade"]), ParsedItem(id: "1", title: "Trade"))
        try await store.poll(
            of: otherFeed, at: minute(1), verdict: relevant(topics: ["aid"]), ParsedItem(id: "2", title: "Aid"))
        try await store.poll(
            at: minute(2), verdict: relevant(topics: ["trade"]), ParsedItem(id: "1", title: "Trade, edited"))
        let export = try Transfer.export(store, ItemQuery(topics: [Topic(rawValue: "trade")]))
        #expect(!export.lines.contains { String(decoding: $0, as: UTF8.self).contains("Aid") })
        let copy = try TemporaryStore().keeping { try $0.open() }
        let receipt = try copy.store.importLines(export.lines, now: minute(100))
        #expect(!receipt.isCopy && receipt.items == 1)
        #expect(try copy.store.item(1)?.revisions.count == 2)
        #expect(try copy.store.verify().faults == [])
        #expect(try copy.store.importLines(export.lines, now: minute(101)).entries == 0)
    }

    @Test("what was imported and then forgotten does not come back with the same export")
    func forgottenSince() async throws {
        let temporary = try TemporaryStore()
        let theirs = try temporary.open()
        try await theirs.poll(at: minute(0), verdict: irrelevant(), ParsedItem(id: "1", title: "Noise"))
        try await theirs.poll(at: minute(1), verdict: irrelevant(), ParsedItem(id: "1", title: "Noise, edited"))
        let ours = try TemporaryStore().keeping { try $0.open() }
        try await ours.store.poll(of: otherFeed, at: minute(5), ParsedItem(id: "9", title: "Ours"))
        let lines = try Transfer.export(theirs).lines
        #expect(try ours.store.importLines(lines).items == 1)
        #expect(try ours.store.forget(before: minute(4), now: minute(1000)) == 1)
        try await theirs.poll(at: minute(8), verdict: irrelevant(), ParsedItem(id: "1", title: "Noise, once more"))
        #expect(try ours.store.importLines(Transfer.export(theirs).lines).entries == 0)
        #expect(try ours.store.titles() == ["Ours"])
        #expect(try ours.store.verify().faults == [])
    }
}
