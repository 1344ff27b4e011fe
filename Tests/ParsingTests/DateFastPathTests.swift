import Testing

import struct FoundationEssentials.Date

@testable import Parsing

@Suite("The two forms that nearly every date has")
struct DateFastPathTests {
    private func common(_ text: String) -> Date? { Array(text.utf8).withUnsafeBufferPointer(DateFastPath.instant) }

    private func any(_ text: String) -> Date? { Array(text.utf8).withUnsafeBufferPointer(DateReader.date(inAnyForm:)) }

    @Test("both are read as the reader of all forms reads them")
    func agreement() {
        let zones = ["GMT", "UTC", "Z", "+0000", "-0000", "+0300", "-0430", "+05:45", "-1200", "+1400"]
        var seed: UInt64 = 1
        func random(_ range: ClosedRange<Int>) -> Int {
            // A linear congruential generator (Knuth's MMIX constants), so that every run tries the same dates.
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return range.lowerBound + Int(seed >> 33) % range.count
        }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var read = 0
        for _ in 0..<2000 {
            let (year, month, day) = (random(1970...2060), random(1...12), random(1...31))
            let time = "\(two(random(0...23))):\(two(random(0...59))):\(two(random(0...59)))"
            let zone = zones[random(0...zones.count - 1)]
            let number = random(0...1) == 0 ? "\(day)" : two(day)
            let rfc2822 = "Wed, \(number) \(months[month - 1]) \(year) \(time) \(zone)"
            let rfc3339 = "\(year)-\(two(month))-\(two(day))T\(time)\(zone)"
            for text in [rfc2822, rfc3339] {
                #expect(common(text) == any(text), "\(text)")
                if common(text) != nil { read += 1 }
            }
        }
        // Every date but the few that the calendar does not have was of a common form.
        #expect(read > 3800)
    }

    @Test(
        "what is not exactly of these forms is left to the reader of all forms",
        arguments: [
            "Wed, 24 Sep 2025 18:05 +0300", "Wed, 24 Sep 25 18:05:00 +0300", "Wed, 24 Sept 2025 18:05:00 GMT",
            "Wed,24 Sep 2025 18:05:00 GMT", "Xyz, 24 Sep 2025 18:05:00 GMT", "Wed, 24 Sep 2025 18:05:00 EDT",
            "Wed, 24 Sep 2025 24:00:00 GMT", "Wed, 24 Sep 2025 18:05:00 GMT+3", "Wed, 31 Feb 2025 18:05:00 GMT",
            "2025-09-24 18:05:00 +0300", "2025-09-24T18:05:00.123Z", "2025-09-24T18:05Z", "2025-09-24T24:00:00Z",
            "2025-09-24T18:05:00", "2025-09-24T18:05:00+99:00", "Wed, ", "Wed, 24 Sep 2025 18:05", "",
        ])
    func others(text: String) {
        #expect(common(text) == nil)
    }
}
