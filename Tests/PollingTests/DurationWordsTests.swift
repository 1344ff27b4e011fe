import Testing

@testable import Polling

@Suite struct DurationWordsTests {
    @Test(
        "a duration is told in the unit that says most",
        arguments: [
            (Duration.zero, "0 s"), (.seconds(119), "119 s"), (.seconds(120), "2 min"), (.minutes(119), "119 min"),
            (.hours(2), "2 h"), (.hours(47), "47 h"), (.days(2), "2 d"), (.milliseconds(400), "0 s"),
            (.seconds(Int64.max), "106751991167300 d"),
        ])
    func words(duration: Duration, words: String) {
        #expect(duration.words == words)
    }
}
