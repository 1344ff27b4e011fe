import FoundationEssentials
import News
import Testing

@testable import habari

@Suite("Counts")
struct StatsCommandTests {
    @Test(
        "a period begins where the calendar has it",
        arguments: [
            (Period.day, "2025-09-24", "2025-09-24"), (.week, "2025-09-24", "2025-09-22"),
            (.week, "2025-09-22", "2025-09-22"),
            (.week, "2025-09-28", "2025-09-22"), (.week, "1969-12-31", "1969-12-29"),
            (.month, "2024-02-29", "2024-02-01"),
        ])
    func start(period: Period, day: String, start: String) throws {
        #expect(period.start(of: try number(day)) == (try number(start)))
    }

    @Test(
        "the period after a month is the next month",
        arguments: [("2024-01-01", "2024-02-01"), ("2024-12-01", "2025-01-01")])
    func next(start: String, next: String) throws {
        #expect(Period.month.next(after: try number(start)) == (try number(next)))
    }

    @Test("periods without items are there, and the chart suits the span")
    func periods() throws {
        var counts = ItemCounts()
        for day in ["2025-08-30", "2025-09-02", "2025-09-02"] {
            let date = try #require(Date(rfc3339: day))
            counts.add(
                Item(
                    id: 1, feed: try #require(FeedURL("https://a.example/")), feedTitle: "A", guid: nil, title: "t",
                    url: nil,
                    author: nil, published: date, firstSeen: date, language: "en", summary: nil, relevant: true,
                    relevance: 1, topics: [], story: 1, revision: 1))
        }
        #expect(counts.suitablePeriod == .day)
        #expect(counts.periods(.day).map(\.count) == [1, 0, 0, 2])
        #expect(counts.periods(.month).map(\.start) == ["2025-08-01", "2025-09-01"])
    }

    @Test("a bar is as long as its share", arguments: [(8, 8, "████"), (4, 8, "██"), (1, 32, "▏"), (0, 8, "")])
    func bar(count: Int, most: Int, expected: String) {
        #expect(Bar.text(count, of: most, room: 4) == expected)
    }

    private func number(_ day: String) throws -> Int {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        return try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2])).daysSinceEpoch
    }
}
