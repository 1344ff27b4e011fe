import FoundationEssentials
import News
import Testing

@testable import Polling

@Suite struct SilentHoursTests {
    /// Hours of the day and days of the week, the time asked for, and the answer.
    struct Row: Sendable, CustomTestStringConvertible {
        var hours: Set<Int> = []
        var days: Set<Int> = []
        var from: String
        var open: String?
        var testDescription: String { "\(hours.sorted()) \(days.sorted()) from \(from)" }
    }

    @Test(
        "the first time is found whose hour and day are not skipped",
        arguments: [
            Row(from: "2025-09-24T18:05:30Z", open: nil),
            Row(hours: [3], from: "2025-09-24T18:05:30Z", open: "2025-09-24T18:05:30Z"),
            Row(hours: [18], from: "2025-09-24T18:05:30Z", open: "2025-09-24T19:00:00Z"),
            Row(hours: [18, 19, 20], from: "2025-09-24T18:59:59Z", open: "2025-09-24T21:00:00Z"),
            Row(hours: [22, 23, 0, 1], from: "2025-09-24T22:00:00Z", open: "2025-09-25T02:00:00Z"),
            // A Wednesday; the week's end is skipped from a Saturday to the Monday.
            Row(days: [3], from: "2025-09-24T18:05:30Z", open: "2025-09-25T00:00:00Z"),
            Row(days: [6, 7], from: "2025-09-27T10:00:00Z", open: "2025-09-29T00:00:00Z"),
            Row(hours: [0, 1], days: [6, 7], from: "2025-09-27T10:00:00Z", open: "2025-09-29T02:00:00Z"),
            // Only one hour of the week is left, and it has just ended.
            Row(
                hours: Set(0..<24).subtracting([18]), days: [1, 2, 4, 5, 6, 7], from: "2025-09-24T19:00:00Z",
                open: "2025-10-01T18:00:00Z"),
            Row(hours: Set(0..<24), from: "2025-09-24T18:05:30Z", open: nil),
            Row(days: Set(1...7), from: "2025-09-24T18:05:30Z", open: nil),
            Row(hours: [99, -4], days: [0, 8], from: "2025-09-24T18:05:30Z", open: "2025-09-24T18:05:30Z"),
        ])
    func open(_ row: Row) throws {
        let hints = PublishingHints(skipHours: row.hours, skipDays: row.days)
        let from = try #require(Date(rfc3339: row.from))
        #expect(hints.firstOpenHour(from: from)?.rfc3339 == row.open)
    }
}
