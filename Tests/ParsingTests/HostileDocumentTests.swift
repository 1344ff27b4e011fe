import News
import Testing

@testable import Parsing

@Suite("Documents that are made to swell")
struct HostileDocumentTests {
    private func parse(_ text: String, url: String = "https://example.org/feed") throws -> ParsedFeed {
        try FeedParser().parse(Document(bytes: Array(text.utf8), url: url))
    }

    @Test("a document of endless names ends after ten thousand of them, and says so")
    func names() throws {
        let names = (0..<12_000).map { "<a\($0)/>" }.joined()
        let feed = try parse(
            "<rss><channel><title>T</title><item><title>x</title></item>\(names)<item><title>y</title></item></channel></rss>"
        )
        #expect(feed.items.map(\.title) == ["x"])
        #expect(feed.recovered)
        #expect(feed.problems.contains { $0.message == "more names than a feed has; the rest was left out" })
    }

    @Test("an item keeps two hundred files, and a document fifty thousand")
    func files() throws {
        let item = "<item>" + (0..<210).map { "<enclosure url='\($0)'/>" }.joined() + "</item>"
        let feed = try parse("<rss><channel>\(String(repeating: item, count: 300))</channel></rss>")
        #expect(feed.items.count == 300)
        #expect(feed.items.allSatisfy { $0.enclosures.count <= 200 })
        #expect(feed.items[0].enclosures.last?.url == "https://example.org/199")
        #expect((40_000...50_000).contains(feed.items.reduce(0) { $0 + $1.enclosures.count }))
    }

    @Test("a long address is no base of many links")
    func longBase() throws {
        let base = "https://example.org/" + String(repeating: "a/", count: 300)
        let feed = try parse("<rss><channel><link>\(base)</link><item><link>b</link></item></channel></rss>")
        #expect(feed.link == base)
        #expect(feed.items.first?.link == "b")
    }

    @Test(
        "a text is collected as far as four mebibytes of it, and never within a character", arguments: ["a", "é", "€"])
    func longText(_ character: String) {
        var capture = TextCapture()
        capture.begin(.plain)
        let text = Array(String(repeating: character, count: 1 << 21).utf8)
        for _ in 0..<3 { text.withUnsafeBufferPointer { capture.append($0) } }
        #expect(TextCapture.longest - 2...TextCapture.longest ~= capture.bytes.count)
        #expect(capture.bytes.count % character.utf8.count == 0)
    }

    @Test("of JSON only what an item may have is kept")
    func json() throws {
        let tags = (0..<300).map { "\"t\($0)\"" }.joined(separator: ",")
        let files = (0..<300).map { "{\"url\":\"/\($0 / 2)\"}" }.joined(separator: ",")
        let feed = try parse(
            """
            {"version":"https://jsonfeed.org/version/1.1","junk":[\(String(repeating: "[],", count: 60_000))1],
            "language":"\(String(repeating: "en-", count: 50))","title":"T",
            "items":[{"id":"\\u0000a\\u0001 b","tags":[\(tags)],"attachments":[\(files)]},{"title":"x"}]}
            """)
        #expect(feed.title == "T")
        #expect(feed.items.map(\.title) == [nil, "x"])
        #expect(feed.items.first?.id == "a b")
        #expect(feed.items.first?.categories.count == 200)
        #expect(feed.items.first?.enclosures.map(\.url) == (0..<150).map { "https://example.org/\($0)" })
        #expect(feed.language == nil)
    }
}
