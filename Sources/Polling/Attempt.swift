import FoundationEssentials
import News

/// A feed that is sent out, with what is remembered of it beside its state.
struct Errand: Sendable {
    /// The feed as it is before the poll.
    var feed: Feed
    /// What the document said when it was last read; `nil` if it was not since the start.
    var hints: PublishingHints?
}

/// What became of a feed's answer, once it was parsed: all that the schedule needs to know of it.
enum PollOutcome: Sendable {
    /// A body, and what its document says.
    case fresh(ParsedFeed, FetchSummary)
    /// 304.
    case unchanged(FetchSummary)
    /// Nothing usable.
    case failed(FetchFailure, FetchSummary?)

    /// The parts of the answer that are not its body, where there was an answer.
    var summary: FetchSummary? {
        switch self {
        case .fresh(_, let summary), .unchanged(let summary): summary
        case .failed(_, let summary): summary
        }
    }
}

/// A poll that has come back and is not yet stored.
struct Attempt: Sendable {
    /// What was sent out.
    let errand: Errand
    /// When.
    let started: Date
    /// What became of it.
    let outcome: PollOutcome
    /// The items of the answer, with their verdicts.
    let items: [JudgedItem]

    /// The feed as it was before the poll.
    var feed: Feed { errand.feed }

    /// What is remembered of the document from now on.
    var hints: PublishingHints? {
        if case .fresh(let parsed, _) = outcome { parsed.hints } else { errand.hints }
    }
}
