import FoundationEssentials
import News

/// How long a feed is left alone, and why, in words for a person.
struct Wait: Hashable, Sendable {
    /// The time between two polls, without jitter; within the policy's bounds.
    var interval: Duration
    /// The reason, as `habari feeds list` shows it.
    var reason: String
}

/// The rules that turn what is known of a feed into an interval; pure, and in bounds whatever comes in.
struct Intervals: Sendable {
    /// The administrator's bounds.
    var policy: PollPolicy

    /// The longest wish that is told from a longer one, in minutes: four thousand years.
    private static let maxMinutes = 1 << 31

    /// A wait is at most the watched time divided by this, unless it is the usual one.
    private static let watchesPerWait = 4.0

    /// The most doublings of a failing feed's interval: beyond any bound, and short of any overflow.
    private static let maxDoublings = 30

    /// How often a feed is asked of which nothing is known: the list's own word, else the policy's.
    func usual(_ feed: Feed) -> Wait {
        let own = feed.subscription.interval
        let interval = policy.clamp(own ?? policy.defaultInterval)
        return Wait(interval: interval, reason: "every \(interval.words)" + (own == nil ? "" : ", as configured"))
    }

    /// How often a feed is asked that has been watched for a while: the list's own word, else what its rhythm lets
    /// expect from now on.
    ///
    /// A document tells of its past at once, but that a feed may be left alone for longer than usual is believed
    /// only as far as it was watched: the wait is at most a quarter of that time.
    func learned(_ feed: Feed, _ rhythm: PublishingRhythm?, _ now: Date) -> Wait {
        guard feed.subscription.interval == nil, let rhythm else { return usual(feed) }
        let usual = policy.clamp(policy.defaultInterval).seconds
        let forecast = Forecast(rhythm: rhythm, usual: usual)
        let watched = max(0, now.timeIntervalSince(rhythm.watchedSince))
        let most = max(usual, watched / Self.watchesPerWait)
        let expected = forecast.wait(from: now, longest: policy.clamp(policy.maxInterval).seconds)
        let interval = policy.clamp(.milliseconds(Int64(min(expected, most) * 1000)))
        return Wait(
            interval: interval, reason: reason(expected, most, usual, watched, forecast) + "every \(interval.words)")
    }

    private func reason(
        _ expected: TimeInterval, _ most: TimeInterval, _ usual: TimeInterval, _ watched: TimeInterval,
        _ forecast: Forecast
    ) -> String {
        if expected <= most { return forecast.rhythm.newest == nil ? "" : forecast.words + ": " }
        return most > usual ? "watched for \(Duration.seconds(watched).words) so far: " : ""
    }

    /// The wait after a good answer: the learned one, or longer if the answer asks for it; never shorter.
    ///
    /// - Parameters:
    ///   - state: the feed's state after the answer, with what its document says, or said when it was last read.
    ///   - server: what the header said.
    func wished(_ feed: Feed, _ state: FeedState, _ server: ServerHints, _ now: Date) -> Wait {
        let ttl = state.hints.ttlMinutes.map { Duration.seconds(60) * max(0, min($0, Self.maxMinutes)) }
        let wishes = [(ttl, "ttl"), (server.maxAge, "max-age"), (server.retryAfter, "Retry-After")]
        var wait = learned(feed, state.rhythm, now)
        var longest = wait.interval
        for case (let wish?, let name) in wishes where wish > longest {
            longest = wish
            wait = granted(wish, name)
        }
        return wait
    }

    private func granted(_ wish: Duration, _ name: String) -> Wait {
        let interval = policy.clamp(wish)
        let bound = wish > interval ? "; the longest allowed is \(interval.words)" : ""
        return Wait(interval: interval, reason: "the publisher asks for \(wish.words) (\(name))\(bound)")
    }

    /// The wait after so many failures in a row: the usual one, doubled each time, or longer if the server asks.
    func afterFailure(_ feed: Feed, _ failure: FetchFailure, count: Int) -> Wait {
        var interval = usual(feed).interval
        if count > 1 { interval = max(interval, .seconds(1)) }  // nothing, doubled, stays nothing
        let doublings = min(failure.kind.doublings(max(1, count)), Self.maxDoublings)
        for _ in 0..<doublings where interval < policy.maxInterval {
            interval *= 2
        }
        interval = policy.clamp(interval)
        if let asked = failure.hints.retryAfter, asked > interval { return granted(asked, "Retry-After") }
        return Wait(
            interval: interval, reason: count == 1 ? "after a failure" : "after \(count) failures in a row")
    }

    /// How long a host is left alone with all its feeds after a failure, if it is.
    ///
    /// So it is after 429 (too many requests) and 503 (down for all): for as long as `Retry-After` says, inside the
    /// policy's bounds; without it for the usual interval and for the least one. A 503 may be one feed's own trouble.
    func hostPause(after failure: FetchFailure, of feed: Feed) -> Duration? {
        switch failure.status {
        case 429: policy.clamp(failure.hints.retryAfter ?? usual(feed).interval)
        case 503: policy.clamp(failure.hints.retryAfter ?? policy.minInterval)
        default: nil
        }
    }

    /// The wait while this machine's own network is down: as long as that has lasted, at most the usual one.
    ///
    /// A short outage is thus over soon after it ends, and a long one costs no more than usual.
    func inOutage(_ feed: Feed, lasting outage: Duration) -> Wait {
        Wait(
            interval: policy.clamp(min(outage, usual(feed).interval)),
            reason: "no host answers: this machine's network is down")
    }
}

extension FetchFailure.Kind {
    /// Whether the fault may lie on this machine's side of the wire.
    var mayBeOurNetwork: Bool { self == .unreachable || self == .timeout }

    /// How often the interval is doubled after so many failures in a row.
    ///
    /// What does not mend by itself soon is one doubling ahead. For a host that cannot be reached this begins with
    /// the second failure: the first may be an outage of this machine's network that is not yet recognised, and then
    /// the feed comes again as it would have anyway.
    fileprivate func doublings(_ count: Int) -> Int {
        switch self {
        case .unreachable: count > 1 ? count : 0
        case .tls, .forbidden, .redirect, .notFeed, .tooLarge: count
        case .timeout, .protocolError, .status, .gone: count - 1
        }
    }
}
