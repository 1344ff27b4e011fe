import Foundation
import GRDB
import News
import Testing

@testable import Storing

/// Everything can be carried to another store, and what is carried is proved.
@Suite("Export and import")
struct TransferTests {
    // MARK: - Into an empty store

    @Test("an empty store becomes the same journal with the same digests, whatever it holds", arguments: 1...6)
    func copy(_ seed: UInt64) async throws {
        let (temporary, store) = try await Self.random(seed: seed)
        let (lines, receipt) = try Self.export(store)
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
        let (lines, receipt) = try Self.export(store)
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
        let (lines, receipt) = try Self.export(store, asOf: minute(5))
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
        _ = try copy.store.importLines(Self.export(store, asOf: minute(5)).lines)
        #expect(try await copy.store.poll(at: minute(20), ParsedItem(id: "1", title: "Noise")).new == 0)
        let check = try copy.store.verify()
        #expect(check.faults == [] && check.skipped.count == 1)
    }

    @Test("imported again it changes nothing, and a later export continues it")
    func again() async throws {
        let (temporary, store) = try await Self.random(seed: 7)
        defer { withExtendedLifetime(temporary) {} }
        let first = try Self.export(store)
        let copy = try TemporaryStore().keeping { try $0.open() }
        _ = try copy.store.importLines(first.lines)
        let again = try copy.store.importLines(first.lines)
        #expect(again.entries == 0 && again.digest == first.receipt.digest)
        try await store.poll(at: minute(900), ParsedItem(id: "later", title: "Later"))
        let second = try Self.export(store)
        let later = try copy.store.importLines(second.lines)
        #expect(later.isCopy && later.digest == second.receipt.digest)
        #expect(later.entries == Int(second.receipt.entries - first.receipt.entries) && later.items == 1)
        #expect(try copy.store.importLines(first.lines).entries == 0)
        #expect(try copy.store.verify().faults == [])
    }

    // MARK: - Into a store with entries of its own

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
        let export = try Self.export(theirs)
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
        let (source, theirs) = try await Self.random(seed: seed)
        defer { withExtendedLifetime(source) {} }
        let target = try TemporaryStore()
        let ours = try target.open(keep: .relevant)
        var random = SeededGenerator(seed: seed + 100)
        try await ours.poll(at: minute(1), judged: RandomDocuments.document(using: &random))
        let export = try Self.export(theirs)
        let receipt = try ours.importLines(export.lines, now: minute(1000))
        #expect(try receipt.items + receipt.known == theirs.status().items)
        #expect(try ours.verify().faults == [])
        let digest = try ours.verify().digest
        let again = try ours.importLines(export.lines, now: minute(1001))
        #expect(again.entries == 0)
        #expect(try ours.verify().digest == digest)
        // A part of the same store, or a later export, brings what is new in it only.
        var other = try Self.export(theirs, ItemQuery(includesIrrelevant: true)).lines
        #expect(try ours.importLines(other, now: minute(1002)).entries == 0)
        let link = "https://news.example/quite/new"
        try await theirs.poll(at: minute(800), ParsedItem(id: "quite new", title: "Quite new", link: link))
        try await theirs.poll(at: minute(801), ParsedItem(id: "quite new", title: "Quite edited", link: link))
        let later = try ours.importLines(Self.export(theirs).lines, now: minute(1002))
        #expect(later.items == 1)
        #expect(try ours.all().filter { $0.title == "Quite edited" }.map(\.revision) == [2])
        try await theirs.poll(at: minute(802), ParsedItem(id: "quite new", title: "Edited again", link: link))
        #expect(try ours.importLines(Self.export(theirs).lines, now: minute(1003)).items == 0)
        #expect(try ours.all().filter { $0.title == "Edited again" }.map(\.revision) == [3])
        other = try Self.export(ours).lines
        let back = try theirs.importLines(other, now: minute(1003))
        #expect(try back.items + back.known == ours.status().items)
        #expect(try theirs.verify().faults == [])
    }

    @Test("two copies of one store that went on by themselves are merged from where they part")
    func parted() async throws {
        let (temporary, store) = try await Self.random(seed: 3)
        defer { withExtendedLifetime(temporary) {} }
        let copy = try TemporaryStore().keeping { try $0.open() }
        _ = try copy.store.importLines(Self.export(store).lines)
        let before = try store.status().items
        let everBefore =
            try temporary.number("SELECT count(*) FROM item") + temporary.number("SELECT count(*) FROM forgotten")
        try await store.poll(at: minute(900), ParsedItem(id: "x", title: "Only here"))
        try await copy.store.poll(at: minute(901), ParsedItem(id: "y", title: "Only there"))
        let receipt = try copy.store.importLines(Self.export(store).lines, now: minute(1000))
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
        let export = try Self.export(store, ItemQuery(topics: [Topic(rawValue: "trade")]))
        #expect(!export.lines.contains { String(decoding: $0, as: UTF8.self).contains("Aid") })
        let copy = try TemporaryStore().keeping { try $0.open() }
        let receipt = try copy.store.importLines(export.lines, now: minute(100))
        #expect(!receipt.isCopy && receipt.items == 1)
        #expect(try copy.store.item(1)?.revisions.count == 2)
        #expect(try copy.store.verify().faults == [])
        #expect(try copy.store.importLines(export.lines, now: minute(101)).entries == 0)
    }

    // MARK: - Damage

    @Test(
        "every line that is damaged is named, and nothing from it on is taken",
        arguments: [
            (3, "\"title\":\"One\"", "\"title\":\"Two\"", "does not match its digest"),
            (3, "\"score\":0.9", "\"score\":0.8", "does not match its digest"),
            (3, "\"kind\":\"item\"", "\"kind\":\"idem\"", "kind is unknown"),
            (3, "\"guid\":\"1\",", "", "`guid` of `item`"),
            (3, "}", "", "byte"),
            (2, "https", "ftp", "does not match its digest"),
            (1, "habari-journal", "diary", "no export"),
            (1, "\"version\":1", "\"version\":9", "newer version"),
            (1, "\"digest\":\"", "\"digest\":\"00", "which journal"),
            (5, "\"end\":3", "\"end\":4", "3 entries stand before it"),
            (5, "\"end\":3", "\"ent\":3", "missing"),
        ])
    func damaged(_ number: Int, _ old: String, _ new: String, _ hint: String) async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), ParsedItem(id: "1", title: "One"), ParsedItem(id: "2", title: "Two"))
        var lines = try Self.export(store).lines
        let text = String(decoding: lines[number - 1], as: UTF8.self)
        #expect(text.contains(old))
        lines[number - 1] = Array(text.replacingOccurrences(of: old, with: new).utf8)
        let target = try TemporaryStore()
        let copy = try target.open()
        let error = try #require(throws: StoreError.self) { try copy.importLines(lines) }
        #expect(error.kind == .corrupt && error.message.hasPrefix("line \(number): "), "\(error.message)")
        #expect(error.message.contains(hint), "\(error.message)")
        #expect(try copy.status().items == 0 && copy.verify().entries == 0)
        // The mended export is taken all the same.
        #expect(try copy.importLines(Self.export(store).lines).items == 2)
        #expect(try copy.verify().faults == [])
    }

    @Test("an export that is cut off, has a line too many or lacks one is refused")
    func lines() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), ParsedItem(id: "1", title: "One"), ParsedItem(id: "2", title: "Two"))
        let lines = try Self.export(store).lines
        for some in [Array(lines.dropLast()), Array(lines.prefix(2)), [], lines + [lines[1]], Self.without(2, lines)] {
            let copy = try TemporaryStore().keeping { try $0.open() }
            #expect(throws: StoreError.self) { try copy.store.importLines(some) }
            #expect(try copy.store.verify().entries == 0)
        }
    }

    @Test("an import that is killed leaves a sound store, and a second one completes it", arguments: [1, 3, 5])
    func killed(_ batches: Int) async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for poll in 0..<60 {
            let items = (0..<50).map { number in
                let item = ParsedItem(id: "\(poll)-\(number)", title: "Title \(poll) \(number)", summary: "Some text.")
                return JudgedItem(item: item, verdict: number % 2 == 0 ? relevant() : irrelevant())
            }
            try await store.poll(at: minute(poll), judged: items)
        }
        let (lines, receipt) = try Self.export(store)
        for merges in [false, true] {
            let target = try TemporaryStore()
            try Data(lines.joined()).write(to: URL(fileURLWithPath: target.path + ".jsonl"))
            if merges {
                let own = try target.open()
                try await own.poll(of: otherFeed, ParsedItem(id: "own", title: "Our own"))
                try own.close()
            }
            let child = try Child.start(.importer, store: target.path)
            #expect(child.hears("batch", times: batches) == batches)
            child.kill()
            let next = try target.open()
            let left = try next.verify()
            #expect(left.faults == [] && left.entries >= Int64(batches) * 400)
            if DocumentedProgram.canRun { #expect(try DocumentedProgram.run(target.path).hasPrefix("ok ")) }
            let rest = try next.importLines(lines, now: minute(5000))
            #expect(rest.isCopy == !merges)
            #expect(try next.status().items == 3000 + (merges ? 1 : 0))
            let check = try next.verify()
            #expect(check.faults == [] && (merges || check.digest == receipt.digest))
            #expect(try next.importLines(lines, now: minute(5001)).entries == 0)
            #expect(try target.number("SELECT count(*) FROM import") <= 2)
        }
    }

    @Test("the importer that the test above kills", .enabled(if: Child.role == .importer))
    func importer() throws {
        let store = try Store(path: Child.storePath, access: .readWrite, keep: .all)
        let data = try Data(contentsOf: URL(fileURLWithPath: Child.storePath + ".jsonl"))
        var lines = data.split(separator: UInt8(ascii: "\n")).map { Array($0) }[...]
        _ = try store.importLines(
            now: minute(4000), progress: { _ in Child.say("batch") }, next: { lines.popFirst() })
    }

    // MARK: - Stores and lines

    /// A store with a bit of everything: edits, labels, a move, things forgotten.
    private static func random(seed: UInt64) async throws -> (TemporaryStore, Store) {
        let temporary = try TemporaryStore()
        let store = try temporary.open(keep: .relevant)
        var random = SeededGenerator(seed: seed)
        try store.subscribe(
            [Subscription(url: someFeed, title: "Some \"feed\"\u{9B}", tags: ["a", "b"], country: "KE")],
            now: minute(-1))
        for round in 0..<8 {
            let feed = round % 2 == 0 ? someFeed : otherFeed
            let state = FeedState(
                title: "Feed \(round)", location: round > 3 ? address("https://moved.example/\(round % 2)") : nil,
                validators: Validators(etag: "secret", lastModified: nil), lastPolled: minute(round * 10))
            let items = RandomDocuments.document(using: &random)
            _ = try await store.record(Poll(feed: feed, started: minute(round * 10), state: state, items: items))
            let numbers = try store.all().map(\.id)
            if let id = numbers.randomElement(using: &random) {
                let label = ItemLabel(relevant: [true, false, nil].randomElement(using: &random) ?? nil, note: "nö\n")
                _ = try store.label(id, label, now: minute(round * 10 + 1))
            }
            if round == 5 { try store.forget(before: minute(35), now: minute(55)) }
        }
        return (temporary, store)
    }

    private static func export(
        _ store: Store, _ query: ItemQuery? = nil, asOf time: Date? = nil
    ) throws -> (lines: [[UInt8]], receipt: ExportReceipt) {
        var lines: [[UInt8]] = []
        let receipt = try store.export(query, asOf: time, now: minute(999)) { lines.append($0) }
        #expect(!lines.contains { String(decoding: $0, as: UTF8.self).contains("secret") })
        return (lines, receipt)
    }

    private static func without(_ number: Int, _ lines: [[UInt8]]) -> [[UInt8]] {
        var lines = lines
        lines.remove(at: number)
        return lines
    }
}

/// A store with the folder that it lies in.
struct KeptStore {
    let folder: TemporaryStore
    let store: Store
}

extension TemporaryStore {
    /// Keeps the folder as long as the store.
    func keeping(_ open: (TemporaryStore) throws -> Store) throws -> KeptStore {
        KeptStore(folder: self, store: try open(self))
    }
}

extension Store {
    /// Imports lines at hand.
    @discardableResult
    func importLines(_ lines: [[UInt8]], now: Date = minute(999)) throws -> ImportReceipt {
        var rest = lines[...]
        return try importLines(now: now) { rest.popFirst() }
    }
}
