import FoundationEssentials
import News

@testable import Polling

/// 2025-09-24T18:00:00Z, a Wednesday.
let noon = Date(timeIntervalSince1970: 1_758_736_800)

extension Date {
    static func + (date: Date, duration: Duration) -> Date { date.addingTimeInterval(duration.seconds) }
    static func - (date: Date, duration: Duration) -> Date { date.addingTimeInterval(-duration.seconds) }
}

extension Duration {
    static func minutes(_ count: Int) -> Duration { .seconds(60 * count) }
    static func hours(_ count: Int) -> Duration { .seconds(3600 * count) }
    static func days(_ count: Int) -> Duration { .seconds(86_400 * count) }
}

/// A checked address; the tests write only good ones.
func address(_ text: String) -> FeedURL {
    guard let url = FeedURL(text) else { preconditionFailure("no address: \(text)") }
    return url
}

func sample(
    _ url: String = "https://news.example/feed", interval: Duration? = nil, enabled: Bool = true,
    _ state: FeedState = FeedState()
) -> Feed {
    Feed(subscription: Subscription(url: address(url), interval: interval, enabled: enabled), state: state)
}

func sample(_ state: FeedState) -> Feed { sample("https://news.example/feed", state) }

func document(
    ttl: Int? = nil, skipHours: Set<Int> = [], skipDays: Set<Int> = [], items: [ParsedItem] = []
) -> ParsedFeed {
    ParsedFeed(
        format: .rss20, title: "The News", link: "https://news.example/",
        hints: PublishingHints(ttlMinutes: ttl, skipHours: skipHours, skipDays: skipDays), items: items)
}

func summary(
    _ status: Int = 200, etag: String? = nil, lastModified: String? = nil, maxAge: Duration? = nil,
    retryAfter: Duration? = nil, movedTo: String? = nil
) -> FetchSummary {
    FetchSummary(
        status: status, validators: Validators(etag: etag, lastModified: lastModified),
        hints: ServerHints(maxAge: maxAge, retryAfter: retryAfter), movedTo: movedTo.map(address))
}

/// A good answer with a document.
func fresh(_ parsed: ParsedFeed = document(), _ summary: FetchSummary = summary(), body: Int64 = 1) -> PollOutcome {
    .fresh(parsed, summary, body: body)
}

func failure(_ kind: FetchFailure.Kind, status: Int? = nil, retryAfter: Duration? = nil) -> PollOutcome {
    .failed(
        FetchFailure(
            kind: kind, reason: "it failed: \(kind.rawValue)", status: status,
            hints: ServerHints(retryAfter: retryAfter)), nil)
}

extension Schedule {
    /// The state after a poll, for tests that care for the time alone.
    func state(
        after outcome: PollOutcome, of feed: Feed, now: Date = noon, chance: Double = 0, outage: Duration? = nil
    ) -> FeedState {
        state(after: outcome, of: feed, Circumstances(now: now, chance: chance, outage: outage))
    }
}

/// Chance that repeats itself: the SplitMix64 generator by Steele, Lea and Flood.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func flip(_ odds: Double = 0.5) -> Bool { Double.random(in: 0..<1, using: &self) < odds }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &self)]
    }
}
