import GRDB
import News
import Testing

import struct Foundation.Date

@testable import Storing

/// What is old and was never relevant goes; what it was stays proved, and it never comes back.
@Suite("Forgetting")
struct ForgettingTests {
    @Test("only what is old and never was relevant, by no verdict and no label, is forgotten")
    func what() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), ParsedItem(id: "1", title: "Relevant"))
        for (id, title) in [("2", "Noise"), ("3", "Labelled relevant"), ("4", "Labelled irrelevant"), ("5", "Turned")] {
            try await store.poll(at: minute(1), verdict: irrelevant(), ParsedItem(id: id, title: title))
        }
        try await store.poll(at: minute(2), verdict: irrelevant(), ParsedItem(id: "6", title: "Label taken back"))
        try await store.poll(at: minute(30), verdict: irrelevant(), ParsedItem(id: "7", title: "Young"))
        _ = try store.label(3, ItemLabel(relevant: true), now: minute(31))
        _ = try store.label(4, ItemLabel(relevant: false), now: minute(31))
        _ = try store.label(6, ItemLabel(relevant: false), now: minute(31))
        _ = try store.label(6, ItemLabel(relevant: nil), now: minute(32))
        try await store.poll(at: minute(33), verdict: relevant(), ParsedItem(id: "5", title: "Turned once"))
        try await store.poll(at: minute(34), verdict: irrelevant(), ParsedItem(id: "5", title: "Turned twice"))
        var told: [String] = []
        try store.forgettable(before: minute(30)) { told.append($0.title) }
        #expect(told == ["Noise", "Label taken back"])
        #expect(try store.forget(before: minute(30), now: minute(40)) == 2)
        #expect(
            try Set(store.titles()) == [
                "Relevant", "Labelled relevant", "Labelled irrelevant", "Turned twice", "Young",
            ])
        #expect(try store.item(2) == nil)
        #expect(try store.timeForgotten(2) == minute(40) && store.timeForgotten(1) == nil)
        #expect(try store.feedItems() == 5)
        #expect(try store.verify().faults == [])
        if DocumentedProgram.canRun {
            #expect(try DocumentedProgram.run(temporary.path).hasPrefix("ok \(store.verify().entries) "))
        }
        #expect(try store.forget(before: minute(30), now: minute(41)) == 0)
        #expect(try temporary.number("SELECT count(*) FROM journal WHERE kind = 'forget'") == 1)
    }

    @Test("a digest noted before vouches for what is left after")
    func noted() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), verdict: irrelevant(), ParsedItem(id: "1", title: "Noise"))
        try await store.poll(at: minute(1), ParsedItem(id: "2", title: "Relevant"))
        let digest = try store.verify().digest
        #expect(try store.forget(before: minute(9), now: minute(9)) == 1)
        #expect(try store.verify(expecting: digest).faults == [])
    }

    @Test(
        "whatever a store holds: after forgetting, the same documents bring nothing new, and all is proved",
        arguments: 1...12)
    func property(_ seed: UInt64) async throws {
        let (temporary, other) = (try TemporaryStore(), try TemporaryStore())
        let (pruned, whole) = (try temporary.open(keep: .relevant), try other.open(keep: .relevant))
        var random = SeededGenerator(seed: seed)
        let documents = (0..<6).map { _ in RandomDocuments.document(using: &random) }
        for (number, document) in documents.enumerated() {
            let feed = number % 2 == 0 ? someFeed : otherFeed
            for store in [pruned, whole] { try await store.poll(of: feed, at: minute(number * 10), judged: document) }
        }
        let bound = minute(Int.random(in: 0...60, using: &random))
        let expected = try whole.all().filter { $0.relevant || $0.firstSeen >= bound }.map(\.id)
        var forgotten = try pruned.forget(before: bound, now: minute(100))
        // Items that once were relevant stay.
        let left = try pruned.all().map(\.id)
        #expect(Set(expected).isSubset(of: left))
        #expect(try pruned.verify().faults == [])
        for (number, document) in documents.enumerated() {
            let feed = number % 2 == 0 ? someFeed : otherFeed
            let time = minute(110 + number)
            let there = try await whole.poll(of: feed, at: time, judged: document)
            #expect(try await pruned.poll(of: feed, at: time, judged: document).new == there.new)
        }
        forgotten += try pruned.forget(before: minute(200), now: minute(200))
        #expect(
            try pruned.all().allSatisfy { item in
                try item.relevant || pruned.item(item.id)?.verdicts.contains { $0.verdict.relevant } == true
            })
        for (number, document) in documents.suffix(2).enumerated() {
            let feed = number % 2 == 0 ? someFeed : otherFeed
            #expect(try await pruned.poll(of: feed, at: minute(210), judged: document).new == 0)
        }
        #expect(forgotten > 0)
        #expect(try pruned.titles(ItemQuery()).sorted() == whole.titles(ItemQuery()).sorted())
        for time in [5, 25, 45, 115, 300].map(minute) {
            let then = ItemQuery(asOf: time)
            #expect(try pruned.titles(then).sorted() == whole.titles(then).sorted())
        }
        for word in ["Kenya", "Rain"] {
            #expect(try pruned.count(matching: ItemQuery(terms: word)) == whole.count(matching: ItemQuery(terms: word)))
        }
        #expect(try pruned.verify().faults == [])
        #expect(try pruned.feedItems() == pruned.status().items && pruned.status().items == pruned.all().count)
        if DocumentedProgram.canRun { #expect(try DocumentedProgram.run(temporary.path).hasPrefix("ok ")) }
    }

    @Test("an identifier that a publisher gives to one item after another does not swallow what is new")
    func reusedIdentifier() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let old = ParsedItem(
            id: "latest", title: "Rain in the west", link: "https://n.example/1", summary: "a", published: minute(0))
        try await store.poll(at: minute(0), verdict: irrelevant(), old)
        #expect(try store.forget(before: minute(9), now: minute(9)) == 1)
        #expect(try await store.poll(at: minute(10), verdict: irrelevant(), old).known == 1)
        let new = ParsedItem(
            id: "latest", title: "Ruto meets Rubio", link: "https://n.example/2", summary: "b", published: minute(8))
        #expect(try await store.poll(at: minute(11), new).new == 1)
        #expect(try store.titles() == ["Ruto meets Rubio"])
    }

    @Test("an identifier that changes with every fetch does not bring a forgotten item back")
    func changingIdentifier() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let page = "https://n.example/1"
        try await store.poll(at: minute(0), verdict: irrelevant(), ParsedItem(id: "a", title: "Rain", link: page))
        #expect(try store.forget(before: minute(9), now: minute(9)) == 1)
        for id in ["b", "c", "d"] {
            let again = ParsedItem(id: id, title: "Rain", link: page)
            #expect(try await store.poll(at: minute(10), verdict: irrelevant(), again).new == 0)
        }
        let edited = ParsedItem(id: "b", title: "Rain and wind", link: page)
        #expect(try await store.poll(at: minute(11), verdict: irrelevant(), edited).new == 0)
        #expect(try store.verify().faults == [])
    }

    @Test("a number is never given again, and a story keeps its number")
    func numbers() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let page = "https://n.example/a/page"
        try await store.poll(at: minute(0), verdict: irrelevant(), ParsedItem(id: "1", title: "First", link: page))
        try await store.poll(of: otherFeed, at: minute(1), ParsedItem(id: "1", title: "Second", link: page))
        try await store.poll(at: minute(2), verdict: irrelevant(), ParsedItem(id: "2", title: "Third"))
        #expect(try store.forget(before: minute(9), now: minute(9)) == 2)
        try await store.poll(at: minute(10), ParsedItem(id: "3", title: "Fourth"))
        #expect(try store.all().map(\.id).sorted() == [2, 4])
        #expect(try store.all(ItemQuery(story: 1)).map(\.title) == ["Second"])
        #expect(try store.verify().faults == [])
    }

    @Test("the triggers let nothing go but what has its tombstone, and no tombstone come but by the journal")
    func triggers() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), verdict: irrelevant(), ParsedItem(id: "1", title: "Noise"))
        try await store.poll(at: minute(1), ParsedItem(id: "2", title: "Relevant"))
        try await store.poll(at: minute(2), verdict: irrelevant(), ParsedItem(id: "3", title: "Young noise"))
        #expect(try store.forget(before: minute(2), now: minute(9)) == 1)
        let trace = "'guid', 1, 1, 1, 1, 1, 1, 0"
        for statement in [
            "DELETE FROM tombstone", "UPDATE tombstone SET digest = zeroblob(32)", "DELETE FROM forgotten",
            "UPDATE forgotten SET item = 9", "UPDATE forget SET items = '[]'", "DELETE FROM forget",
            "DELETE FROM item WHERE id = 2", "DELETE FROM revision WHERE item = 3",
            "INSERT INTO tombstone VALUES (3, 2, zeroblob(32))",
            "INSERT INTO forgotten SELECT 2, max(n), 1, \(trace) FROM journal",
            "INSERT INTO forgotten SELECT 2, max(n) + 1, 1, \(trace) FROM journal",
            "INSERT OR REPLACE INTO forgotten SELECT 1, max(n), 1, \(trace) FROM journal",
            "INSERT OR REPLACE INTO tombstone SELECT entry, item, zeroblob(32) FROM tombstone",
        ] {
            #expect(throws: (any Error).self, "\(statement)") {
                try temporary.execute("PRAGMA foreign_keys = OFF; " + statement)
            }
        }
        #expect(try store.verify().faults == [])
    }

    @Test("what is not as it was recorded is not forgotten, so that no tombstone hides damage")
    func damaged() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), verdict: irrelevant(), ParsedItem(id: "1", title: "Noise"))
        try temporary.tamper("UPDATE revision SET title = 'Forged'")
        let error = try #require(throws: StoreError.self) { try store.forget(before: minute(9), now: minute(9)) }
        #expect(error.kind == .corrupt && error.message.contains("entry 2"))
        #expect(try store.status().items == 1)
    }

    @Test(
        "a check finds what is missing without the journal's word",
        arguments: [
            ("DELETE FROM forget", "no row in `forget`"),
            ("UPDATE forgotten SET entry = 1", "names items 1...2"),
            ("UPDATE tombstone SET digest = zeroblob(32) WHERE entry = 2", "entry 2 "),
            ("DELETE FROM tombstone WHERE entry = 3", "entry 3 "),
            ("DELETE FROM forgotten WHERE item = 2; DELETE FROM mark WHERE item = 2", "names items 1...2"),
            ("INSERT INTO forgotten SELECT 4, 99, 1, 'guid', 1, 1, 1, 1, 1, 1, 0", "an entry that there is not"),
        ])
    func tampering(_ sql: String, _ hint: String) async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for id in ["1", "2"] {
            try await store.poll(at: minute(0), verdict: irrelevant(), ParsedItem(id: id, title: "Noise \(id)"))
        }
        try await store.poll(at: minute(0), ParsedItem(id: "3", title: "Relevant"))
        try store.forget(before: minute(9), now: minute(9))
        try temporary.tamper(sql)
        let faults = try store.verify().faults
        #expect(faults.contains { $0.contains(hint) }, "\(sql): \(faults)")
    }

    @Test("the file shrinks, also that of a store that an earlier version made")
    func space() async throws {
        for version in [Schema.version, 1] {
            let temporary = try TemporaryStore()
            if version == 1 { _ = try OldStore.create(schema: 1, at: temporary.path) }
            let store = try temporary.open()
            let items = (0..<400).map { number in
                JudgedItem(
                    item: ParsedItem(
                        id: "n\(number)", title: "Noise \(number)", summary: String(repeating: "x ", count: 900)),
                    verdict: irrelevant())
            }
            try await store.poll(at: minute(0), judged: items)
            let before = try temporary.number("PRAGMA page_count")
            var run = ForgettingRun(before: minute(9), now: minute(9))
            while try run.step(in: store) {}
            #expect(run.items == 400 && run.bytes > 400 * 1000)
            #expect(try temporary.number("PRAGMA page_count") < before / 2)
            #expect(try temporary.number("PRAGMA freelist_count") == 0)
            #expect(run.longest > .zero)
            // The words are gone from the index as well.
            #expect(try temporary.number("SELECT count(*) FROM search_data") < 20)
            #expect(try store.verify().faults == [])
        }
    }

    @Test("it works beside a writer, which goes on meanwhile")
    func besideWriter() async throws {
        let temporary = try TemporaryStore()
        let writer = try temporary.open()
        let beside = try temporary.open(.annotate)
        #expect(beside.hasOtherWriter() && !writer.hasOtherWriter())
        for number in 0..<300 {
            let noise = ParsedItem(id: "\(number)", title: "Noise \(number)")
            try await writer.poll(at: minute(0), verdict: irrelevant(), noise)
        }
        var run = ForgettingRun(before: minute(9), now: minute(9))
        var number = 1000
        while try run.step(in: beside) {
            try await writer.poll(at: minute(10), ParsedItem(id: "\(number)", title: "News \(number)"))
            number += 1
        }
        #expect(run.items == 300)
        #expect(try writer.status().items == number - 1000)
        #expect(try writer.verify().faults == [])
        try writer.close()
        #expect(!beside.hasOtherWriter())
    }

    @Test("the size of a step follows from the time it took, within bounds")
    func pace() {
        var pace = Pace(size: 64, bounds: 16...200)
        pace.adapt(to: .milliseconds(10))
        #expect(pace.size == 128)
        pace.adapt(to: .milliseconds(10))
        #expect(pace.size == 200)
        pace.adapt(to: .milliseconds(100))
        #expect(pace.size == 200)
        for _ in 0..<9 { pace.adapt(to: .seconds(1)) }
        #expect(pace.size == 16)
    }
}

extension Store {
    /// Forgets to the end; how many items.
    @discardableResult
    func forget(before bound: Date, now: Date) throws -> Int {
        var run = ForgettingRun(before: bound, now: now)
        while try run.step(in: self) {}
        return run.items
    }

    /// The items that the feeds count.
    func feedItems() throws -> Int {
        try read { db in try Int.fetchOne(db, sql: "SELECT sum(items) FROM feed") ?? 0 }
    }
}
