import FoundationEssentials
import News
import Testing

struct TimestampTests {
    @Test(
        "an instant is written in UTC, to the second",
        arguments: [
            (0.0, "1970-01-01T00:00:00Z"), (1_758_737_100, "2025-09-24T18:05:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (0.999, "1970-01-01T00:00:00Z"), (-0.5, "1969-12-31T23:59:59Z"), (-1, "1969-12-31T23:59:59Z"),
            (4_102_444_799, "2099-12-31T23:59:59Z"), (-62_167_219_200, "0000-01-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ])
    func written(seconds: Double, expected: String) {
        #expect(Date(timeIntervalSince1970: seconds).rfc3339 == expected)
    }

    @Test(
        "an instant that four digits cannot write is the nearest that they can",
        arguments: [
            (1e18, "9999-12-31T23:59:59Z"), (-1e18, "0000-01-01T00:00:00Z"), (Double.infinity, "9999-12-31T23:59:59Z"),
            (-Double.infinity, "0000-01-01T00:00:00Z"), (Double.nan, "1970-01-01T00:00:00Z"),
        ])
    func clamped(seconds: Double, expected: String) {
        #expect(Date(timeIntervalSince1970: seconds).rfc3339 == expected)
    }

    @Test(
        "every spelling of an instant is read",
        arguments: [
            ("2025-09-24T18:05:00Z", 1_758_737_100.0), ("2025-09-24t18:05:00z", 1_758_737_100),
            ("2025-09-24 18:05:00Z", 1_758_737_100), ("2025-09-24T18:05:00", 1_758_737_100),
            ("2025-09-24T18:05Z", 1_758_737_100), ("2025-09-24T21:05:00+03:00", 1_758_737_100),
            ("2025-09-24T21:05:00+0300", 1_758_737_100), ("2025-09-24T14:05:00-04:00", 1_758_737_100),
            ("2025-09-25T00:05:00+06:00", 1_758_737_100), ("2025-09-24T18:05:00-00:00", 1_758_737_100),
            ("2025-09-24T18:05:00.5Z", 1_758_737_100.5), ("2025-09-24T18:05:00.250000999Z", 1_758_737_100.25),
            ("2025-09-24T18:05:00.000Z", 1_758_737_100), ("2025-09-24", 1_758_672_000), ("1970-01-01", 0),
            ("1969-12-31T23:59:59Z", -1), ("2024-02-29", 1_709_164_800), ("2000-02-29", 951_782_400),
            ("2016-12-31T23:59:60Z", 1_483_228_799), ("0000-01-01", -62_167_219_200),
        ])
    func read(text: String, expected: Double) throws {
        #expect(try #require(Date(rfc3339: text)).timeIntervalSince1970 == expected)
    }

    @Test(
        "an impossible date and anything else is no instant",
        arguments: [
            "", "2025", "2025-09", "2025-9-24", "25-09-24", "2025-00-10", "2025-13-01", "2025-09-00", "2025-09-31",
            "2025-02-29", "1900-02-29", "2100-02-29", "2025-09-24T", "2025-09-24T18", "2025-09-24T18:05:",
            "2025-09-24T24:00:00Z",
            "2025-09-24T18:60:00Z", "2025-09-24T18:05:61Z", "2025-09-24T18:05:00.Z", "2025-09-24T18:05:00X",
            "2025-09-24T18:05:00+3", "2025-09-24T18:05:00+24:00", "2025-09-24T18:05:00+03:60", "2025-09-24T18:05:00Z ",
            " 2025-09-24", "2025-09-24Z", "2025/09/24", "٢٠٢٥-٠٩-٢٤", "-025-09-24", "2025-09-24T18:05:00ZZ",
            "yesterday",
        ])
    func refused(text: String) {
        #expect(Date(rfc3339: text) == nil)
    }

    @Test("what is written is read back, over all the years that four digits have")
    func roundTrip() {
        var generator = SplitMix(state: 2025)
        let dates = (0..<20_000).map { _ in
            Date(timeIntervalSince1970: Double(Int.random(in: -62_167_219_200...253_402_300_799, using: &generator)))
        }
        #expect(dates.first { Date(rfc3339: $0.rfc3339) != $0 } == nil)
    }

    @Test("days are counted without a gap, month by month, leap years minded")
    func everyDay() throws {
        let first = try #require(CivilDate(year: 1896, month: 1, day: 1))
        var expected = first.daysSinceEpoch
        var wrong: [CivilDate?] = []
        for year in 1896...2108 {
            for month in 1...12 {
                for day in 1...CivilDate.days(inMonth: month, of: year) {
                    let date = CivilDate(year: year, month: month, day: day)
                    if date?.daysSinceEpoch != expected || CivilDate(daysSinceEpoch: expected) != date {
                        wrong.append(date)
                    }
                    expected += 1
                }
            }
        }
        #expect(wrong.isEmpty)
        #expect(expected - first.daysSinceEpoch == 213 * 365 + 52)
    }

    @Test(
        "a century is a leap year only every four hundred years",
        arguments: [(1900, 28), (2000, 29), (2023, 28), (2024, 29), (2100, 28), (0, 29), (-4, 29), (-100, 28)])
    func february(year: Int, length: Int) {
        #expect(CivilDate.days(inMonth: 2, of: year) == length)
        #expect((CivilDate(year: year, month: 2, day: 29) == nil) == (length == 28))
    }
}

/// Sebastiano Vigna's SplitMix64: the same numbers on every run, so that a failure can be met again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
