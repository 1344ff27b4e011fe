public import struct FoundationEssentials.Date
public import typealias FoundationEssentials.TimeInterval

/// How often a feed publishes, and at which hours and days: counts in which what is long past weighs less and less.
///
/// Items of one instant count as one publication.
public struct PublishingRhythm: Hashable, Sendable {
    /// When the feed was first seen.
    public var watchedSince: Date
    /// The time for which the counts hold.
    public var time: Date
    /// When the newest publication so far was made.
    public var newest: Date?
    /// Publications by the hour of the day in GMT, 24 counts.
    public var hours: [Double]
    /// Publications by the day of the week in GMT, 7 counts, Monday first.
    public var days: [Double]
    /// The worth of all publications, in ordinary ones: what is relevant is worth more.
    public var worth: Double
    /// The time, in seconds, over which the counts were made, weighed like them.
    public var exposure: TimeInterval
    /// How many items a document held when it was last read.
    public var capacity: Int
    /// The usual time between two publications, in seconds, when the newest was made.
    public var gap: TimeInterval?

    /// The rhythm of a feed of which nothing is known.
    public init(watchedSince: Date) {
        self.watchedSince = watchedSince
        time = watchedSince
        hours = Array(repeating: 0, count: 24)
        days = Array(repeating: 0, count: 7)
        worth = 0
        exposure = 0
        capacity = 0
    }

    /// Whether the counts are such as counting makes them; not so what was read from a file that was tampered with.
    public var isSound: Bool {
        let numbers = hours + days + [worth, exposure, gap ?? 0]
        return hours.count == 24 && days.count == 7 && numbers.allSatisfy { $0.isFinite && $0 >= 0 }
    }

    /// How many publications the counts hold.
    public var count: Double { hours.reduce(0, +) }

    /// Since when a feed has been quiet for far longer than it used to be, at a given time; `nil` where it has not.
    ///
    /// That is so after ten times its usual gap, and after three days at least.
    public func staleSince(_ now: Date) -> Date? {
        guard let newest, let gap else { return nil }
        return now.timeIntervalSince(newest) > max(10 * gap, 3 * 86_400) ? newest : nil
    }
}
