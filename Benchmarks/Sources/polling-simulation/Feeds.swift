import Foundation
import News

/// Publishing times that were recorded; `publishing-times/README.md` says where.
enum RecordedFeeds {
    /// The part of a record that stands in the feed's first document, and is not waited for.
    private static let known = 0.2

    static func all(in folder: String) throws -> [PublishingRecord] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".txt") }.sorted().map {
            file in
            let lines = try String(contentsOfFile: folder + "/" + file, encoding: .utf8).split(separator: "\n")
            let times = lines.compactMap { try? Date($0, strategy: .iso8601) }.sorted()
            guard times.count == lines.count, let last = times.last else {
                throw CocoaError(.fileReadCorruptFile, userInfo: [NSFilePathErrorKey: file])
            }
            return PublishingRecord(
                name: String(file.dropLast(4)), times: times, start: times[Int(Double(times.count) * known)], end: last)
        }
    }
}

/// Feeds of known habits.
enum MadeFeeds {
    private struct Habit {
        var name: String
        /// Items a day on a working day, by day and by night.
        var daily: Double
        var nights = 0.2
        var weekends = 0.5
        /// The hours, in GMT, in which more is published than at night.
        var hours = 5..<19
        /// All of a day's items at one time.
        var isDigest = false
        /// The day after which nothing is published any more.
        var lastDay = 90
    }

    private static let habits = [
        Habit(name: "agency", daily: 240, nights: 0.5, weekends: 0.7),
        Habit(name: "daily-paper", daily: 80, nights: 0.1),
        Habit(name: "business-paper", daily: 30, nights: 0.05, weekends: 0.1, hours: 4..<16),
        Habit(name: "broadcaster-africa", daily: 20),
        Habit(name: "ministry", daily: 3, nights: 0, weekends: 0, hours: 6..<15),
        Habit(name: "embassy", daily: 0.6, nights: 0, weekends: 0, hours: 6..<15),
        Habit(name: "think-tank", daily: 1, nights: 0.05, weekends: 0.1, hours: 13..<22),
        Habit(name: "weekly-blog", daily: 0.15),
        Habit(name: "monthly-report", daily: 0.035, nights: 0, weekends: 0),
        Habit(name: "daily-digest", daily: 1, isDigest: true),
        Habit(name: "ends-after-a-month", daily: 12, lastDay: 30),
    ]

    /// Ninety days of each, from 2025-06-02, a Monday, and thirty days before them.
    static func all() -> [PublishingRecord] {
        let start = Date(timeIntervalSince1970: 1_748_822_400)
        return habits.enumerated().map { number, habit in
            var chance = SplitMix64(seed: UInt64(1000 + number))
            let times = (-28..<90).flatMap { day -> [Date] in
                day > habit.lastDay
                    ? [] : self.times(of: habit, start.addingTimeInterval(Double(day) * 86_400), &chance)
            }
            return PublishingRecord(
                name: habit.name, times: times.sorted(), start: start, end: start.addingTimeInterval(90 * 86_400))
        }
    }

    private static func times(of habit: Habit, _ midnight: Date, _ chance: inout SplitMix64) -> [Date] {
        let isWeekend = (Int(midnight.timeIntervalSince1970) / 86_400 + 3) % 7 >= 5
        let daily = habit.daily * (isWeekend ? habit.weekends : 1)
        if habit.isDigest {
            return [midnight.addingTimeInterval(6 * 3600 + Double.random(in: 0...120, using: &chance))]
        }
        let weights = (0..<24).map { habit.hours.contains($0) ? 1 : habit.nights }
        let sum = weights.reduce(0, +)
        return weights.enumerated().flatMap { hour, weight in
            (0..<poisson(daily * weight / sum, &chance)).map { _ in
                midnight.addingTimeInterval((Double(hour) + Double.random(in: 0..<1, using: &chance)) * 3600)
            }
        }
    }

    /// A number with the Poisson distribution, by Knuth's product of uniform numbers.
    private static func poisson(_ mean: Double, _ chance: inout SplitMix64) -> Int {
        var (count, product) = (0, Double.random(in: 0..<1, using: &chance))
        while product > exp(-mean) {
            count += 1
            product *= Double.random(in: 0..<1, using: &chance)
        }
        return count
    }
}
