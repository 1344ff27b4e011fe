import ArgumentParser
import News

import struct FoundationEssentials.Date

/// A time as a person writes it on the command line; what is relative is resolved once, against the command's now.
enum TimeArgument: Equatable {
    /// An instant.
    case at(Date)
    /// So long ago.
    case ago(Duration)
    /// The first instant of the day (UTC) so many days ago.
    case startOfDay(daysAgo: Int)

    /// What can be written, for help and complaints.
    static let forms = "2025-09-24, 2025-09-24T18:00:00Z, 7d, 12h, 30m, today or yesterday"

    /// Nobody asks for what is longer ago than a thousand years.
    private static let longest = Duration.seconds(366_000 * 86_400)

    /// Reads a time.
    ///
    /// A date alone is its first instant in UTC, and so are `today` and `yesterday`.
    init(argument text: String) throws {
        let word = text.lowercased()
        if word == "now" {
            self = .ago(.zero)
        } else if word == "today" {
            self = .startOfDay(daysAgo: 0)
        } else if word == "yesterday" {
            self = .startOfDay(daysAgo: 1)
        } else if let date = Date(rfc3339: text) {
            self = .at(date)
        } else if let duration = Duration(spelling: word), duration <= Self.longest {
            self = .ago(duration)
        } else {
            throw ValidationError("no such time; write \(Self.forms)")
        }
    }

    /// The instant that is meant.
    func date(now: Date) -> Date {
        switch self {
        case .at(let date): return date
        case .ago(let duration): return now.addingTimeInterval(-duration.inSeconds)
        case .startOfDay(let days):
            let today = (now.timeIntervalSince1970 / 86_400).rounded(.down)
            return Date(timeIntervalSince1970: (today - Double(days)) * 86_400)
        }
    }
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
