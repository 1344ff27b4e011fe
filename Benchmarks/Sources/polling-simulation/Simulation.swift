import Foundation
import Logging
import News
import Polling

/// When a feed published.
struct PublishingRecord: Sendable {
    var name: String
    /// In the order of time.
    var times: [Date]
    /// The span that is simulated: what is older is in the feed's first document.
    var start: Date
    var end: Date
}

/// One feed, polled by the product's service in a world of its own, in which time passes while nothing is to be done.
final class Simulation: Sendable {
    private struct State {
        var now: Date
        var chance: SplitMix64
        var polls: [Date] = []
    }

    /// So many items stand in a document.
    private static let capacity = 25

    private let record: PublishingRecord
    private let feed: Feed
    private let state: Guarded<State>
    private let ends: AsyncStream<Void>
    private let end: AsyncStream<Void>.Continuation

    init(_ record: PublishingRecord, interval: Duration?, seed: UInt64) throws {
        guard let url = FeedURL("https://\(record.name).example/feed") else { throw Usage() }
        self.record = record
        feed = Feed(subscription: Subscription(url: url, interval: interval))
        state = Guarded(State(now: record.start, chance: SplitMix64(seed: seed)))
        (ends, end) = AsyncStream.makeStream(of: Void.self)
    }

    /// Polls from the record's start to its end.
    func run() async throws -> Outcome {
        let service = PollService(
            PollService.Plan(feeds: [feed], policy: PollPolicy(minInterval: .seconds(300)), pipeline: pipeline),
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }, world: world)
        let polling = Task { try await service.run() }
        for await _ in ends { break }
        polling.cancel()
        try? await polling.value
        return outcome()
    }

    private var world: PollService.World {
        PollService.World(
            now: { self.state.withLock(\.now) },
            sleep: { time in
                if time > self.record.end {
                    self.end.finish()
                } else {
                    self.state.withLock { $0.now = max($0.now, time) }
                }
            },
            chance: { self.state.withLock { Double.random(in: 0...1, using: &$0.chance) } })
    }

    private var pipeline: Pipeline {
        Pipeline(
            fetch: { request async throws(CancellationError) in
                // The number of items so far tells documents apart, as their bytes would.
                let count = self.published(by: self.state.withLock(\.now)).count
                return .fresh(
                    Document(bytes: Array("\(count)".utf8), url: request.url.string),
                    FetchSummary(status: 200))
            },
            parse: { _ throws(FetchFailure) in
                let times = self.published(by: self.state.withLock(\.now)).suffix(Self.capacity)
                return ParsedFeed(format: .rss20, items: times.map { ParsedItem(published: $0) })
            },
            judge: { _ in Verdict(relevant: false, relevance: 0) },
            record: { poll in
                self.state.withLock { $0.polls.append(poll.started) }
                return PollReceipt()
            })
    }

    private func published(by time: Date) -> ArraySlice<Date> {
        record.times[..<(record.times.firstIndex { $0 > time } ?? record.times.count)]
    }

    private func outcome() -> Outcome {
        let polls = state.withLock(\.polls)
        var delays: [TimeInterval] = []
        var next = polls.startIndex
        for time in record.times where time > record.start && time <= record.end {
            while next < polls.endIndex, polls[next] < time { next += 1 }
            // An item that no poll saw any more waited until the end.
            delays.append((next < polls.endIndex ? polls[next] : record.end).timeIntervalSince(time))
        }
        return Outcome(delays: delays, requests: polls.count)
    }
}

/// The generator by Steele, Lea and Flood, so that every run is the same.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
