/// When feeds may be polled, and how many at once: the administrator's bounds on everything that is learned.
public struct PollPolicy: Hashable, Sendable {
    /// No feed is asked more often, whatever it or its server says.
    public var minInterval: Duration
    /// How often a feed is asked that says nothing about it.
    public var defaultInterval: Duration
    /// No feed is asked less often, however long it fails.
    public var maxInterval: Duration
    /// How many feeds are on their way at once.
    public var concurrency: Int
    /// How many feeds are asked of one host at once.
    public var perHost: Int

    /// Makes a policy; the defaults are those of `habari.toml`.
    public init(
        minInterval: Duration = .seconds(300), defaultInterval: Duration = .seconds(1800),
        maxInterval: Duration = .seconds(86_400), concurrency: Int = 64, perHost: Int = 2
    ) {
        self.minInterval = minInterval
        self.defaultInterval = defaultInterval
        self.maxInterval = maxInterval
        self.concurrency = concurrency
        self.perHost = perHost
    }

    /// The most that a wait exceeds its interval by chance, as a part of the interval.
    static let jitter = 0.1

    /// A year: far beyond any sensible interval, and near enough for all arithmetic with dates.
    private static let longest = Duration.seconds(366 * 86_400)

    /// The interval, moved inside the policy's bounds; the lower one wins where the two are at odds.
    func clamp(_ interval: Duration) -> Duration {
        let least = max(.zero, min(minInterval, Self.longest))
        return max(least, min(interval, maxInterval, Self.longest))
    }

    /// The longest that any feed waits, jitter included, in seconds.
    var longestWait: Double { clamp(maxInterval).seconds * (1 + Self.jitter) }
}
