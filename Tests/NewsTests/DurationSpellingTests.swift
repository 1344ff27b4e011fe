import News
import Testing

@Suite("Durations as people write them")
struct DurationSpellingTests {
    @Test(
        "durations are whole numbers with units",
        arguments: [
            ("90d", Duration.seconds(7_776_000)), ("12h", .seconds(43_200)), ("30m", .seconds(1800)),
            ("30s", .seconds(30)), ("500ms", .milliseconds(500)), ("1h30m", .seconds(5400)),
            ("2w", .seconds(1_209_600)),
            ("1m500ms", .milliseconds(60_500)), ("0s", .zero),
        ])
    func durations(text: String, expected: Duration) {
        #expect(Duration(spelling: text) == expected)
    }

    @Test(
        "what is no duration is refused",
        arguments: [
            "", "30", "m", "30 m", "1.5h", "-5m", "5M", "1h30", "10sec", "99999999999999d", "99999999999999999999s",
        ])
    func noDurations(text: String) {
        #expect(Duration(spelling: text) == nil)
    }

    @Test("a duration is written in the form that is read", arguments: ["1h30m", "90d", "1d1h1m1s1ms", "0s"])
    func spelling(text: String) {
        #expect(Duration(spelling: text)?.spelling == text)
    }

    @Test("a duration reads back as it was written", arguments: [1, 59, 60, 3600, 5400, 86_400, 90_061])
    func roundTrip(seconds: Int) {
        let duration = Duration.seconds(seconds)
        #expect(Duration(spelling: duration.spelling) == duration)
    }
}
