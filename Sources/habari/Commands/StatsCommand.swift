import ArgumentParser
import News
import Storing

import struct FoundationEssentials.Date

/// `habari stats`: counts over time, and by topic, feed and language.
struct StatsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count items over time, and by topic, feed and language.",
        discussion: "Days begin at midnight UTC, weeks on Monday. A terminal gets a chart.")

    /// The formats of the counts.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, json, csv
    }

    @OptionGroup var common: CommonOptions
    @OptionGroup var filter: FilterOptions

    @Argument(help: "Words to search for.")
    var terms: [String] = []

    @Option(help: "How long a period is; what suits the span, unless given.")
    var by: Period?

    @Option(help: "The format.")
    var format: Format = .table

    func run(on console: Console) async throws {
        let setup = Setup(common)
        let store = try setup.openStore()
        let query = try filter.query(terms: terms, now: console.now, setup: setup, store: store)
        var counts = ItemCounts()
        try store.items(matching: query) { counts.add($0) }
        let report = CountsReport(counts: counts, period: by ?? counts.suitablePeriod, console: console)
        switch format {
        case .table: try report.writeTable()
        case .json: try report.writeJSON()
        case .csv: try report.writeCSV()
        }
    }
}

/// The lengths that a period can have.
enum Period: String, CaseIterable, ExpressibleByArgument {
    case day, week, month

    /// The first day of the period that a day, counted from 1970-01-01, lies in.
    func start(of day: Int) -> Int {
        switch self {
        case .day: return day
        case .week:
            let weekday = ((day + 3) % 7 + 7) % 7  // 1970-01-01 was a Thursday, the fourth day of its week
            return day - weekday
        case .month: return day - (CivilDate(daysSinceEpoch: day).day - 1)
        }
    }

    /// The first day of the period after the one that begins with a day.
    func next(after start: Int) -> Int {
        switch self {
        case .day: start + 1
        case .week: start + 7
        case .month: self.start(of: start + 31)
        }
    }
}

/// How many items there are, by day, topic, feed and language.
struct ItemCounts {
    /// Items by day, counted from 1970-01-01.
    private(set) var days: [Int: Int] = [:]
    /// Items by topic; an item with two counts twice.
    private(set) var topics: [String: Int] = [:]
    /// Items by feed.
    private(set) var feeds: [String: Int] = [:]
    /// Items by language.
    private(set) var languages: [String: Int] = [:]
    /// All items.
    private(set) var total = 0

    /// Counts an item.
    mutating func add(_ item: Item) {
        total += 1
        days[Int((item.time.timeIntervalSince1970 / 86_400).rounded(.down)), default: 0] += 1
        for topic in item.topics { topics[topic.rawValue, default: 0] += 1 }
        feeds[item.feedTitle, default: 0] += 1
        languages[item.language, default: 0] += 1
    }

    /// The period that makes a chart of a size to look at.
    var suitablePeriod: Period {
        guard let first = days.keys.min(), let last = days.keys.max() else { return .day }
        return last - first <= 45 ? .day : last - first <= 366 ? .week : .month
    }

    /// Every period from the first item to the last, also those without items.
    func periods(_ period: Period) -> [(start: String, count: Int)] {
        guard let first = days.keys.min(), let last = days.keys.max() else { return [] }
        var counts: [Int: Int] = [:]
        for (day, count) in days { counts[period.start(of: day), default: 0] += count }
        var result: [(String, Int)] = []
        var start = period.start(of: first)
        // An item with a date of long ago must not make a list without end.
        while start <= last, result.count < 40_000 {
            let date = CivilDate(daysSinceEpoch: start)
            result.append(("\(date.year)-\(Self.two(date.month))-\(Self.two(date.day))", counts[start] ?? 0))
            start = period.next(after: start)
        }
        return result
    }

    /// Counts in order: the highest first, equal ones by name.
    static func ranked(_ counts: [String: Int]) -> [(name: String, count: Int)] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
