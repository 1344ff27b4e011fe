import News
import Testing

@testable import Parsing

@Suite("The parser as a whole")
struct FeedParserTests {
    private func document(_ text: String) -> Document {
        Document(bytes: Array(text.utf8), url: "https://example.org/feed")
    }

    @Test("of more than ten thousand items the first ten thousand are kept, and it says so")
    func itemLimit() throws {
        let items = String(repeating: "<item><title>x</title></item>", count: 10_050)
        let feed = try FeedParser().parse(document("<rss version=\"2.0\"><channel>\(items)</channel></rss>"))
        #expect(feed.items.count == 10_000)
        #expect(!feed.recovered)
        #expect(feed.problems.map(\.message) == ["more than 10000 items; the rest was left out"])
    }

    @Test("a parser that is to keep fewer items keeps the first ones", arguments: [0, 1, 2])
    func chosenLimit(limit: Int) throws {
        let items = "<item><title>a</title></item><item><title>b</title></item><item><title>c</title></item>"
        let rss = document("<rss version=\"2.0\"><channel><title>x</title>\(items)</channel></rss>")
        let json = document(
            #"{"version":"https://jsonfeed.org/version/1.1","items":[{"title":"a"},{"title":"b"},{"title":"c"}]}"#)
        for document in [rss, json] {
            let feed = try FeedParser(maximumItems: limit).parse(document)
            #expect(feed.items.map(\.title) == Array(["a", "b", "c"].prefix(limit)))
            #expect(feed.problems.map(\.message) == ["more than \(limit) items; the rest was left out"])
        }
    }

    @Test("the authors that every entry inherits are as many as a title is long")
    func inheritedAuthors() throws {
        let authors = (1...200).map { "<author><name>Author number \($0)</name></author>" }.joined()
        let feed = try FeedParser().parse(
            document("<feed xmlns=\"http://www.w3.org/2005/Atom\">\(authors)<entry><title>x</title></entry></feed>"))
        let author = try #require(feed.items.first?.author)
        #expect(author.hasPrefix("Author number 1, Author number 2, "))
        #expect(author.hasSuffix(", Author number 56"))
        #expect(author.count <= 1000)
    }

    @Test("one parser serves many tasks at once")
    func concurrency() async throws {
        let parser = FeedParser()
        let titles = try await withThrowingTaskGroup(of: String?.self) { group in
            for number in 0..<64 {
                let text =
                    "<rss version=\"2.0\"><channel><title>\(number) &amp; x</title><item><title>a & b</title></item></channel></rss>"
                let document = document(number % 2 == 0 ? text : text.replacingAmpersand())
                group.addTask { try parser.parse(document).title }
            }
            return try await group.reduce(into: Set<String>()) { if let title = $1 { $0.insert(title) } }
        }
        #expect(titles == Set((0..<64).map { "\($0) & x" }))
    }

    @Test("an entity bomb expands to nothing")
    func bomb() throws {
        var type = "<!DOCTYPE rss [<!ENTITY a0 \"aaaaaaaaaaaaaaaaaaaa\">"
        for level in 1...30 {
            type += "<!ENTITY a\(level) \"" + String(repeating: "&a\(level - 1);", count: 20) + "\">"
        }
        let item =
            "<item><title>x</title><description>" + String(repeating: "&a2;", count: 2000)
            + "&a30;</description></item>"
        let feed = try FeedParser().parse(document(type + "]><rss version=\"2.0\"><channel>\(item)</channel></rss>"))
        #expect(feed.items.first?.title == "x")
        #expect((feed.items.first?.summary?.count ?? 0) <= 10_000)
    }

    @Test("a tag of endless attributes and a tower of namespaces cost no more than themselves")
    func attributesAndNamespaces() throws {
        let attributes = (0..<20_000).map { " a\($0)=\"\"" }.joined()
        let wide = try FeedParser().parse(
            document("<rss version=\"2.0\"\(attributes)><channel><item><title>x &amp; y</title></item></channel></rss>")
        )
        #expect(wide.items.first?.title == "x & y")
        let level = "<d" + (0..<200).map { " xmlns:n\($0)=\"u:\($0)\"" }.joined() + ">"
        let tower = String(repeating: level, count: 20) + String(repeating: "<n1:x/>", count: 2000)
        let tall = try FeedParser().parse(
            document("<rss version=\"2.0\"><channel><item><title>x &amp; y</title></item>\(tower)</channel></rss>"))
        #expect(tall.items.first?.title == "x & y")
        #expect(tall.recovered)
    }

    @Test("errors are one clear clause")
    func errors() {
        #expect(throws: ParseError(.empty)) { try FeedParser().parse(document("")) }
        #expect(throws: ParseError(.htmlPage(title: "Sign in"))) {
            try FeedParser().parse(document("<html><head><title>Sign in</title></head></html>"))
        }
        #expect(throws: ParseError(.unreadable)) { try FeedParser().parse(document("no feed at all")) }
        #expect(ParseError(.htmlPage(title: nil)).description == "an HTML page, not a feed")
    }

    @Test(
        "a document of any bytes is answered",
        arguments: [
            [0], [0xFF, 0xFE], [0xFE, 0xFF, 0], [0xEF, 0xBB, 0xBF], [0x3C], [0x3C, 0, 0, 0], [0, 0, 0, 0x3C, 0],
            [0x3C, 0, 0x3F, 0], [0x1F, 0x8B, 8],
            [0x7B], [0x5B], [0x4C, 0x6F, 0xA7, 0x94], [0x80, 0x81], [0x3C, 0x3F, 0x78, 0x6D, 0x6C, 0x20],
        ] as [[UInt8]])
    func anyBytes(_ bytes: [UInt8]) {
        #expect(throws: ParseError.self) { try FeedParser().parse(Document(bytes: bytes, url: "")) }
    }
}

extension String {
    /// A well-formed spelling of the test's document.
    fileprivate func replacingAmpersand() -> String {
        var result = ""
        for character in self {
            if result.hasSuffix("a ") && character == "&" { result += "and" } else { result.append(character) }
        }
        return result
    }
}
