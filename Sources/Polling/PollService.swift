public import FoundationEssentials
public import Logging
public import News
public import ServiceLifecycle

/// Polls the subscribed feeds, each when it is due, until told to stop.
///
/// One loop owns the agenda and takes events one at a time; each poll runs as a child task of its own and ends with an
/// event. A feed is fetched, parsed, judged and stored by one task from start to end, so that a slow store holds up the
/// next fetch instead of filling memory: at most `concurrency` documents exist at once.
public final class PollService: Service {
    /// Whether the service goes on for ever.
    public enum Mode: Sendable {
        /// Until shutdown.
        case continuous
        /// Every feed that is due, once.
        case once
    }

    /// What to poll, by which rules, through which stages.
    public struct Plan: Sendable {
        /// The subscribed feeds with their stored states.
        public var feeds: [Feed]
        /// The administrator's bounds.
        public var policy: PollPolicy
        /// The stages.
        public var pipeline: Pipeline

        /// Makes a plan.
        public init(feeds: [Feed], policy: PollPolicy, pipeline: Pipeline) {
            self.feeds = feeds
            self.policy = policy
            self.pipeline = pipeline
        }

        /// How many of the feeds are due at a time of day.
        public func due(_ now: Date) -> Int {
            feeds.count { feed in
                feed.subscription.enabled && !feed.state.ended && (feed.state.nextPoll.map { $0 <= now } ?? true)
            }
        }
    }

    /// Time and chance, so that a test can bring its own.
    public struct World: Sendable {
        /// The time of day.
        public var now: @Sendable () -> Date
        /// Returns at a time of day, or somewhat earlier, or when the task is cancelled.
        public var sleep: @Sendable (Date) async -> Void
        /// A random number, 0…1.
        public var chance: @Sendable () -> Double

        /// Brings time and chance.
        public init(
            now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Date) async -> Void,
            chance: @escaping @Sendable () -> Double
        ) {
            self.now = now
            self.sleep = sleep
            self.chance = chance
        }

        /// The system's own.
        ///
        /// It sleeps for a minute at most: the time of day can be set while the clock that is slept by goes on.
        public static let system = World(
            now: { Date() },
            sleep: { time in
                let seconds = min(max(time.timeIntervalSince(Date()), 0.01), 60)
                try? await Task.sleep(for: .seconds(seconds), tolerance: .milliseconds(50))
            },
            chance: { Double.random(in: 0...1) })
    }

    private enum Event: Sendable {
        case adopt(Plan)
        case answered(FeedURL, hasDocument: Bool)
        case finished(FeedURL, FeedState)
        case due
    }

    private let mode: Mode
    private let world: World
    private let books: PollBooks
    private let events: AsyncStream<Event>
    private let send: AsyncStream<Event>.Continuation

    /// Makes a service that has not begun.
    public init(_ plan: Plan, mode: Mode = .continuous, logger: Logger, world: World = .system) {
        self.mode = mode
        self.world = world
        books = PollBooks(PollLog(logger: logger))
        (events, send) = AsyncStream.makeStream(of: Event.self)
        send.yield(.adopt(plan))
    }

    /// What was done so far; from any thread.
    public var totals: PollTotals { books.ledger.withLock(\.totals) }

    /// Works by another plan from now on; polls on their way end as they began.
    ///
    /// From any thread, before ``run()`` too. Of a feed that both plans name, the service knows a newer state than
    /// the plan, unless the feed had ended or was disabled.
    public func adopt(_ plan: Plan) { send.yield(.adopt(plan)) }

    /// Polls until the task is cancelled, shutdown begins, or, in mode ``Mode/once``, nothing is due any more.
    ///
    /// Polls on their way are then given up, except those that are being stored, which end as the store will have
    /// it: whole or not at all. To be called once.
    public func run() async throws {
        await cancelWhenGracefulShutdown { await self.work() }
    }

    private func work() async {
        var agenda = Agenda(isPacing: mode == .continuous)
        var current: PollRun?
        var alarm = Alarm()
        await withDiscardingTaskGroup { group in
            for await event in events {
                let now = world.now()
                switch event {
                case .adopt(let plan):
                    current = begin(plan, &agenda, now)
                case .answered(let url, let hasDocument):
                    agenda.answered(url, hasDocument: hasDocument)
                case .finished(let url, let state):
                    agenda.finished(url, state, now: now, returns: mode == .continuous)
                case .due:
                    alarm.hasRung()
                }
                guard let run = current else { continue }
                let feeds = agenda.takeDue(now)
                books.outage.withLock { $0.began(feeds.count) }
                for feed in feeds { group.addTask { await run.poll(feed) } }
                if mode == .once {
                    if agenda.onTheirWay == 0 { break }
                } else {
                    alarm.set(for: agenda.nextDue(), ring)
                }
            }
            alarm.stop()
            group.cancelAll()
        }
    }

    /// The run that a plan makes; the plan's feeds are handed to the agenda, and not kept twice.
    private func begin(_ plan: Plan, _ agenda: inout Agenda, _ now: Date) -> PollRun {
        agenda.replace(with: plan.feeds, plan.policy, now: now)
        let asked = plan.feeds.lazy.filter { $0.subscription.enabled && !$0.state.ended }
        let hosts = Set(asked.map(\.location.host)).subtracting([""])
        books.outage.withLock { $0.hosts = hosts.count }
        return PollRun(
            schedule: Schedule(policy: plan.policy), pipeline: plan.pipeline, addresses: Set(plan.feeds.map(\.url)),
            world: world, books: books, answered: { [send] in _ = send.yield(.answered($0, hasDocument: $1)) },
            finished: { [send] in _ = send.yield(.finished($0, $1)) })
    }

    @Sendable private func ring(at time: Date) async {
        await world.sleep(time)
        if !Task.isCancelled { send.yield(.due) }
    }
}
