import News
import Storing
import Testing

/// One item per feed and identity, whatever publishers do with their identifiers.
@Suite("Identity")
struct IdentityTests {
    /// Two documents of one feed, and what the second is to bring.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let first: [ParsedItem]
        let second: [ParsedItem]
        /// Items after the first document, and after the second.
        let items: (Int, Int)
        /// What the second document revises.
        var revised = 0
    }

    static let cases: [Case] = [
        Case(
            testDescription: "the same document again brings nothing",
            first: [item("g1", "One", "https://n.example/1"), item("g2", "Two", "https://n.example/2")],
            second: [item("g1", "One", "https://n.example/1"), item("g2", "Two", "https://n.example/2")], items: (2, 2)),
        Case(
            testDescription: "an item that is listed twice in one document is one item",
            first: [item("g1", "One", "https://n.example/1"), item("g1", "One", "https://n.example/1")],
            second: [item("g1", "One", "https://n.example/1")], items: (1, 1)),
        Case(
            testDescription: "one identifier on items of different pages and titles identifies none of them",
            first: [item("x", "One", "https://n.example/1"), item("x", "Two", "https://n.example/2")],
            second: [
                item("x", "Three", "https://n.example/3"), item("x", "One", "https://n.example/1"),
                item("x", "Two", "https://n.example/2"),
            ], items: (2, 3)),
        Case(
            testDescription: "an identifier that changes with every fetch makes no new item",
            first: [item("r1", "One", "https://n.example/1"), item("r2", "Two", "https://n.example/2")],
            second: [item("r3", "One", "https://n.example/1"), item("r4", "Two", "https://n.example/2")], items: (2, 2)),
        Case(
            testDescription: "two identifiers in one document are two items, though page and title are the same",
            first: [item("g1", "One", "https://n.example/1")],
            second: [item("g1", "One", "https://n.example/1"), item("g2", "One", "https://n.example/1")],
            items: (1, 2)),
        Case(
            testDescription: "an identifier used again for another page, title and time is another item",
            first: [item("x", "Monday's briefing on trade", "https://n.example/mon", published: 0)],
            second: [item("x", "Tuesday's briefing on aid", "https://n.example/tue", published: 1440)], items: (1, 2)),
        Case(
            testDescription: "an identifier used again without any times is another item where the text differs",
            first: [item("x", "Monday", "https://n.example/mon", text: "Talks began.")],
            second: [item("x", "Tuesday", "https://n.example/tue", text: "Talks ended.")], items: (1, 2)),
        Case(
            testDescription: "an edited headline and slug with the time unchanged is a revision",
            first: [item("g1", "Ruto meets Rubio", "https://n.example/ruto-meets-rubio", published: 5)],
            second: [item("g1", "Ruto, Rubio agree on AGOA", "https://n.example/ruto-rubio-agoa", published: 5)],
            items: (1, 1), revised: 1),
        Case(
            testDescription: "without an identifier the canonical link tells, tracking parameters aside",
            first: [item(nil, "One", "https://n.example/1?utm_source=rss")],
            second: [item(nil, "One", "http://www.n.example/1/?utm_source=atom#top")], items: (1, 1)),
        Case(
            testDescription: "without an identifier an edited title on the same page is a revision",
            first: [item(nil, "One", "https://n.example/1")],
            second: [item(nil, "One, corrected", "https://n.example/1")], items: (1, 1), revised: 1),
        Case(
            testDescription: "items that all link to one page are told apart by title and text",
            first: [item(nil, "One", "https://n.example/list"), item(nil, "Two", "https://n.example/list")],
            second: [
                item(nil, "One", "https://n.example/list"), item(nil, "Two", "https://n.example/list"),
                item(nil, "Three", "https://n.example/list"),
            ], items: (2, 3)),
        Case(
            testDescription: "a link to the front page names no article",
            first: [item(nil, "One", "https://n.example/")], second: [item(nil, "Two", "https://n.example")],
            items: (1, 2)),
        Case(
            testDescription: "without identifier and link, title and text tell",
            first: [item(nil, "Briefing", nil, text: "Monday."), item(nil, "Briefing", nil, text: "Tuesday.")],
            second: [item(nil, "Briefing", nil, text: "Monday."), item(nil, "Briefing", nil, text: "Wednesday.")],
            items: (2, 3)),
        Case(
            testDescription: "an edited text under a title that stands alone is a revision",
            first: [item(nil, "A notice", nil, text: "Closed on Monday.")],
            second: [item(nil, "A notice", nil, text: "Closed on every holiday.")], items: (1, 1), revised: 1),
        Case(
            testDescription: "a feed that begins to give identifiers brings nothing anew",
            first: [item(nil, "One", "https://n.example/1"), item(nil, "Two", "https://n.example/2")],
            second: [item("g1", "One", "https://n.example/1"), item("g2", "Two", "https://n.example/2")], items: (2, 2)),
        Case(
            testDescription: "a feed that ceases to give identifiers brings nothing anew",
            first: [item("g1", "One", "https://n.example/1")], second: [item(nil, "One", "https://n.example/1")],
            items: (1, 1)),
        Case(
            testDescription: "an identifier that counts updates behind the item's own link is that link",
            first: [item("https://n.example/a#0", "Talks begin", "https://n.example/a?at_medium=RSS", published: 1)],
            second: [item("https://n.example/a#4", "Talks end", "https://n.example/a?at_medium=RSS", published: 9)],
            items: (1, 1), revised: 1),
        Case(
            testDescription: "one page under two identifiers, titles and times is two items",
            first: [item("p1", "Post one", "https://n.example/live", published: 1)],
            second: [
                item("p1", "Post one", "https://n.example/live", published: 1),
                item("p2", "Post two", "https://n.example/live", published: 2),
            ], items: (1, 2)),
    ]

    @Test("publishers' habits", arguments: cases)
    func habit(_ example: Case) async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        func judged(_ items: [ParsedItem]) -> [JudgedItem] { items.map { JudgedItem(item: $0, verdict: relevant()) } }
        try await store.poll(at: minute(0), judged: judged(example.first))
        #expect(try store.status().items == example.items.0)
        let receipt = try await store.poll(at: minute(30), judged: judged(example.second))
        #expect(try store.status().items == example.items.1)
        #expect(receipt.new == example.items.1 - example.items.0)
        #expect(receipt.revised == example.revised)
        // Whatever was understood once is understood the same way ever after.
        let again = try await store.poll(at: minute(60), judged: judged(example.second))
        #expect(again.new == 0)
        #expect(again.revised == 0)
        #expect(try store.verify().faults == [])
    }

    @Test("the rule that decided is recorded and never changes")
    func rule() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(
            item("g", "With an identifier", "https://n.example/1"), item(nil, "With a link", "https://n.example/2"),
            item(nil, "With a title", nil))
        #expect(try store.item(1)?.identityRule == .guid)
        #expect(try store.item(2)?.identityRule == .link)
        #expect(try store.item(3)?.identityRule == .digest)
        try await store.poll(at: minute(1), item("new", "With a link", "https://n.example/2"))
        #expect(try store.item(2)?.identityRule == .link)
    }

    @Test("a hundred fetches with fresh identifiers leave one item, and no more traces than two")
    func rotation() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for fetch in 0..<100 {
            try await store.poll(at: minute(fetch), item("random-\(fetch)", "One", "https://n.example/1"))
        }
        #expect(try store.status().items == 1)
        #expect(try store.status().revisions == 0)
        #expect(try temporary.number("SELECT count(*) FROM mark") <= 3)
    }

    @Test("a changed identifier is remembered, so that a later edit of the title is a revision")
    func renamed() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(item("old", "One", "https://n.example/1", published: 1))
        try await store.poll(at: minute(1), item("new", "One", "https://n.example/1", published: 1))
        let receipt = try await store.poll(at: minute(2), item("new", "Two", "https://n.example/1", published: 3))
        #expect(receipt.revised == 1)
        #expect(try store.titles() == ["Two"])
    }

    @Test("the same article in two feeds is two items in one story")
    func feeds() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(item("g1", "Ruto meets Rubio", "https://n.example/1"))
        try await store.poll(of: otherFeed, item("g1", "Kenya's Ruto in New York", "https://n.example/1?utm_source=x"))
        let items = try store.all()
        #expect(items.map(\.feed).sorted() == [someFeed, otherFeed].sorted())
        #expect(items.map(\.story) == [1, 1])
    }

    static func item(
        _ id: String?, _ title: String?, _ link: String?, text: String? = nil, published: Int? = nil
    ) -> ParsedItem {
        ParsedItem(id: id, title: title, link: link, summary: text, published: published.map(minute))
    }

    private func item(
        _ id: String?, _ title: String?, _ link: String?, text: String? = nil, published: Int? = nil
    ) -> ParsedItem {
        Self.item(id, title, link, text: text, published: published)
    }
}
