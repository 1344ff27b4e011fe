import News
import Testing

@testable import Polling

@Suite struct IntervalsTests {
    private let intervals = Intervals(policy: PollPolicy())

    @Test(
        "the usual interval is the list's, else the policy's, inside the bounds",
        arguments: [
            (nil, Duration.minutes(30), "every 30 min"),
            (.hours(2), .hours(2), "every 2 h, as configured"),
            (.seconds(1), .minutes(5), "every 5 min, as configured"),
            (.days(9), .hours(24), "every 24 h, as configured"),
        ] as [(Duration?, Duration, String)])
    func usual(own: Duration?, expected: Duration, reason: String) {
        #expect(intervals.usual(sample(interval: own)) == Wait(interval: expected, reason: reason))
    }

    struct Wish: Sendable, CustomTestStringConvertible {
        var ttl: Int?
        var maxAge: Duration?
        var retryAfter: Duration?
        var interval: Duration
        var reason: String
        var testDescription: String { reason }
    }

    @Test(
        "a publisher can ask for a longer wait, never for a shorter one",
        arguments: [
            Wish(ttl: 60, interval: .hours(1), reason: "the publisher asks for 60 min (ttl)"),
            Wish(ttl: 5, interval: .minutes(30), reason: "every 30 min"),
            Wish(ttl: -7, interval: .minutes(30), reason: "every 30 min"),
            Wish(ttl: .min, interval: .minutes(30), reason: "every 30 min"),
            Wish(maxAge: .hours(3), interval: .hours(3), reason: "the publisher asks for 3 h (max-age)"),
            Wish(maxAge: .zero, interval: .minutes(30), reason: "every 30 min"),
            Wish(maxAge: .seconds(-5), interval: .minutes(30), reason: "every 30 min"),
            Wish(retryAfter: .hours(4), interval: .hours(4), reason: "the publisher asks for 4 h (Retry-After)"),
            Wish(ttl: 60, maxAge: .hours(3), interval: .hours(3), reason: "the publisher asks for 3 h (max-age)"),
            Wish(ttl: 600, maxAge: .hours(3), interval: .hours(10), reason: "the publisher asks for 10 h (ttl)"),
            Wish(
                ttl: 43_200, interval: .hours(24),
                reason: "the publisher asks for 30 d (ttl); the longest allowed is 24 h"),
            Wish(
                ttl: 43_200, maxAge: .days(60), interval: .hours(24),
                reason: "the publisher asks for 60 d (max-age); the longest allowed is 24 h"),
        ])
    func wish(_ wish: Wish) {
        let wait = intervals.wished(
            sample(), FeedState(hints: PublishingHints(ttlMinutes: wish.ttl)),
            ServerHints(maxAge: wish.maxAge, retryAfter: wish.retryAfter), noon)
        #expect(wait == Wait(interval: wish.interval, reason: wish.reason))
    }

    @Test(
        "no wish is too large to be answered",
        arguments: [Duration.seconds(Int64.max), .seconds(1_000_000_000_000_000_000), .seconds(Int64.min)])
    func absurd(wish: Duration) {
        let wait = intervals.wished(
            sample(), FeedState(hints: PublishingHints(ttlMinutes: .max)), ServerHints(maxAge: wish, retryAfter: wish),
            noon)
        #expect(wait.interval == .hours(24))
        let refused = FetchFailure(
            kind: .status, reason: "503", hints: ServerHints(retryAfter: wish))
        #expect(intervals.afterFailure(sample(), refused, count: 1).interval <= .hours(24))
    }

    @Test(
        "a failing feed is asked less and less, down to daily",
        arguments: [
            (FetchFailure.Kind.status, [30, 60, 120, 240, 480, 960, 1440, 1440]),
            (.timeout, [30, 60, 120, 240, 480, 960, 1440, 1440]),
            (.unreachable, [30, 120, 240, 480, 960, 1440, 1440, 1440]),
            (.notFeed, [60, 120, 240, 480, 960, 1440, 1440, 1440]),
            (.tls, [60, 120, 240, 480, 960, 1440, 1440, 1440]),
        ])
    func backoff(kind: FetchFailure.Kind, minutes: [Int]) {
        let waits = (1...8).map {
            intervals.afterFailure(sample(), FetchFailure(kind: kind, reason: ""), count: $0).interval
        }
        #expect(waits == minutes.map(Duration.minutes))
    }

    @Test("no number of failures leads beyond a day, and none to a shorter wait than the one before")
    func longFailing() {
        for kind in FetchFailure.Kind.allCases {
            var last = Duration.zero
            for count in Array(1...40) + [1000, 1 << 40] {
                let wait = intervals.afterFailure(sample(), FetchFailure(kind: kind, reason: ""), count: count)
                #expect(wait.interval >= last && wait.interval <= .hours(24))
                last = wait.interval
            }
            #expect(last == .hours(24))
        }
    }

    @Test("Retry-After lengthens the wait after a failure, never shortens it")
    func retryAfter() {
        func wait(_ seconds: Int, count: Int) -> Wait {
            let hints = ServerHints(retryAfter: .seconds(seconds))
            return intervals.afterFailure(
                sample(), FetchFailure(kind: .status, reason: "429", hints: hints), count: count)
        }
        #expect(wait(7200, count: 1) == Wait(interval: .hours(2), reason: "the publisher asks for 2 h (Retry-After)"))
        #expect(wait(60, count: 1) == Wait(interval: .minutes(30), reason: "after a failure"))
        #expect(wait(60, count: 3) == Wait(interval: .hours(2), reason: "after 3 failures in a row"))
    }

    @Test(
        "a host that is asked too much, or down, is left alone with all its feeds",
        arguments: [
            (429, nil, Duration.minutes(30)), (429, .hours(2), .hours(2)), (429, .days(90), .hours(24)),
            (503, nil, .minutes(5)), (503, .seconds(7), .minutes(5)), (503, .hours(1), .hours(1)),
            (500, .hours(1), nil), (404, nil, nil), (nil, nil, nil),
        ] as [(Int?, Duration?, Duration?)])
    func hostPause(status: Int?, retryAfter: Duration?, pause: Duration?) {
        let failure = FetchFailure(
            kind: .status, reason: "", status: status, hints: ServerHints(retryAfter: retryAfter))
        #expect(intervals.hostPause(after: failure, of: sample()) == pause)
    }

    @Test("what was learned makes the interval, within the bounds; a slow feed's as far as it was watched")
    func learned() {
        var rhythm = PublishingRhythm(watchedSince: noon - .days(40))
        (rhythm.exposure, rhythm.time) = (18 * 86_400, noon)
        let slow = intervals.learned(sample(), rhythm, noon)
        #expect(slow.interval > .hours(7) && slow.interval < .hours(9))
        rhythm.watchedSince = noon - .hours(4)
        #expect(
            intervals.learned(sample(), rhythm, noon)
                == Wait(interval: .hours(1), reason: "watched for 4 h so far: every 60 min"))
        rhythm.watchedSince = noon - .minutes(10)
        #expect(intervals.learned(sample(), rhythm, noon) == Wait(interval: .minutes(30), reason: "every 30 min"))
        for hour in rhythm.hours.indices { rhythm.hours[hour] = 5000 }
        for day in rhythm.days.indices { rhythm.days[day] = 5000 * 24 / 7 }
        (rhythm.worth, rhythm.newest, rhythm.capacity) = (120_000, noon, 40)
        #expect(
            intervals.learned(sample(), rhythm, noon)
                == Wait(interval: .minutes(5), reason: "publishes about 6667 items a day: every 5 min"))
        let own = Wait(interval: .hours(2), reason: "every 2 h, as configured")
        #expect(intervals.learned(sample(interval: .hours(2)), rhythm, noon) == own)
    }

    @Test("in an outage a feed waits as long as that has lasted, at least the least and at most its usual interval")
    func outage() {
        let waits = [0, 7, 20, 500].map { intervals.inOutage(sample(), lasting: .minutes($0)).interval }
        #expect(waits == [.minutes(5), .minutes(7), .minutes(20), .minutes(30)])
    }

    @Test(
        "bounds that are zero, at odds or beyond reason still give an interval",
        arguments: [
            (PollPolicy(minInterval: .zero, defaultInterval: .zero, maxInterval: .zero), Duration.zero),
            (PollPolicy(minInterval: .seconds(-5), defaultInterval: .seconds(-7)), .zero),
            (PollPolicy(minInterval: .hours(2), maxInterval: .hours(1)), .hours(2)),
            (
                PollPolicy(
                    minInterval: .seconds(Int64.max), defaultInterval: .seconds(Int64.max),
                    maxInterval: .seconds(Int64.max)), .days(366)
            ),
        ])
    func oddBounds(policy: PollPolicy, expected: Duration) {
        #expect(Intervals(policy: policy).usual(sample()).interval == expected)
        let failed = Intervals(policy: policy).afterFailure(
            sample(), FetchFailure(kind: .tls, reason: ""), count: 50)
        #expect(failed.interval >= expected && failed.interval <= .days(366))
    }
}
