import FoundationEssentials
import News

/// When to ask a feed next, from what its rhythm lets expect.
///
/// The rule: **a feed is asked when the items that are expected to wait there have together waited for an eighth of
/// the default interval.**
///
/// Its derivation: a feed that publishes at the rate λ and is asked every T keeps an item waiting for T/2, that is
/// λ·T/2 of waiting in a unit of time, and costs 1/T requests. If a request is worth c of waiting, the sum
/// λ·T/2 + c/T is least where T = √(2c/λ); at that T the items that came since the last request have together waited
/// for λ·T²/2 = c. With c an eighth of the default interval D, T = ½·√(D/λ): half the geometric mean of the default
/// interval and the feed's gap between two items. A feed that publishes once in four default intervals is asked once in
/// each; one that publishes a hundred times as often is asked ten times as often.
///
/// Where the rate changes with the hour and the day, the condition that has no T in it still holds: the expected
/// waiting, the integral of λ(u)·(t − u) from now to t, reaches c. So a feed that sleeps at night is left alone at
/// night.
///
/// Sources: Cho and Garcia-Molina, "Effective page refresh policies for Web crawlers" (2003), for optima that go with
/// the square root; Sia, Cho and Cho, "Efficient monitoring algorithm for fast news alerts" (2007), for rates that
/// change with the hour.
struct Forecast {
    /// What is known.
    let rhythm: PublishingRhythm
    /// The default interval, in seconds.
    let usual: TimeInterval

    /// So many publications, evenly spread, are supposed before any was seen; they keep a profile of few from
    /// being taken for a rule.
    private static let evenHours = 6.0
    private static let evenDays = 7.0

    /// After so long, in seconds, half of what the counts say of hours, and of days, is believed: a rhythm that was
    /// watched for an afternoon knows nothing of the night.
    private static let hoursHalfBelieved = 86_400.0
    private static let daysHalfBelieved = 7 * 86_400.0

    /// The default interval divided by this is the waiting that a request is worth.
    private static let requestsPerInterval = 8.0

    /// The rate of worth, in ordinary publications per second.
    ///
    /// What is supposed at first, one publication in four
    /// default intervals, makes the wait a default interval.
    private var rate: Double { (1 + rhythm.worth) / (max(usual, 1) * Self.requestsPerInterval / 2 + rhythm.exposure) }

    /// What part of the worth is mere number.
    private var share: Double { (1 + rhythm.count) / (1 + rhythm.worth) }

    /// How long to wait from a time on, in seconds, at most `longest`.
    ///
    /// A document that holds few items is asked before half of them can have been replaced, so that none is missed.
    func wait(from start: Date, longest: TimeInterval) -> TimeInterval {
        let enough = usual / Self.requestsPerInterval
        let room = Double(max(rhythm.capacity, 2)) / 2
        var (elapsed, waiting, worth) = (0.0, 0.0, 0.0)
        while elapsed < longest {
            let time = start.addingTimeInterval(elapsed)
            let rate = rate * profile(at: time)
            let toHour = 3600 - time.timeIntervalSince1970.truncatingRemainder(dividingBy: 3600)
            let step = min(max(toHour, 1), longest - elapsed)
            // Within the hour: waiting + worth·x + rate·x²/2 = enough, and share·(worth + rate·x) = room.
            let untilEnough = Self.root(rate / 2, worth, waiting - enough)
            let untilFull = share * rate > 0 ? (room - share * worth) / (share * rate) : .infinity
            let end = min(untilEnough, untilFull)
            if end <= step { return elapsed + max(0, end) }
            waiting += worth * step + rate * step * step / 2
            worth += rate * step
            elapsed += step
        }
        return longest
    }

    /// How much more, or less, than on average is published at a time.
    private func profile(at time: Date) -> Double {
        let (hour, day) = time.hourAndDay
        let hours = rhythm.hours
        // An item is as likely somewhat earlier or later.
        let near = hours[(hour + 23) % 24] / 4 + hours[hour] / 2 + hours[(hour + 1) % 24] / 4
        let count = rhythm.count
        let byHour = 24 * (near + Self.evenHours / 24) / (count + Self.evenHours)
        let byDay = 7 * (rhythm.days[day] + Self.evenDays / 7) / (count + Self.evenDays)
        return believed(byHour, Self.hoursHalfBelieved) * believed(byDay, Self.daysHalfBelieved)
    }

    private func believed(_ factor: Double, _ half: TimeInterval) -> Double {
        1 + (factor - 1) * rhythm.exposure / (rhythm.exposure + half)
    }

    /// The positive root of a·x² + b·x + c, where c is negative; infinite where there is none.
    private static func root(_ a: Double, _ b: Double, _ c: Double) -> Double {
        if c >= 0 { return 0 }
        if a <= 0 { return b > 0 ? -c / b : .infinity }
        return (-b + (b * b - 4 * a * c).squareRoot()) / (2 * a)
    }

    /// The rhythm for a person: `publishes about 12 items a day`.
    var words: String {
        let daily = rhythm.exposure > 0 ? rhythm.count * 86_400 / rhythm.exposure : 0
        func about(_ count: Double, _ unit: String) -> String {
            let number = Int(count.rounded())
            return "publishes about \(number) item\(number == 1 ? "" : "s") a \(unit)"
        }
        if daily >= 0.95 { return about(daily, "day") }
        if daily * 7 >= 0.95 { return about(daily * 7, "week") }
        if daily * 30 >= 0.95 { return about(daily * 30, "month") }
        return "publishes seldom"
    }
}
