import News
import Storing
import Testing

/// What becomes a revision, and what does not.
@Suite("Revisions and verdicts")
struct RevisionTests {
    @Test(
        "changes that are no edit leave no revision",
        arguments: [
            item(title: "Kenya’s  trade — talks"), item(link: "http://www.n.example/1?utm_campaign=x"),
            item(summary: "Ruto and “Rubio”\u{A0}met…"), item(summary: " Ruto and \"Rubio\"\n met... "),
        ])
    func cosmetic(_ changed: ParsedItem) async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(Self.item())
        let receipt = try await store.poll(at: minute(5), changed)
        #expect(receipt == PollReceipt(known: 1))
        #expect(try store.item(1)?.revisions.count == 1)
    }

    @Test(
        "a changed title, link, summary or content is a revision beside the old one",
        arguments: [
            item(title: "Kenya's aid talks"), item(link: "https://n.example/2"), item(summary: "Nobody met."),
            item(content: "They met for an hour."), item(title: "Kenya's trade talks, 2nd day"),
        ])
    func edited(_ changed: ParsedItem) async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(Self.item())
        let receipt = try await store.poll(at: minute(5), changed)
        #expect(receipt == PollReceipt(revised: 1))
        let history = try #require(try store.item(1))
        #expect(history.revisions.map(\.item) == [Self.item(), changed])
        #expect(history.revisions.map(\.number) == [1, 2])
        #expect(history.revisions.map(\.seen) == [minute(0), minute(5)])
        #expect(history.item.title == changed.title)
        #expect(history.item.revision == 2)
        #expect(try store.verify().faults == [])
    }

    @Test("a text that embeds the time makes a dozen revisions in hundreds of polls, not hundreds")
    func clock() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for poll in 0..<250 {
            let text = "Updated \(poll % 24):\(poll % 60), Tuesday. \(poll) minutes ago Ruto and Rubio met."
            try await store.poll(at: minute(poll * 120), Self.item(summary: text))
        }
        let revisions = try store.status().revisions
        #expect((1...12).contains(revisions))
    }

    @Test("a text that is never twice the same is spaced out too")
    func noise() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let digits = Array("abcdefghij")
        for poll in 0..<150 {
            let word = String(poll).map { digits[$0.wholeNumberValue ?? 0] }
            try await store.poll(at: minute(poll * 60), Self.item(summary: "Advertisement: \(String(word)) sale."))
        }
        #expect(try store.status().revisions <= 30)
    }

    @Test("a first changed figure is a revision: a death toll looks like a clock")
    func figures() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(Self.item(summary: "12 people died."))
        #expect(try await store.poll(at: minute(5), Self.item(summary: "15 people died.")).revised == 1)
    }

    @Test("the same verdict is not recorded again; another one stands beside the old one")
    func verdicts() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(verdict: relevant(0.9, topics: ["trade", "haiti"]), Self.item())
        try await store.poll(at: minute(1), verdict: relevant(0.9, topics: ["trade", "haiti"]), Self.item())
        try await store.poll(at: minute(2), verdict: relevant(0.7, topics: ["security"], judge: "rules 2"), Self.item())
        let history = try #require(try store.item(1))
        #expect(history.verdicts.map(\.verdict.relevance) == [0.9, 0.7])
        #expect(history.verdicts.map(\.verdict.judge) == ["rules 1", "rules 2"])
        #expect(history.verdicts.map(\.judged) == [minute(0), minute(2)])
        #expect(history.verdicts[0].verdict == relevant(0.9, topics: ["trade", "haiti"]))
        #expect(history.item.topics == [Topic("security")])
        #expect(try store.titles(ItemQuery(topics: [Topic("trade")])) == [])
        #expect(try store.titles(ItemQuery(topics: [Topic("security")])) == ["Kenya's trade - talks"])
        #expect(try store.status().revisions == 0)
        #expect(try store.verify().faults == [])
    }

    @Test("of an item that is not relevant no text is kept, but all that explains the decision")
    func notRelevant() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open(keep: .relevant)
        try await store.poll(verdict: irrelevant(), Self.item(content: "The whole text."))
        let history = try #require(try store.item(1))
        #expect(history.item.summary == nil)
        #expect(history.item.title == "Kenya's trade - talks")
        #expect(history.revisions[0].item.summary == nil)
        #expect(history.revisions[0].item.content == nil)
        #expect(history.verdicts[0].verdict.evidence == irrelevant().evidence)
        #expect(try store.status().relevant == 0)
        #expect(
            try await store.poll(at: minute(1), verdict: irrelevant(), Self.item(content: "The whole text.")).known == 1
        )
    }

    @Test("an edit of a text that is not kept is still noticed")
    func editOfOmittedText() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open(keep: .relevant)
        try await store.poll(verdict: irrelevant(), Self.item(summary: "A football match."))
        let receipt = try await store.poll(at: minute(1), verdict: relevant(), Self.item(summary: "AGOA was renewed."))
        #expect(receipt.revised == 1)
        let history = try #require(try store.item(1))
        #expect(history.item.relevant)
        #expect(history.item.summary == "AGOA was renewed.")
        #expect(try store.titles(ItemQuery(terms: "renewed")) == ["Kenya's trade - talks"])
        #expect(try store.feedReports().isEmpty)
        #expect(try store.status().relevant == 1)
    }

    @Test("an item that other rules find relevant gains its text while its feed still carries it")
    func gainedText() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open(keep: .relevant)
        try await store.poll(verdict: irrelevant(), Self.item())
        let receipt = try await store.poll(at: minute(1), verdict: relevant(judge: "rules 2"), Self.item())
        #expect(receipt == PollReceipt(known: 1))
        #expect(try store.item(1)?.item.summary == Self.item().summary)
        try await store.poll(at: minute(2), verdict: relevant(judge: "rules 2"), Self.item())
        #expect(try store.item(1)?.revisions.count == 2)
        #expect(try store.verify().faults == [])
    }

    @Test("an item cannot date itself into the future, and keeps its place when it is edited")
    func future() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), ParsedItem(id: "a", title: "From the future", published: minute(100_000)))
        try await store.poll(
            at: minute(1), ParsedItem(id: "b", title: "Now"),
            ParsedItem(id: "c", title: "Before", published: minute(-9)))
        #expect(try store.titles() == ["Now", "From the future", "Before"])
        #expect(try store.all()[1].published == minute(100_000))
    }

    static func item(
        title: String = "Kenya's trade - talks", link: String = "https://n.example/1",
        summary: String = "Ruto and \"Rubio\" met...", content: String? = nil
    ) -> ParsedItem {
        ParsedItem(id: "g1", title: title, link: link, summary: summary, content: content)
    }
}
