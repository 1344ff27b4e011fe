import FoundationEssentials
import News
import Testing

@testable import Polling

/// How a rhythm is learned, and what is expected of it.
@Suite struct RhythmTests {
    private func items(_ times: [Date?], relevant: Bool = false) -> [JudgedItem] {
        times.map { JudgedItem(item: ParsedItem(published: $0), verdict: Verdict(relevant: relevant, relevance: 0)) }
    }

    /// The rhythm of a feed that published at these times and was read after each.
    private func rhythm(_ times: [Date], relevant: Bool = false) -> PublishingRhythm {
        var rhythm = PublishingRhythm(watchedSince: times[0])
        for (place, time) in times.enumerated() {
            let all = Publication.all(in: items([time], relevant: relevant), now: time)
            rhythm.learn(all, capacity: 20, lastRead: place > 0 ? times[place - 1] : nil, now: time)
        }
        return rhythm
    }

    private func regular(every gap: Duration, for span: Duration, relevant: Bool = false) -> PublishingRhythm {
        let count = Int(span.seconds / gap.seconds)
        return rhythm((0...count).map { noon - span + gap * $0 }, relevant: relevant)
    }

    // MARK: - Publications

    @Test("items of one instant are one publication, and a time that lies ahead is now")
    func instants() {
        let times = [noon - .hours(1), noon + .days(3), noon - .hours(1), noon - .hours(5), nil]
        let found = Publication.all(in: items(times), now: noon)
        #expect(found.map(\.time) == [noon - .hours(5), noon - .hours(1), noon])
        #expect(Publication.all(in: items([nil, nil]), now: noon) == [Publication(time: noon, worth: 1)])
        #expect(Publication.all(in: [], now: noon).isEmpty)
    }

    @Test("a publication is worth ten where one of its items is relevant")
    func worth() {
        let time = noon - .hours(1)
        let found = Publication.all(in: items([time, time]) + items([time], relevant: true), now: noon)
        #expect(found == [Publication(time: time, worth: 10)])
    }

    // MARK: - The rule

    @Test(
        "the interval is half the geometric mean of the default one and the gap between publications, to a tenth",
        arguments: [(Duration.minutes(10), 8.66), (.minutes(30), 15), (.hours(2), 30), (.hours(7), 56.1)])
    func squareRoot(gap: Duration, minutes: Double) {
        let forecast = Forecast(rhythm: regular(every: gap, for: .days(60)), usual: 1800)
        let wait = forecast.wait(from: noon, longest: 86_400) / 60
        #expect(abs(wait / minutes - 1) < 0.1, "\(wait) min")
    }

    @Test("a feed that publishes by day only is left alone at night, and asked more often by day")
    func dayAndNight() {
        let midnight = noon - .hours(18)
        let times = (1...40).reversed().flatMap { day in (8...17).map { midnight - .days(day) + .hours($0) } }
        let forecast = Forecast(rhythm: rhythm(times), usual: 1800)
        let night = forecast.wait(from: midnight, longest: 86_400)
        // Ten items in ten hours: 21 min by the rule, were nothing published at other hours.
        let day = forecast.wait(from: noon - .hours(6), longest: 86_400)
        #expect(day < 1500 && night > 4 * day, "\(day) s, \(night) s")
    }

    @Test("a feed that is silent at the weekend is asked less often then")
    func weekend() {
        // 2025-09-22 was a Monday.
        let monday = noon - .hours(18) - .days(2)
        let days = (1...10).reversed().flatMap { week in (0..<5).map { monday - .days(7 * week) + .days($0) } }
        let forecast = Forecast(rhythm: rhythm(days.flatMap { day in (0..<24).map { day + .hours($0) } }), usual: 1800)
        let saturday = forecast.wait(from: monday + .days(5), longest: 86_400)
        #expect(saturday > 2 * forecast.wait(from: monday + .days(1), longest: 86_400))
    }

    @Test("a feed whose items are relevant is asked about three times as often")
    func relevantFeed() {
        func wait(_ relevant: Bool) -> TimeInterval {
            let rhythm = regular(every: .hours(20), for: .days(60), relevant: relevant)
            return Forecast(rhythm: rhythm, usual: 1800).wait(from: noon, longest: 86_400)
        }
        let ratio = wait(false) / wait(true)
        #expect(ratio > 2.5 && ratio < 3.5, "\(ratio)")
    }

    @Test("a document of few items is asked before half of them can have been replaced")
    func fewItems() {
        var rhythm = regular(every: .seconds(60), for: .days(20))
        rhythm.capacity = 6
        let wait = Forecast(rhythm: rhythm, usual: 7200).wait(from: noon, longest: 86_400)
        #expect(abs(wait - 180) < 20, "\(wait) s")
    }

    @Test("what published long ago counts less and less, so that a dead feed is asked seldom, and never never")
    func dead() {
        var rhythm = regular(every: .hours(1), for: .days(30))
        var last = 0.0
        for days in [1, 7, 30, 90, 400] {
            rhythm.learnSilence(until: noon + .days(days))
            let wait = Forecast(rhythm: rhythm, usual: 1800).wait(from: noon + .days(days), longest: 86_400)
            #expect(wait > last && wait <= 86_400)
            last = wait
        }
        #expect(last > 6 * 3600)
    }

    // MARK: - Learning

    @Test("a first document tells the rate of its newer half, so that an item pinned for years misleads nobody")
    func firstDocument() {
        let times = [noon - .days(3000)] + (1...19).reversed().map { noon - .minutes(60 * $0) }
        let rhythm = PublishingRhythm(Publication.all(in: items(times), now: noon), capacity: 20, now: noon)
        let wait = Forecast(rhythm: rhythm, usual: 1800).wait(from: noon, longest: 86_400) / 60
        #expect(abs(wait / 21.2 - 1) < 0.2, "\(wait) min")
        #expect(Forecast(rhythm: rhythm, usual: 1800).words == "publishes about 23 items a day")
    }

    @Test("an item is counted once, however long its feed carries it")
    func once() {
        let published = Publication.all(in: items([noon - .hours(2), noon - .hours(1)]), now: noon)
        var rhythm = PublishingRhythm(published, capacity: 2, now: noon)
        let before = rhythm.count
        for _ in 0..<5 { rhythm.learn(published, capacity: 2, lastRead: noon, now: noon) }
        #expect(rhythm.count == before)
    }

    @Test("dates without a time of day say nothing of the hour")
    func datesOnly() {
        let midnight = noon - .hours(18)
        let rhythm = PublishingRhythm(
            Publication.all(in: items((0..<9).map { midnight - .days($0) }), now: noon), capacity: 9, now: noon)
        #expect(Set(rhythm.hours).count == 1 && rhythm.count > 4)
    }

    @Test("an item that was not in the document at the last poll came later, whatever time it bears")
    func backdated() {
        var rhythm = PublishingRhythm(watchedSince: noon)
        let late = Publication.all(in: items([noon - .hours(7)]), now: noon + .hours(2))
        rhythm.learn(late, capacity: 5, lastRead: noon + .hours(1), now: noon + .hours(2))
        // 19 h GMT: the hour of the poll before.
        #expect(rhythm.hours[19] > 0.9 && rhythm.newest == noon - .hours(7))
    }

    // MARK: - Staleness

    @Test("a feed is stale after ten of its usual gaps, and three days at least")
    func stale() {
        let daily = regular(every: .days(1), for: .days(90))
        #expect(daily.staleSince(noon + .days(9)) == nil)
        #expect(daily.staleSince(noon + .days(12)) == noon)
        let busy = regular(every: .minutes(20), for: .days(30))
        #expect(busy.staleSince(noon + .days(2)) == nil)
        #expect(busy.staleSince(noon + .days(4)) == noon)
        #expect(PublishingRhythm(watchedSince: noon).staleSince(noon + .days(4000)) == nil)
    }

    // MARK: - Within bounds, whatever comes in

    @Test(
        "whatever a feed publishes and whatever the clock does, the wait stays a number within its bounds",
        arguments: 1...40)
    func bounds(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var now = noon
        var rhythm = PublishingRhythm(watchedSince: now)
        let usual = chance.pick([0, 1, 60, 1800, 86_400, 1e7])
        for _ in 0..<120 {
            now += chance.pick([0, 1, 300, 90_000, 3e7, -4000, -5e8])
            let times = (0..<Int.random(in: 0...30, using: &chance)).map { _ -> Date? in
                chance.flip(0.1) ? nil : now - .seconds(chance.pick([0, 1, -900, 4000, 900_000, 4_000_000_000]))
            }
            let found = Publication.all(in: items(times, relevant: chance.flip()), now: now)
            rhythm.learn(found, capacity: times.count, lastRead: chance.pick([nil, now, now + .days(9)]), now: now)
            let longest = chance.pick([0, 300, 86_400, 3e7])
            let wait = Forecast(rhythm: rhythm, usual: usual).wait(from: now, longest: longest)
            #expect(wait >= 0 && wait <= longest)
            #expect(rhythm.count.isFinite && rhythm.count >= 0 && rhythm.worth.isFinite && rhythm.exposure >= 0)
            #expect(Forecast(rhythm: rhythm, usual: usual).words.hasPrefix("publishes"))
        }
    }
}
