import News
import Testing

import struct FoundationEssentials.Date

@testable import Storing

@Suite("Rhythms as text") struct RhythmTextTests {
    private var rhythm: PublishingRhythm {
        var rhythm = PublishingRhythm(watchedSince: Date(timeIntervalSinceReferenceDate: 780_393_060.125))
        rhythm.hours[23] = 0.1 + 0.2
        rhythm.days[0] = 1e-17
        (rhythm.worth, rhythm.exposure, rhythm.capacity) = (11.5, 36_000, 25)
        return rhythm
    }

    @Test("a rhythm comes back as it was, to the last bit, with what is not known left out")
    func roundTrip() {
        var rhythm = rhythm
        #expect(RhythmText.decode(RhythmText.encode(rhythm)) == rhythm)
        #expect(!RhythmText.encode(rhythm).contains("gap"))
        (rhythm.newest, rhythm.gap) = (minute(1), 17_000.5)
        #expect(RhythmText.decode(RhythmText.encode(rhythm)) == rhythm)
    }

    @Test("what JSON encoders of other versions wrote is read")
    func otherWriters() {
        let text = """
            {"hours":[0,0,0,0,0,0,0,2.5,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],"newest":780393060,"worth":0,
             "days":[0,0,0,0,0,0,2.5],"capacity":35,"watchedSince":817631602.3312113,"time":817631694.4147528,"exposure":1814400}
            """
        let rhythm = RhythmText.decode(text)
        #expect(rhythm?.hours[7] == 2.5 && rhythm?.capacity == 35 && rhythm?.gap == nil)
        #expect(rhythm?.newest?.timeIntervalSinceReferenceDate == 780_393_060)
    }

    @Test("a count that is no number, or a list that is too short, is no rhythm")
    func unsound() {
        let text = RhythmText.encode(rhythm)
        for (sound, unsound) in [("25", "\"x\""), ("[0,", "["), ("36000.0", "-1"), ("\"worth\"", "\"other\"")] {
            #expect(text.contains(sound))
            #expect(RhythmText.decode(text.replacing(sound, with: unsound)) == nil, "\(unsound)")
        }
    }
}
