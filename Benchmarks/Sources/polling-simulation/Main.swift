import Foundation  // FileManager, to read as a program would

/// Polls feeds in simulated time by the product's own service, and prints what the learned interval is worth.
///
///     polling-simulation FOLDER    recorded times, one file for each feed, one RFC 3339 instant a line
///     polling-simulation made      feeds of known habits, made by a seeded generator, ninety days each
///
/// For each feed: how long its items waited from publication until they were stored, and how many requests that cost,
/// by the learned interval, by a fixed one of thirty minutes, and by the fixed one that spends as many requests as
/// the learned one.
@main
struct Main {
    static func main() async {
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            guard arguments.count == 1 else { throw Usage() }
            let feeds = arguments[0] == "made" ? MadeFeeds.all() : try RecordedFeeds.all(in: arguments[0])
            try await compare(feeds)
        } catch {
            FileHandle.standardError.write(Data("polling-simulation: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func compare(_ feeds: [PublishingRecord]) async throws {
        var (learned, fixed, equal) = (Outcome(), Outcome(), Outcome())
        print(
            "feed                       items   days |   learned: requests  median    mean |  30 min: requests  median    mean"
        )
        for (number, feed) in feeds.enumerated() {
            let seed = UInt64(number)
            let own = try await Simulation(feed, interval: nil, seed: seed).run()
            let half = try await Simulation(feed, interval: .seconds(1800), seed: seed).run()
            let span = feed.end.timeIntervalSince(feed.start)
            let same = Duration.seconds(Int64(span / Double(max(own.requests, 1))))
            equal += try await Simulation(feed, interval: same, seed: seed).run()
            learned += own
            fixed += half
            print(
                feed.name.padding(toLength: 24, withPad: " ", startingAt: 0), own.items.padded(7),
                (span / 86_400).padded(6, 1), "|          ", own.requests.padded(8), own.columns, "|         ",
                half.requests.padded(7), half.columns)
        }
        print()
        for (name, outcome) in [("learned", learned), ("fixed, 30 min", fixed), ("fixed, as many requests", equal)] {
            print(
                name.padding(toLength: 24, withPad: " ", startingAt: 0), outcome.items.padded(7), "items ",
                outcome.requests.padded(7),
                "requests; delay: median \(outcome.median.minutes), mean \(outcome.mean.minutes);",
                "mean of the feeds' medians \(outcome.meanOfMedians.minutes)")
        }
        print(
            "\nlearned beside 30 min: \((Double(learned.requests) / Double(max(fixed.requests, 1))).padded(0, 2)) of the requests,",
            "\((learned.median / fixed.median).padded(0, 2)) of the median delay")
    }
}

struct Usage: Error, CustomStringConvertible {
    var description: String { "give a folder of publishing times, or `made`; see the head of Main.swift" }
}
