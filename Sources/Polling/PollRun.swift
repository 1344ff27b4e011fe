import FoundationEssentials
import News

/// What all polls of a service write into.
final class PollBooks: Sendable {
    let ledger = Guarded(PollLedger())
    let outage = Guarded(Outage())
    let log: PollLog

    init(_ log: PollLog) { self.log = log }
}

/// One feed's way through the stages, under the plan that was in force when it set out.
struct PollRun: Sendable {
    /// A poll that was not stored is made again after so many seconds at the earliest.
    private static let leastPause: TimeInterval = 30

    let schedule: Schedule
    let pipeline: Pipeline
    /// The addresses of all subscriptions.
    let addresses: Set<FeedURL>
    let world: PollService.World
    let books: PollBooks
    /// Tells that a feed's host has answered, with a document or without.
    let answered: @Sendable (FeedURL, Bool) -> Void
    /// Tells that a feed came back, and with which state.
    let finished: @Sendable (FeedURL, FeedState) -> Void

    /// Fetches, parses and judges; then stores, as soon as it is known whose fault a failure is.
    ///
    /// Nothing is left of a poll whose task is cancelled before it is stored. The polls that this one settles are
    /// stored by it too: they were held because nothing had answered yet.
    func poll(_ feed: Feed) async {
        let started = world.now()
        let request = schedule.request(for: feed, now: started)
        guard
            let (outcome, items) = try? await pipeline.check(
                feed, request, answered: { answered(feed.url, $0) })
        else {
            await settle(nil)
            postpone(feed, started)
            return
        }
        await settle(Attempt(feed: feed, started: started, outcome: outcome, items: items))
    }

    private func settle(_ attempt: Attempt?) async {
        let ruling = books.outage.withLock { $0.ended(attempt) }
        if let isDown = ruling.isDown { books.log.network(isDown: isDown) }
        for (attempt, outage) in ruling.settled { await store(attempt, outage) }
    }

    private func store(_ attempt: Attempt, _ outage: Duration?) async {
        if Task.isCancelled { return }
        let (feed, outcome) = (attempt.feed, attempt.outcome)
        let circumstances = Schedule.Circumstances(
            now: attempt.started, chance: world.chance(), outage: outage,
            publications: Publication.all(in: attempt.items, now: attempt.started),
            isTaken: { $0 != feed.url && addresses.contains($0) })
        let state = schedule.state(after: outcome, of: feed, circumstances)
        let poll = Poll(
            feed: feed.url, started: attempt.started, state: state, items: attempt.items,
            bytesOnWire: outcome.summary?.bytesOnWire ?? 0, duration: outcome.summary?.duration ?? .zero)
        do {
            let receipt = try await pipeline.record(poll)
            if books.ledger.withLock({ $0.stored(outcome, receipt) }) { books.log.storeWorks() }
            books.log.stored(feed, state, outcome, receipt)
            finished(feed.url, state)
        } catch {
            if Task.isCancelled { return }
            if books.ledger.withLock({ $0.refused("\(error)") }) { books.log.storeFails(error, feed) }
            postpone(feed, attempt.started)
        }
    }

    /// The feed keeps its old state, so that nothing is lost, and comes again soon.
    private func postpone(_ feed: Feed, _ started: Date) {
        var state = feed.state
        let pause = max(Self.leastPause, schedule.policy.clamp(.zero).seconds)
        state.nextPoll = started.addingTimeInterval(pause)
        finished(feed.url, state)
    }
}
