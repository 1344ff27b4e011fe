import News
import Storing
import Testing

import struct Foundation.Date

/// The store answers for a moment as it answered at that moment.
@Suite("As of a moment")
struct AsOfTests {
    /// What is asked after each step, and again at the end.
    private static let queries: [ItemQuery] = [
        ItemQuery(), ItemQuery(includesIrrelevant: true), ItemQuery(topics: ["trade"]),
        ItemQuery(topics: ["aid", "haiti"]), ItemQuery(terms: "edited"), ItemQuery(terms: "story", sort: .relevance),
        ItemQuery(languages: ["sw"]), ItemQuery(minimumScore: 0.7, sort: .relevance), ItemQuery(feeds: ["other"]),
        ItemQuery(includesIrrelevant: true, isEdited: true), ItemQuery(since: minute(40), limit: 5),
    ]

    /// A source of chance that is the same in every run (xorshift64*).
    private struct Chance: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 2_685_821_657_736_338_717
        }
    }

    /// The answers to all queries, with the histories of some items; a search's rank depends on the whole index, and so
    /// its order is not compared.
    private static func answers(_ store: Store, asOf time: Date?) throws -> [[Item]] {
        try queries.map { query in
            var query = query
            query.asOf = time
            var items = try store.all(query)
            if query.terms != nil { items.sort { $0.id < $1.id } }
            return items
        }
    }

    @Test("whatever happened since, every query is answered as it was then", arguments: [1, 2, 3])
    func replay(seed: UInt64) async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open(keep: seed % 2 == 0 ? .all : .relevant)
        var chance = Chance(state: seed)
        var recorded: [(time: Date, answers: [[Item]], histories: [ItemHistory?])] = []
        for step in 0..<40 {
            let now = minute(step * 5)
            try await Self.step(step, store, now: now, &chance)
            recorded.append((now, try Self.answers(store, asOf: nil), try (1...6).map { try store.item($0) }))
        }
        #expect(recorded.last?.answers[1].isEmpty == false)
        // Each moment is asked about as it was recorded; every third will do.
        for (time, answers, histories) in recorded.enumerated().filter({ $0.offset % 3 == 0 }).map(\.element) {
            let then = try Self.answers(store, asOf: time)
            for (query, (now, was)) in zip(then, answers).enumerated() {
                #expect(now == was, "query \(query) at \(time)")
            }
            #expect(try (1...6).map { try store.item($0, asOf: time) } == histories)
        }
        #expect(try store.all(ItemQuery(includesIrrelevant: true, asOf: minute(-1))) == [])
        #expect(
            try store.count(matching: ItemQuery(includesIrrelevant: true, asOf: minute(0)))
                == recorded[0].answers[1].count)
        #expect(try store.verify().faults == [])
    }

    /// Something that changes a store: a poll with new, edited and newly judged items; a label; judging anew.
    private static func step(_ step: Int, _ store: Store, now: Date, _ chance: inout Chance) async throws {
        switch Int.random(in: 0..<10, using: &chance) {
        case 0..<7:
            let feed = Bool.random(using: &chance) ? someFeed : otherFeed
            let items = (0..<Int.random(in: 1...4, using: &chance)).map { _ in
                let number = Int.random(in: 0..<25, using: &chance)
                let text = Bool.random(using: &chance) ? "edited in step \(step)" : "as it was"
                let item = ParsedItem(
                    id: "\(number)", title: "Story number \(number)", link: "https://n.example/\(number)", summary: text
                )
                return JudgedItem(item: item, verdict: verdict(step, &chance))
            }
            try await store.poll(of: feed, at: now, judged: items)
        case 7, 8:
            let all = try store.all()
            guard let item = all.randomElement(using: &chance) else { return }
            let word = [true, false, nil].randomElement(using: &chance) ?? nil
            _ = try store.label(item.id, ItemLabel(relevant: word, topics: ["haiti"]), now: now)
        default:
            var copy = chance
            _ = try store.rejudge(since: nil, now: now, judge: { _ in verdict(step, &copy) }, turned: { _, _ in })
            chance = copy
        }
    }

    private static func verdict(_ step: Int, _ chance: inout Chance) -> Verdict {
        let score = Double(Int.random(in: 0...100, using: &chance)) / 100
        let topics = ["trade", "aid", "haiti"].filter { _ in Bool.random(using: &chance) }
        return Verdict(
            relevant: score >= 0.5, relevance: score, topics: score >= 0.5 ? topics.map { Topic($0) } : [],
            language: ["en", "sw"].randomElement(using: &chance) ?? "en", judge: "rules \(step)")
    }

    @Test("a search as of a moment finds the words of that moment, and marks them")
    func search() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(
            at: minute(0),
            ParsedItem(
                id: "1", title: "Flowers taxed", link: "https://n.example/1", summary: "A tariff of ten per cent."))
        try await store.poll(
            at: minute(10),
            ParsedItem(
                id: "1", title: "Flowers exempt", link: "https://n.example/1", summary: "No duty at all."))
        #expect(try store.titles(ItemQuery(terms: "tariff")) == [])
        let found = try #require(try store.all(ItemQuery(terms: "tariff", asOf: minute(5))).first)
        #expect(found.title == "Flowers taxed")
        #expect(found.snippet?.contains("\u{E000}tariff\u{E001}") == true)
        #expect(try store.titles(ItemQuery(terms: "duty", asOf: minute(5))) == [])
        #expect(try store.titles(ItemQuery(terms: "duty", asOf: minute(15))) == ["Flowers exempt"])
    }

    @Test("pages follow each other as of a moment too")
    func pages() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for number in 0..<20 {
            try await store.poll(at: minute(number), Self.story(number))
        }
        try await store.poll(
            at: minute(30), Self.story(3, title: "Story 3, edited"), Self.story(99))
        for sort in [ItemQuery.Sort.newest, .relevance] {
            var seen: [Int64] = []
            while true {
                let query = ItemQuery(
                    includesIrrelevant: true, asOf: minute(25), after: seen.last, limit: 7, sort: sort)
                let page = try store.all(query)
                if page.isEmpty { break }
                seen += page.map(\.id)
            }
            #expect(seen == Array((1...20).reversed()))
        }
    }

    private static func story(_ number: Int, title: String? = nil) -> ParsedItem {
        ParsedItem(id: "\(number)", title: title ?? "Story \(number)", link: "https://n.example/\(number)")
    }

    @Test("a reader without permission to write answers too")
    func reader() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), ParsedItem(id: "1", title: "One", link: "https://n.example/1"))
        try await store.poll(at: minute(10), ParsedItem(id: "1", title: "Two", link: "https://n.example/1"))
        let reader = try temporary.open(.readOnly)
        #expect(try reader.titles(ItemQuery(asOf: minute(5))) == ["One"])
        #expect(try reader.item(1, asOf: minute(5))?.revisions.count == 1)
        #expect(try reader.item(1, asOf: minute(-5)) == nil)
    }
}
