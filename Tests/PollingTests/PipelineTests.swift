import FoundationEssentials
import News
import Testing

@testable import Polling

@Suite struct PipelineTests {
    private let bytes = Document(bytes: Array("<rss/>".utf8), url: "https://news.example/feed")

    private func pipeline(
        _ reply: FetchReply, parse: @escaping @Sendable (Document) throws(FetchFailure) -> ParsedFeed,
        judge: @escaping @Sendable (ItemText) -> Verdict = { _ in Verdict(relevant: true, relevance: 1) }
    ) -> Pipeline {
        Pipeline(
            fetch: { _ async throws(CancellationError) in reply }, parse: parse, judge: judge,
            record: { _ in PollReceipt() })
    }

    private func check(_ pipeline: Pipeline, _ feed: Feed = sample()) async throws -> (PollOutcome, [JudgedItem]) {
        try await pipeline.check(feed, FetchRequest(url: feed.location), answered: { _ in })
    }

    @Test("what is fetched is parsed, and each item judged, in order")
    func wholeWay() async throws {
        let items = ["One", "Two", "Three"].map { ParsedItem(title: $0) }
        let pipeline = pipeline(
            .fresh(bytes, summary()),
            parse: { [bytes] given in
                #expect(given.bytes == bytes.bytes)
                return document(items: items)
            },
            judge: { Verdict(relevant: $0.title == "Two", relevance: 0.5) })
        let (outcome, judged) = try await check(pipeline)
        guard case .fresh(let parsed, let answer, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(parsed.items == items && answer == summary())
        #expect(judged.map(\.item) == items)
        #expect(judged.map(\.verdict.relevant) == [false, true, false])
    }

    @Test("the judge sees the summary, else the content, and what the feed says of itself")
    func texts() async throws {
        let seen = Guarded<[ItemText]>([])
        var parsed = document(items: [
            ParsedItem(title: "A", summary: "short", content: "long", published: noon, language: "sw"),
            ParsedItem(content: "long"),
        ])
        parsed.language = "en"
        let pipeline = pipeline(
            .fresh(bytes, summary()), parse: { [parsed] _ in parsed },
            judge: { text in
                seen.withLock { $0.append(text) }
                return Verdict(relevant: false, relevance: 0)
            })
        var feed = sample()
        feed.subscription.country = "KE"
        _ = try await check(pipeline, feed)
        feed.subscription.title = "My name for it"
        _ = try await check(pipeline, feed)
        let texts = seen.withLock { $0 }
        #expect(
            texts[0]
                == ItemText(
                    title: "A", summary: "short", source: "The News", sourceCountry: "KE", published: noon,
                    language: "sw"))
        #expect(
            texts[1]
                == ItemText(title: "", summary: "long", source: "The News", sourceCountry: "KE", language: "en"))
        #expect(texts[2].source == "My name for it")
    }

    @Test("what is no feed is a failure, with the status of the answer")
    func notFeed() async throws {
        let pipeline = pipeline(
            .fresh(bytes, summary(200)),
            parse: { _ throws(FetchFailure) in throw FetchFailure(kind: .notFeed, reason: "this is HTML") })
        let (outcome, items) = try await check(pipeline)
        guard case .failed(let failure, let answer) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure.kind == .notFeed && answer?.status == 200 && items.isEmpty)
    }

    @Test("a body that was read last is not read again, unless the program, its rules or the encoding have changed")
    func repeated() async throws {
        let parsed = Guarded(0)
        func check(_ document: Document, edition: String = "1", _ state: FeedState) async throws -> PollOutcome {
            var pipeline = pipeline(
                .fresh(document, summary(200)),
                parse: { _ in
                    parsed.withLock { $0 += 1 }
                    return PollingTests.document(items: [ParsedItem(title: "One")])
                })
            pipeline.edition = edition
            return try await self.check(pipeline, sample(state)).0
        }
        guard case .fresh(_, _, let body) = try await check(bytes, FeedState()) else {
            Issue.record("it was not read")
            return
        }
        let state = FeedState(body: body)
        guard case .repeated(let answer) = try await check(bytes, state) else {
            Issue.record("it was read again")
            return
        }
        #expect(answer == summary(200) && parsed.withLock { $0 } == 1)
        var other = bytes
        other.charset = "koi8-r"
        _ = try await check(other, state)
        _ = try await check(bytes, edition: "2", state)
        other = bytes
        other.bytes.append(0x0A)
        _ = try await check(other, state)
        #expect(parsed.withLock { $0 } == 4)
    }

    @Test("a 304 and a failure go on without being parsed")
    func unparsed() async throws {
        let parse: @Sendable (Document) throws(FetchFailure) -> ParsedFeed = { _ in
            Issue.record("it was parsed")
            return document()
        }
        let unchanged = try await check(pipeline(.unchanged(summary(304)), parse: parse))
        #expect(unchanged.0.summary?.status == 304 && unchanged.1.isEmpty)
        let refused = FetchFailure(kind: .status, reason: "503", status: 503)
        let failed = try await check(pipeline(.failed(refused, nil), parse: parse))
        #expect(failed.0.summary == nil && failed.1.isEmpty)
    }

    @Test("a task cancelled while it parses judges nothing more")
    func cancelled() async throws {
        let items = (0..<100).map { ParsedItem(title: "\($0)") }
        let judged = Guarded(0)
        let pipeline = pipeline(
            .fresh(bytes, summary()),
            parse: { _ in
                withUnsafeCurrentTask { $0?.cancel() }
                return document(items: items)
            },
            judge: { _ in
                judged.withLock { $0 += 1 }
                return Verdict(relevant: false, relevance: 0)
            })
        let task = Task { try await check(pipeline) }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(judged.withLock { $0 } == 0)
    }
}
