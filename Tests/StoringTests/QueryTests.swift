import GRDB
import News
import Testing

@testable import Storing

/// What queries answer, and at what cost.
@Suite("Queries")
struct QueryTests {
    @Test("the newest come first; since is included, until is not")
    func time() async throws {
        let (temporary, store) = try await Self.sample()
        defer { withExtendedLifetime(temporary) {} }
        #expect(try store.titles(ItemQuery()) == ["Haiti mission", "AGOA renewed", "Rubio meets Ruto"])
        #expect(try store.titles(ItemQuery(since: minute(20))) == ["Haiti mission", "AGOA renewed"])
        #expect(try store.titles(ItemQuery(until: minute(20))) == ["Rubio meets Ruto"])
        #expect(try store.titles(ItemQuery(since: minute(20), until: minute(21))) == ["AGOA renewed"])
        #expect(try store.titles(ItemQuery(limit: 2)) == ["Haiti mission", "AGOA renewed"])
        #expect(try store.titles(ItemQuery(limit: 0)) == [])
    }

    @Test("every filter narrows, and filters combine")
    func filters() async throws {
        let (temporary, store) = try await Self.sample()
        defer { withExtendedLifetime(temporary) {} }
        #expect(try store.titles(ItemQuery(topics: [Topic("trade")])) == ["AGOA renewed", "Rubio meets Ruto"])
        #expect(
            try store.titles(ItemQuery(topics: [Topic("haiti"), Topic("diplomacy")])) == [
                "Haiti mission", "Rubio meets Ruto",
            ])
        #expect(try store.titles(ItemQuery(topics: [Topic("unheard-of")])) == [])
        #expect(try store.titles(ItemQuery(feeds: ["https://OTHER.example/rss"])) == ["Haiti mission"])
        #expect(try store.titles(ItemQuery(feeds: ["daily"])) == ["AGOA renewed", "Rubio meets Ruto"])
        #expect(try store.titles(ItemQuery(feeds: ["nobody"])) == [])
        #expect(try store.titles(ItemQuery(languages: ["SW"])) == ["Haiti mission"])
        #expect(try store.titles(ItemQuery(minimumScore: 0.8)) == ["AGOA renewed", "Rubio meets Ruto"])
        #expect(try store.titles(ItemQuery(story: 2)) == ["AGOA renewed"])
        #expect(try store.titles(ItemQuery(topics: [Topic("trade")], minimumScore: 0.92)) == ["Rubio meets Ruto"])
        #expect(try store.titles(ItemQuery(includesIrrelevant: true)).count == 4)
        #expect(try store.count(matching: ItemQuery()) == 3)
        #expect(try store.count(matching: ItemQuery(topics: [Topic("trade")], limit: 1)) == 2)
    }

    @Test("by relevance the highest score comes first, with terms the best match")
    func relevance() async throws {
        let (temporary, store) = try await Self.sample()
        defer { withExtendedLifetime(temporary) {} }
        #expect(
            try store.titles(ItemQuery(sort: .relevance)) == ["Rubio meets Ruto", "AGOA renewed", "Haiti mission"])
        // Once in the title says more than twice in the summary.
        #expect(try store.titles(ItemQuery(terms: "agoa", sort: .relevance)) == ["AGOA renewed", "Rubio meets Ruto"])
        #expect(try store.titles(ItemQuery(terms: "agoa")) == ["AGOA renewed", "Rubio meets Ruto"])
    }

    @Test("a search folds case and diacritics, and marks its hits")
    func search() async throws {
        let (temporary, store) = try await Self.sample()
        defer { withExtendedLifetime(temporary) {} }
        let found = try store.all(ItemQuery(terms: "MISSION"))
        #expect(found.map(\.title) == ["Haiti mission"])
        #expect(found[0].snippet?.contains("\u{E000}mission\u{E001}") == true)
        #expect(try store.titles(ItemQuery(terms: "securite")) == ["Haiti mission"])
        #expect(try store.titles(ItemQuery(terms: "U.S.")) == ["Rubio meets Ruto"])
        #expect(try store.titles(ItemQuery(terms: "\"renewed at\"")) == ["AGOA renewed"])
        #expect(try store.titles(ItemQuery(terms: "agoa -renewed")) == ["Rubio meets Ruto"])
        #expect(try store.titles(ItemQuery(terms: "football")) == [])
        #expect(try store.titles(ItemQuery(terms: "football", includesIrrelevant: true)) == ["Football"])
        #expect(try store.all(ItemQuery()).allSatisfy { $0.snippet == nil })
    }

    @Test("pages put together are the whole, in each order")
    func pages() async throws {
        let (temporary, store) = try await Self.sample()
        defer { withExtendedLifetime(temporary) {} }
        for query in [
            ItemQuery(includesIrrelevant: true), ItemQuery(sort: .relevance), ItemQuery(topics: [Topic("trade")]),
            ItemQuery(terms: "agoa", sort: .relevance), ItemQuery(terms: "agoa"),
        ] {
            var page = query
            page.limit = 1
            var pieces: [Int64] = []
            while let item = try store.all(page).first {
                pieces.append(item.id)
                page.after = item.id
            }
            #expect(pieces == (try store.all(query).map(\.id)))
        }
        #expect(throws: StoreError.self) { try store.all(ItemQuery(after: 99)) }
    }

    @Test("an item carries all that was stored")
    func whole() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.subscribe([Subscription(url: someFeed, title: "The Daily")], now: minute(0))
        let item = ParsedItem(
            id: "g1", title: "Title", link: "https://n.example/1?utm_source=x", summary: nil,
            content: String(repeating: "word ", count: 500), author: "A. Writer", published: minute(-5),
            updated: minute(-4), categories: ["One \"quoted\"", "Two\\"],
            enclosures: [
                Enclosure(url: "https://n.example/a.mp3", type: "audio/mpeg", length: 5), Enclosure(url: "x"),
            ],
            language: "en-KE")
        try await store.poll(item)
        let history = try #require(try store.item(1))
        #expect(history.revisions == [ItemRevision(number: 1, seen: minute(0), item: item)])
        #expect(history.verdicts == [ItemVerdict(judged: minute(0), revision: 1, verdict: relevant())])
        let summary = try #require(history.item.summary)
        #expect(summary.hasSuffix("word…") && summary.count < 1010)
        var expected = Item(
            id: 1, feed: someFeed, feedTitle: "The Daily", guid: "g1", title: "Title", url: item.link,
            author: "A. Writer", published: minute(-5), firstSeen: minute(0), language: "en", summary: summary,
            relevant: true, relevance: 0.9, topics: [Topic("trade")], story: 1, revision: 1)
        #expect(history.item == expected)
        expected.snippet = nil
        #expect(try store.all() == [expected])
        #expect(try store.item(2) == nil)
    }

    @Test("items come page by page, so that what reads them may take its time and may write")
    func streaming() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let items = (0..<1000).map {
            JudgedItem(item: ParsedItem(id: "\($0)", title: "Item \($0)"), verdict: relevant())
        }
        try await store.poll(at: minute(0), judged: items)
        var seen: [Int64] = []
        try store.items(matching: ItemQuery()) { item in
            // The store answers meanwhile: nothing is locked while an item is in hand.
            if seen.count == 300 { try store.subscribe([Subscription(url: someFeed)], now: minute(1)) }
            seen.append(item.id)
        }
        #expect(seen == Array((1...1000).reversed()))
        struct Enough: Error {}
        #expect(throws: Enough.self) { try store.items(matching: ItemQuery()) { _ in throw Enough() } }
    }

    @Test("no filter makes SQLite read every item")
    func plans() async throws {
        let (temporary, store) = try await Self.sample()
        try store.close()
        let queries = [
            ItemQuery(), ItemQuery(includesIrrelevant: true), ItemQuery(since: minute(1), until: minute(2)),
            ItemQuery(topics: [Topic("trade")]), ItemQuery(topics: [Topic("trade"), Topic("haiti")]),
            ItemQuery(feeds: ["daily"]), ItemQuery(feeds: ["daily", "other"]), ItemQuery(languages: ["sw"]),
            ItemQuery(languages: ["sw", "fr"]), ItemQuery(story: 1), ItemQuery(minimumScore: 0.9),
            ItemQuery(terms: "agoa"), ItemQuery(terms: "agoa", sort: .relevance), ItemQuery(sort: .relevance),
            ItemQuery(feeds: ["daily"], includesIrrelevant: true), ItemQuery(after: 1),
        ]
        try temporary.raw { db in
            try SearchRank.register(in: db)
            for query in queries {
                let plan = try ItemSelection(query, in: db).plan(in: db)
                let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.contains("VIRTUAL TABLE INDEX") }
                #expect(scans == [], "\(query)")
            }
            // The newest of everything, of a topic, a feed or a language come straight out of an index.
            for query in [
                ItemQuery(), ItemQuery(includesIrrelevant: true), ItemQuery(topics: [Topic("trade")]),
                ItemQuery(feeds: ["daily"]), ItemQuery(languages: ["sw"]), ItemQuery(sort: .relevance),
            ] {
                let plan = try ItemSelection(query, in: db).plan(in: db)
                #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(query): \(plan)")
            }
        }
    }

    /// Four items of two feeds, ten minutes apart.
    static func sample() async throws -> (TemporaryStore, Store) {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.subscribe(
            [Subscription(url: someFeed, title: "The Daily"), Subscription(url: otherFeed, title: "Other")],
            now: minute(0))
        var swahili = relevant(0.6, topics: ["haiti", "security"])
        swahili.language = "sw"
        try await store.poll(
            at: minute(10), verdict: relevant(0.95, topics: ["diplomacy", "trade"]),
            ParsedItem(id: "1", title: "Rubio meets Ruto", summary: "The U.S. and Kenya on AGOA. More on AGOA below."))
        try await store.poll(
            at: minute(20), verdict: relevant(0.9, topics: ["trade"]),
            ParsedItem(id: "2", title: "AGOA renewed", summary: "It was renewed at last."))
        try await store.poll(
            of: otherFeed, at: minute(30), verdict: swahili,
            ParsedItem(id: "3", title: "Haiti mission", summary: "The mission goes on.", content: "La sécurité."))
        try await store.poll(
            of: otherFeed, at: minute(40), verdict: irrelevant(),
            ParsedItem(id: "4", title: "Football", summary: "A match."))
        return (temporary, store)
    }
}
