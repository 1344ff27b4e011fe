import Foundation

/// What polling a feed, or several, came to.
struct Outcome {
    /// How long each item waited, in seconds, feed by feed.
    private(set) var delays: [[TimeInterval]] = []
    /// How many requests were made.
    private(set) var requests = 0

    init() {}

    init(delays: [TimeInterval], requests: Int) {
        self.delays = [delays]
        self.requests = requests
    }

    var items: Int { delays.map(\.count).reduce(0, +) }
    var median: TimeInterval { Self.median(delays.flatMap { $0 }) }
    var mean: TimeInterval { delays.joined().reduce(0, +) / Double(max(items, 1)) }

    /// The mean over the feeds of each one's median: a feed of few items counts as much as one of many.
    var meanOfMedians: TimeInterval { delays.map(Self.median).reduce(0, +) / Double(max(delays.count, 1)) }

    var columns: String { "\(median.minutes) \(mean.minutes)" }

    static func += (left: inout Outcome, right: Outcome) {
        left.delays += right.delays
        left.requests += right.requests
    }

    private static func median(_ values: [TimeInterval]) -> TimeInterval {
        let sorted = values.sorted()
        guard let upper = sorted.dropFirst(sorted.count / 2).first else { return 0 }
        return sorted.count % 2 == 1 ? upper : (upper + sorted[sorted.count / 2 - 1]) / 2
    }
}

extension TimeInterval {
    /// In minutes, for a column.
    var minutes: String { String(format: "%6.1fm", self / 60) }
    func padded(_ width: Int, _ decimals: Int) -> String { String(format: "%\(width).\(decimals)f", self) }
}

extension Int {
    func padded(_ width: Int) -> String { String(format: "%\(width)d", self) }
}
