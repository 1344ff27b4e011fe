import FoundationEssentials
import News

/// Decides what a feed's state is after a poll, and when it is polled next.
///
/// Pure: time and chance come in as values. The rules, in the order in which they apply:
/// 1. The base is the subscription's own interval, else what the feed's rhythm lets expect (see ``Forecast``), else
///    the policy's default.
/// 2. A server or a document can ask to be left alone for longer (max-age, Expires, ttl, sy:update,
///    Retry-After), never to be asked more often. What a document asked stands until it is read anew.
/// 3. A failing feed is asked less and less: the interval doubles with each failure in a row. A host that says that
///    it is asked too much, or that it is down for all, is left alone with all its feeds.
/// 4. The result is moved inside the policy's bounds; no hint and no failure leaves them.
/// 5. Up to a tenth is added by chance, so that feeds with one interval drift apart.
/// 6. Hours and days that the document wants skipped are skipped, for at most the longest interval.
/// 7. While this machine's own network is down nothing is counted against a feed; see ``Outage``.
struct Schedule: Sendable {
    /// What else the schedule has to know of a poll.
    struct Circumstances {
        /// When the poll began.
        var now: Date
        /// A random number, 0…1.
        var chance: Double
        /// How long this machine's own network has been down; `nil` while it is not.
        var outage: Duration?
        /// What the document holds.
        var publications: [Publication] = []
        /// Whether an address is another subscription's.
        var isTaken: (FeedURL) -> Bool = { _ in false }
    }

    /// The administrator's bounds.
    var policy: PollPolicy

    private var intervals: Intervals { Intervals(policy: policy) }

    /// How long a permanent redirect must have been seen, and how often, before it is believed.
    ///
    /// A day's mistake of a server's configuration is outlived; three days of it, seen five times, is meant.
    private static let redirectProof: (time: TimeInterval, polls: Int) = (3 * 86_400, 5)

    /// After so many failures in a row at a remembered address the subscribed one is tried again.
    private static let failuresUntilReturn = 8

    /// After so long with nothing but 304 a feed is asked unconditionally: some servers answer 304 for ever.
    private static let longestTrustInValidators: TimeInterval = 7 * 86_400

    /// Silent hours end for many feeds at once; so long after their end, in seconds, the feeds come at the latest.
    private static let openingSpread: TimeInterval = 600

    // MARK: - Before a poll

    /// What to ask for.
    func request(for feed: Feed, now: Date) -> FetchRequest {
        // A document from the future was received before the clock was set back: its age is not known.
        let age = feed.state.lastFresh.map(now.timeIntervalSince) ?? .infinity
        let isTrusted = (0...Self.longestTrustInValidators).contains(age)
        return FetchRequest(url: feed.location, validators: isTrusted ? feed.state.validators : .none)
    }

    // MARK: - After a poll

    /// The feed's state after a poll.
    func state(after outcome: PollOutcome, of feed: Feed, _ poll: Circumstances) -> FeedState {
        var state = feed.state
        state.lastPolled = poll.now
        state.hostPause = nil
        switch outcome {
        case .fresh(let parsed, let summary, let body):
            read(&state, parsed, body, of: feed, poll)
            state.validators = summary.validators
            succeed(&state, summary, of: feed, poll)
        case .repeated(let summary):
            state.lastFresh = poll.now
            state.validators = summary.validators
            state.rhythm?.learnSilence(until: poll.now)
            succeed(&state, summary, of: feed, poll)
        case .unchanged(let summary):
            state.validators = state.validators.updated(by: summary.validators)
            state.rhythm?.learnSilence(until: poll.now)
            succeed(&state, summary, of: feed, poll)
        case .failed(let failure, let summary):
            if let outage = poll.outage, failure.kind.mayBeOurNetwork {
                wait(&state, intervals.inOutage(feed, lasting: outage), PublishingHints(), poll)
            } else {
                fail(&state, feed, failure, summary, poll)
            }
        }
        return state
    }

    /// A document was read.
    private func read(
        _ state: inout FeedState, _ parsed: ParsedFeed, _ body: Int64, of feed: Feed, _ poll: Circumstances
    ) {
        state.lastFresh = poll.now
        state.title = parsed.title ?? state.title
        state.link = parsed.link ?? state.link
        state.hints = parsed.hints
        state.body = body
        let capacity = parsed.items.count
        if state.rhythm == nil {
            state.rhythm = PublishingRhythm(poll.publications, capacity: capacity, now: poll.now)
        } else {
            state.rhythm?.learn(
                poll.publications, capacity: capacity, lastRead: feed.state.lastSuccess, now: poll.now)
        }
    }

    /// The feed answered well, with a document or without.
    private func succeed(_ state: inout FeedState, _ summary: FetchSummary, of feed: Feed, _ poll: Circumstances) {
        state.lastSuccess = poll.now
        state.httpStatus = summary.status
        state.error = nil
        state.failures = 0
        state.redirect = nil
        defer { wait(&state, intervals.wished(feed, state, summary.hints, poll.now), state.hints, poll) }
        guard let target = summary.movedTo, target != feed.location, !poll.isTaken(target) else { return }
        var seen = feed.state.redirect ?? ObservedRedirect(target: target, since: poll.now, count: 0)
        if seen.target != target { seen = ObservedRedirect(target: target, since: poll.now, count: 0) }
        seen.since = min(seen.since, poll.now)  // later only where the clock was set back
        seen.count += 1
        if seen.count >= Self.redirectProof.polls
            && poll.now.timeIntervalSince(seen.since) >= Self.redirectProof.time
        {
            move(&state, to: target == feed.url ? nil : target)
        } else {
            state.redirect = seen
        }
    }

    /// Remembers another address; validators belong to the address that gave them.
    private func move(_ state: inout FeedState, to location: FeedURL?) {
        state.location = location
        state.redirect = nil
        state.validators = .none
    }

    private func fail(
        _ state: inout FeedState, _ feed: Feed, _ failure: FetchFailure, _ summary: FetchSummary?, _ poll: Circumstances
    ) {
        state.failures += 1
        state.httpStatus = failure.status ?? summary.map(\.status).flatMap { $0 == 0 ? nil : $0 }
        state.error = failure.reason
        if failure.kind == .gone {
            state.ended = true
            state.nextPoll = nil
            state.interval = nil
            state.reason = "the server says that the feed is gone for good (410)"
            return
        }
        if state.failures >= Self.failuresUntilReturn, state.location != nil { move(&state, to: nil) }
        // A host to which a redirect led has not spoken for the feed's own.
        if summary?.host ?? feed.location.host == feed.location.host {
            state.hostPause = intervals.hostPause(after: failure, of: feed)
                .map { poll.now.addingTimeInterval($0.seconds) }
        }
        let pause = intervals.afterFailure(feed, failure, count: state.failures)
        wait(&state, pause, PublishingHints(), poll)
    }

    /// Rules 5 and 6.
    private func wait(_ state: inout FeedState, _ wait: Wait, _ hints: PublishingHints, _ poll: Circumstances) {
        let seconds = wait.interval.seconds
        let drift = seconds * PollPolicy.jitter * poll.chance
        var next = poll.now.addingTimeInterval(seconds + drift)
        state.interval = wait.interval
        state.reason = wait.reason
        if let open = hints.firstOpenHour(from: next), open > next {
            let last = poll.now.addingTimeInterval(policy.longestWait)
            next = max(next, min(open.addingTimeInterval(min(drift, Self.openingSpread * poll.chance)), last))
            state.reason = "the publisher is silent until then (skipHours, skipDays)"
        }
        state.nextPoll = next
    }
}

extension Validators {
    /// The validators after a 304, which need not repeat what it does not change (RFC 9111, section 4.3.4).
    fileprivate func updated(by answer: Validators) -> Validators {
        Validators(etag: answer.etag ?? etag, lastModified: answer.lastModified ?? lastModified)
    }
}
