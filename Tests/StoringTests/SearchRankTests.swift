import GRDB
import News
import Testing

@testable import Storing

/// The order of search results.
@Suite("Search rank")
struct SearchRankTests {
    @Test("words without other forms are ranked as FTS5's bm25 ranks them")
    func asBM25() async throws {
        let (temporary, store) = try await Self.store()
        defer { withExtendedLifetime(temporary) {} }
        let searches = [
            "Kenya", "Kenya Trade", "\"Kenya Trade\"", "Kenya OR Ruto", "trad*", "Kenya -Ruto", "title:Kenya",
        ]
        for terms in searches {
            let expression = try #require(try SearchTerms.expression(for: terms))
            try store.read { db in
                let sql = "SELECT rowid, \(SearchRank.term("search", expression)), bm25(search, 2.0, 6.0, 1.0)"
                let rows = try Row.fetchAll(
                    db, sql: sql + " FROM search WHERE search MATCH ?", arguments: [expression.text])
                #expect(rows.count > 1, "\(terms)")
                for row in rows { #expect(abs((row[1] as Double) - (row[2] as Double)) < 1e-9, "\(terms)") }
            }
        }
    }

    @Test("the forms of a word count as one word: a rare form is no rare word")
    func forms() async throws {
        let (temporary, store) = try await Self.store()
        defer { withExtendedLifetime(temporary) {} }
        var titles: [String] = []
        try store.items(matching: ItemQuery(terms: "trade", sort: .relevance)) { titles.append($0.title) }
        #expect(titles.first == "Trade, trade and trade")
        #expect(titles.contains("Shares traded while many other and longer things were said of Kenya"))
        // Alone the rare form would have won.
        let rarity = try store.read { db in
            try ["\"traded\"", "\"trade\""].map { word in
                let sql = "SELECT -bm25(search, 2.0, 6.0, 1.0) FROM search WHERE search MATCH ? ORDER BY rank LIMIT 1"
                return try #require(try Double.fetchOne(db, sql: sql, arguments: [word]))
            }
        }
        #expect(rarity[0] > rarity[1])
    }

    @Test("as of a moment the order is the same")
    func asOf() async throws {
        let (temporary, store) = try await Self.store()
        defer { withExtendedLifetime(temporary) {} }
        for terms in ["trade", "Kenya Trade"] {
            var (now, then): ([Int64], [Int64]) = ([], [])
            try store.items(matching: ItemQuery(terms: terms, sort: .relevance)) { now.append($0.id) }
            try store.items(matching: ItemQuery(terms: terms, asOf: minute(1), sort: .relevance)) { then.append($0.id) }
            #expect(!now.isEmpty && now == then)
        }
    }

    /// Forty items, of which one says "traded" and most "trade".
    private static func store() async throws -> (TemporaryStore, Store) {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        var titles = (0..<38).map { "Kenya Trade report \($0)" + ($0 % 3 == 0 ? " by Ruto" : "") }
        titles.append("Trade, trade and trade")
        titles.append("Shares traded while many other and longer things were said of Kenya")
        let items = titles.enumerated().map { ParsedItem(id: "\($0)", title: $1, summary: "Nothing more \($0)") }
        try await store.poll(at: minute(0), judged: items.map { JudgedItem(item: $0, verdict: relevant()) })
        return (temporary, store)
    }
}
