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

    /// What marks a reason that a document gave; see ``earlierWish(of:)``.
    private static let documentAsks = "ttl"

    /// The longest wish that is told from a longer one, in minutes: four thousand years.
    private static let maxMinutes = 1 << 31

    /// The most doublings of a failing feed's interval: beyond any bound, and short of any overflow.
    private static let maxDoublings = 30

    /// How often a feed is asked where nobody wishes for anything else: the list's own word, else the policy's.
    func usual(_ feed: Feed) -> Wait {
        let own = feed.subscription.interval
        let interval = policy.clamp(own ?? policy.defaultInterval)
        return Wait(interval: interval, reason: "every \(interval.words)" + (own == nil ? "" : ", as configured"))
    }

    /// The wait after a good answer: the usual one, or longer if the answer asks for it; never shorter.
    ///
    /// - Parameters:
    ///   - server: what the header said.
    ///   - document: what the document says, or said when it was last read.
    ///   - earlier: what was asked for before, where the document has not been read since the start.
    func wished(_ feed: Feed, _ server: ServerHints, _ document: PublishingHints, earlier: Wait? = nil) -> Wait {
        let ttl = document.ttlMinutes.map { Duration.seconds(60) * max(0, min($0, Self.maxMinutes)) }
        let wishes = [
            (ttl, Self.documentAsks), (server.maxAge, "max-age"), (server.retryAfter, "Retry-After"),
        ]
        var wait = usual(feed)
        var longest = wait.interval
        for case (let wish?, let name) in wishes where wish > longest {
            longest = wish
            wait = granted(wish, name)
        }
        if let earlier, earlier.interval > wait.interval { wait = earlier }
        return wait
    }

    private func granted(_ wish: Duration, _ name: String) -> Wait {
        let interval = policy.clamp(wish)
        let bound = wish > interval ? "; the longest allowed is \(interval.words)" : ""
        return Wait(interval: interval, reason: "the publisher asks for \(wish.words) (\(name))\(bound)")
    }

    /// The wish of a document that led to a feed's present interval; `nil` if there was none.
    ///
    /// A document that has not changed still asks for what it asked, but a "not modified" does not repeat it, and
    /// after a restart nothing but the interval and its reason is left of it. What a header asked is not taken up
    /// again: headers come with every answer.
    func earlierWish(of feed: Feed) -> Wait? {
        guard let interval = feed.state.interval, let reason = feed.state.reason,
            reason.contains("(\(Self.documentAsks))")
        else { return nil }
        return Wait(interval: policy.clamp(interval), reason: reason)
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
