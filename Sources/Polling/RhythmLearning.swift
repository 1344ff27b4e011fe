import FoundationEssentials
import Glibc
import News

/// How a feed's rhythm is learned from what its documents carry.
///
/// The counts are those of a Poisson process whose rate changes slowly: each publication adds one, and all that is
/// known fades with the time constant ``memory``, so that a rate of some weeks' standing is what counts.
extension PublishingRhythm {
    /// After so long, in seconds, a publication weighs 1/e.
    static let memory: TimeInterval = 21 * 86_400

    /// What a first document lets suppose.
    ///
    /// Its newer half alone is counted, over the time since: a pinned item from years ago then misleads nobody.
    init(_ publications: [Publication], capacity: Int, now: Date) {
        self.init(watchedSince: now)
        self.capacity = capacity
        let newer = publications.suffix((publications.count + 1) / 2)
        guard let first = newer.first, let last = newer.last else { return }
        // The time before the first of them is worth counting too; half a gap of it stands for the unknown whole.
        let span = now.timeIntervalSince(first.time) * (1 + 0.5 / Double(newer.count))
        time = now.addingTimeInterval(-span)
        count(Array(newer), isTimeOfDayKnown: Self.knowsTimeOfDay(publications.map(\.time)), now: now)
        newest = last.time
        noteGap(now)
    }

    /// Takes note of a document that was read: what is new in it was published since the poll before.
    mutating func learn(_ publications: [Publication], capacity: Int, lastRead: Date?, now: Date) {
        if capacity > 0 { self.capacity = capacity }
        var fresh = publications.filter { publication in newest.map { publication.time > $0 } ?? true }
        newest = fresh.last?.time ?? newest
        // What was not in the document at the last poll came later, whatever time it bears.
        for place in fresh.indices { fresh[place].time = max(fresh[place].time, min(lastRead ?? .distantPast, now)) }
        count(fresh, isTimeOfDayKnown: true, now: now)
        if !fresh.isEmpty { noteGap(now) }
    }

    /// Takes note that nothing new was published until now.
    mutating func learnSilence(until now: Date) { count([], isTimeOfDayKnown: true, now: now) }

    /// Adds publications, and lets time pass until now.
    private mutating func count(_ publications: [Publication], isTimeOfDayKnown: Bool, now: Date) {
        fade(until: now)
        for publication in publications {
            let weight = exp(-max(0, now.timeIntervalSince(publication.time)) / Self.memory)
            let (hour, day) = publication.time.hourAndDay
            days[day] += weight
            worth += weight * publication.worth
            if isTimeOfDayKnown {
                hours[hour] += weight
            } else {
                for hour in hours.indices { hours[hour] += weight / 24 }
            }
        }
        for place in hours.indices { hours[place] = Self.rounded(hours[place]) }
        for place in days.indices { days[place] = Self.rounded(days[place]) }
        worth = Self.rounded(worth)
        exposure = exposure.rounded()
    }

    /// Lets the counts fade until a time; a clock that was set back changes nothing.
    private mutating func fade(until now: Date) {
        let passed = max(0, now.timeIntervalSince(time))
        let rest = exp(-passed / Self.memory)
        for place in hours.indices { hours[place] *= rest }
        for place in days.indices { days[place] *= rest }
        worth *= rest
        exposure = exposure * rest + Self.memory * (1 - rest)
        time = now
    }

    private mutating func noteGap(_ now: Date) {
        if count > 0 { gap = (exposure / count).rounded() }
    }

    /// Whether times say more than a date: where all bear one time of day, nobody wrote one.
    private static func knowsTimeOfDay(_ times: [Date]) -> Bool {
        let seconds = Set(times.map { Int($0.timeIntervalSince1970.rounded(.down)) % 86_400 })
        return times.count < 3 || seconds.count > 1
    }

    /// Three decimals are more than is known, and keep what is stored short.
    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

extension Date {
    /// The hour of the day, 0 to 23, and the day of the week, 0 for Monday, in GMT.
    var hourAndDay: (hour: Int, day: Int) {
        let hours = Int((timeIntervalSince1970 / 3600).rounded(.down))
        let days = Int((timeIntervalSince1970 / 86_400).rounded(.down))
        // 1970-01-01 was a Thursday.
        return (((hours % 24) + 24) % 24, (((days + 3) % 7) + 7) % 7)
    }
}
