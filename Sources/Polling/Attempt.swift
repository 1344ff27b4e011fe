import FoundationEssentials
import News

/// What became of a feed's answer, once it was parsed: all that the schedule needs to know of it.
enum PollOutcome: Sendable {
    /// A body, what its document says, and the body's digest.
    case fresh(ParsedFeed, FetchSummary, body: Int64)
    /// A body that is, byte for byte, the one that was read last.
    case repeated(FetchSummary)
    /// 304.
    case unchanged(FetchSummary)
    /// Nothing usable.
    case failed(FetchFailure, FetchSummary?)

    /// The parts of the answer that are not its body, where there was an answer.
    var summary: FetchSummary? {
        switch self {
        case .fresh(_, let summary, _), .repeated(let summary), .unchanged(let summary): summary
        case .failed(_, let summary): summary
        }
    }
}

/// A poll that has come back and is not yet stored.
struct Attempt: Sendable {
    /// The feed as it was before the poll.
    let feed: Feed
    /// When it was sent out.
    let started: Date
    /// What became of it.
    let outcome: PollOutcome
    /// The items of the answer, with their verdicts.
    let items: [JudgedItem]
}
