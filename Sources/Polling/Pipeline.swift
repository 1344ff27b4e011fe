public import News

/// The way of an item, as the four stages that other rooms provide.
///
/// Polling knows the stages by their types alone: it fetches without libcurl, parses without libxml2 and stores
/// without SQL, and so do its tests.
public struct Pipeline: Sendable {
    /// Fetches a document; every ill end but cancellation is a reply.
    public var fetch: @Sendable (FetchRequest) async throws(CancellationError) -> FetchReply
    /// Parses a document; what is no feed is a failure of kind ``FetchFailure/Kind/notFeed``.
    public var parse: @Sendable (Document) throws(FetchFailure) -> ParsedFeed
    /// Judges an item's text.
    public var judge: @Sendable (ItemText) -> Verdict
    /// Stores a poll, whole or not at all.
    public var record: @Sendable (Poll) async throws -> PollReceipt

    /// What an answer depends on beside the document: names of program and rules.
    ///
    /// Where it changes, a document that
    /// has not changed is read anew.
    public var edition: String

    /// Joins the stages.
    public init(
        edition: String = Habari.version,
        fetch: @escaping @Sendable (FetchRequest) async throws(CancellationError) -> FetchReply,
        parse: @escaping @Sendable (Document) throws(FetchFailure) -> ParsedFeed,
        judge: @escaping @Sendable (ItemText) -> Verdict,
        record: @escaping @Sendable (Poll) async throws -> PollReceipt
    ) {
        self.edition = edition
        self.fetch = fetch
        self.parse = parse
        self.judge = judge
        self.record = record
    }
}

extension Pipeline {
    /// The stages up to the verdicts: what a feed answers now, parsed and judged.
    ///
    /// - Parameter answered: Called once, when the fetch has ended, with a document or without.
    /// - Throws: `CancellationError` if the fetch was given up, or the task was cancelled before the last verdict.
    func check(
        _ feed: Feed, _ request: FetchRequest, answered: (_ hasDocument: Bool) -> Void
    ) async throws(CancellationError) -> (PollOutcome, [JudgedItem]) {
        let reply = try await fetch(request)
        if case .fresh = reply { answered(true) } else { answered(false) }
        switch reply {
        case .failed(let failure, let summary): return (.failed(failure, summary), [])
        case .unchanged(let summary): return (.unchanged(summary), [])
        case .fresh(let document, let summary):
            try stopIfCancelled()
            let body = BodyDigest.of(document, edition: edition)
            if body == feed.state.body { return (.repeated(summary), []) }
            let parsed: ParsedFeed
            do { parsed = try parse(document) } catch { return (.failed(error, summary), []) }
            var items: [JudgedItem] = []
            items.reserveCapacity(parsed.items.count)
            for item in parsed.items {
                try stopIfCancelled()
                items.append(judged(item, of: feed, in: parsed))
            }
            return (.fresh(parsed, summary, body: body), items)
        }
    }

    /// A document of thousands of items takes its time; a shutdown does not wait for it.
    private func stopIfCancelled() throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
    }

    private func judged(_ item: ParsedItem, of feed: Feed, in parsed: ParsedFeed) -> JudgedItem {
        let source = feed.subscription.title.isEmpty ? parsed.title : feed.subscription.title
        var text = ItemText(item, source: source, country: feed.subscription.country)
        text.language = item.language ?? parsed.language
        return JudgedItem(item: item, verdict: judge(text))
    }
}
