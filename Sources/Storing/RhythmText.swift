import News

import struct FoundationEssentials.Date

/// A publishing rhythm as the store keeps it: a JSON object, written and read by hand because every poll changes one.
///
/// Times are seconds since 2001-01-01 UTC, with fractions; what is not known has no member.
enum RhythmText {
    /// The text of a rhythm.
    static func encode(_ rhythm: PublishingRhythm) -> String {
        var text = JSONBytes()
        text.write("{\"watchedSince\":\(number(rhythm.watchedSince)),\"time\":\(number(rhythm.time))")
        if let newest = rhythm.newest { text.write(",\"newest\":\(number(newest))") }
        for (name, counts) in [("hours", rhythm.hours), ("days", rhythm.days)] {
            text.write(",\"\(name)\":[")
            for (place, count) in counts.enumerated() {
                if place > 0 { text.write(",") }
                text.write(count == 0 ? "0" : number(count))
            }
            text.write("]")
        }
        text.write(",\"worth\":\(number(rhythm.worth)),\"exposure\":\(number(rhythm.exposure))")
        text.write(",\"capacity\":\(rhythm.capacity)")
        if let gap = rhythm.gap { text.write(",\"gap\":\(number(gap))") }
        text.write("}")
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// The rhythm of a text; `nil` for one that another version wrote and this one cannot read, or that counting cannot
    /// have made: it is then learned anew.
    static func decode(_ text: String?) -> PublishingRhythm? {
        guard let text, let object = try? JSONValue(Array(text.utf8)),
            let watchedSince = date(object["watchedSince"]), let time = date(object["time"]),
            let hours = counts(object["hours"]), let days = counts(object["days"]),
            let worth = object["worth"]?.number, let exposure = object["exposure"]?.number,
            let capacity = object["capacity"]?.integer
        else { return nil }
        var rhythm = PublishingRhythm(watchedSince: watchedSince)
        rhythm.time = time
        rhythm.newest = date(object["newest"])
        (rhythm.hours, rhythm.days) = (hours, days)
        (rhythm.worth, rhythm.exposure) = (worth, exposure)
        rhythm.capacity = Int(capacity)
        rhythm.gap = object["gap"]?.number
        return rhythm.isSound ? rhythm : nil
    }

    private static func number(_ date: Date) -> String { number(date.timeIntervalSinceReferenceDate) }

    /// JSON has no word for what is no number; nor has counting.
    private static func number(_ value: Double) -> String { value.isFinite ? value.description : "0" }

    private static func date(_ value: JSONValue?) -> Date? {
        value?.number.map(Date.init(timeIntervalSinceReferenceDate:))
    }

    private static func counts(_ value: JSONValue?) -> [Double]? {
        let counts = value?.array?.map(\.number)
        return counts?.contains(nil) == false ? counts?.compactMap { $0 } : nil
    }
}
