import FoundationEssentials
import News
import Testing

@testable import Polling

@Suite struct ScheduleTests {
    private let schedule = Schedule(policy: PollPolicy())
    private let old = Validators(etag: "\"1\"", lastModified: "Wed, 24 Sep 2025 12:00:00 GMT")

    // MARK: - Requests

    @Test("a request is conditional if the last document came within a week")
    func conditional() {
        for (age, isConditional) in [(Duration.zero, true), (.days(6), true), (.days(8), false), (.hours(-1), false)] {
            let feed = sample(FeedState(validators: old, lastFresh: noon - age))
            let expected = isConditional ? old : .none
            #expect(schedule.request(for: feed, now: noon) == FetchRequest(url: feed.url, validators: expected))
        }
        #expect(schedule.request(for: sample(FeedState(validators: old)), now: noon).validators == .none)
    }

    @Test("a feed that has moved is asked at its new address")
    func movedRequest() {
        let feed = sample(FeedState(location: address("https://new.example/feed")))
        #expect(schedule.request(for: feed, now: noon).url == address("https://new.example/feed"))
    }

    // MARK: - Good answers

    @Test("a document is remembered with its title, link and validators")
    func good() {
        let before = sample(FeedState(lastSuccess: noon - .hours(9), error: "down", failures: 3))
        let state = schedule.state(after: fresh(document(), summary(etag: "\"2\"")), of: before)
        #expect(
            state
                == FeedState(
                    title: "The News", link: "https://news.example/", validators: Validators(etag: "\"2\""),
                    lastPolled: noon, lastSuccess: noon, lastFresh: noon, nextPoll: noon + .minutes(30),
                    interval: .minutes(30), reason: "every 30 min", httpStatus: 200, body: 1,
                    rhythm: PublishingRhythm(watchedSince: noon)))
    }

    @Test("a 304 keeps what it does not repeat and takes what it does")
    func notModified() {
        let feed = sample(FeedState(title: "T", validators: old, lastFresh: noon - .days(1), failures: 2))
        let state = schedule.state(after: .unchanged(summary(304, etag: "\"2\"")), of: feed)
        #expect(state.validators == Validators(etag: "\"2\"", lastModified: old.lastModified))
        #expect(state.lastFresh == noon - .days(1))
        #expect(state.lastSuccess == noon)
        #expect(state.title == "T" && state.failures == 0 && state.error == nil && state.httpStatus == 304)
        #expect(schedule.state(after: .unchanged(summary(304)), of: feed).validators == old)
    }

    @Test("a document without validators clears the old ones")
    func validatorsGone() {
        let feed = sample(FeedState(validators: old, lastFresh: noon))
        #expect(schedule.state(after: fresh(document(), summary()), of: feed).validators == .none)
    }

    // MARK: - Waits

    @Test("chance adds up to a tenth")
    func jitter() {
        for (chance, minutes) in [(0.0, 30), (0.5, 31.5), (1.0, 33)] {
            let state = schedule.state(after: .unchanged(summary(304)), of: sample(), chance: chance)
            #expect(state.nextPoll == noon + .seconds(minutes * 60))
            #expect(state.interval == .minutes(30))
        }
    }

    @Test("what a document asked for stands while it has not changed")
    func hintsStand() {
        let asked = schedule.state(after: fresh(document(ttl: 90, skipHours: [19, 20])), of: sample())
        for outcome in [PollOutcome.unchanged(summary(304)), .repeated(summary())] {
            let state = schedule.state(after: outcome, of: sample(asked))
            #expect(state.interval == .minutes(90))
            #expect(state.nextPoll?.rfc3339 == "2025-09-24T21:00:00Z")
        }
        let eased = schedule.state(after: fresh(), of: sample(asked))
        #expect(eased.interval == .minutes(30) && eased.hints.isEmpty)
    }

    @Test("a body that was read before counts as received, gives its validators, and keeps the digest")
    func repeated() {
        let feed = sample(FeedState(title: "T", validators: old, lastFresh: noon - .days(9), failures: 2, body: 7))
        let state = schedule.state(after: .repeated(summary(200, etag: "\"2\"")), of: feed)
        #expect(state.validators == Validators(etag: "\"2\"") && state.body == 7 && state.title == "T")
        #expect(state.lastFresh == noon && state.lastSuccess == noon && state.failures == 0)
    }

    @Test("what a header asked for does not stand any longer than it is repeated")
    func headersPass() {
        let asked = schedule.state(after: .unchanged(summary(304, retryAfter: .hours(24))), of: sample())
        #expect(asked.interval == .hours(24))
        let state = schedule.state(after: .unchanged(summary(304)), of: sample(asked), now: noon + .hours(24))
        #expect(state.interval == .minutes(30))
    }

    @Test("an interval that the administrator shortened is short at once")
    func shortened() {
        let slow = Schedule(policy: PollPolicy(defaultInterval: .hours(6)))
        let before = slow.state(after: .unchanged(summary(304)), of: sample())
        let state = schedule.state(after: .unchanged(summary(304)), of: sample(before), now: noon + .hours(6))
        #expect(state.interval == .minutes(30))
    }

    @Test("silent hours are waited for, for the longest interval at most, and not by all feeds to the second")
    func silentHours() {
        func next(_ hours: Set<Int>, _ days: Set<Int> = [], chance: Double = 0) -> FeedState {
            let answer = document(skipHours: hours, skipDays: days)
            return schedule.state(after: fresh(answer), of: sample(), chance: chance)
        }
        #expect(next([18, 19]).nextPoll?.rfc3339 == "2025-09-24T20:00:00Z")
        #expect(next([18, 19]).reason == "the publisher is silent until then (skipHours, skipDays)")
        #expect(next([18, 19], chance: 1).nextPoll?.rfc3339 == "2025-09-24T20:03:00Z")
        #expect(next([17, 21]).nextPoll == noon + .minutes(30))
        let longest = noon + .seconds(86_400 * 1.1)
        #expect(next([], [3, 4, 5, 6, 7]).nextPoll == longest)
        #expect(next(Set(0..<24)).nextPoll == noon + .minutes(30))
    }

    // MARK: - Failures

    @Test("a failure is told in its own words and keeps what the last good answer taught")
    func failed() {
        let before = FeedState(
            title: "T", link: "L", validators: old, lastPolled: noon - .hours(1), lastSuccess: noon - .hours(1),
            lastFresh: noon - .hours(2), httpStatus: 200)
        var expected = before
        expected.lastPolled = noon
        expected.nextPoll = noon + .minutes(30)
        expected.interval = .minutes(30)
        expected.reason = "after a failure"
        expected.httpStatus = 503
        expected.error = "it failed: status"
        expected.failures = 1
        expected.hostPause = noon + .minutes(5)
        #expect(schedule.state(after: failure(.status, status: 503), of: sample(before)) == expected)
    }

    @Test(
        "a host to which a redirect led does not speak for the feed's own",
        arguments: [(nil, true), ("news.example", true), ("elsewhere.example", false)] as [(String?, Bool)])
    func answerFromElsewhere(host: String?, isPaused: Bool) {
        let failure = FetchFailure(
            kind: .status, reason: "busy", status: 429, hints: ServerHints(retryAfter: .hours(3)))
        let state = schedule.state(
            after: .failed(failure, FetchSummary(status: 429, host: host)), of: sample(FeedState()))
        #expect(state.hostPause == (isPaused ? noon + .hours(3) : nil))
        #expect(state.nextPoll == noon + .hours(3))
    }

    @Test("what was no feed keeps its status and the validators of the last good document")
    func notFeed() {
        let feed = sample(FeedState(validators: old, lastFresh: noon))
        let outcome = PollOutcome.failed(
            FetchFailure(kind: .notFeed, reason: "this is HTML"), summary(200, etag: "\"html\""))
        let state = schedule.state(after: outcome, of: feed)
        #expect(state.validators == old && state.httpStatus == 200 && state.error == "this is HTML")
        #expect(state.lastFresh == noon && state.lastSuccess == nil)
    }

    @Test("410 ends a feed, and nothing else does", arguments: FetchFailure.Kind.allCases)
    func ended(kind: FetchFailure.Kind) {
        var feed = sample()
        for _ in 0..<30 { feed.state = schedule.state(after: failure(kind), of: feed) }
        #expect(feed.state.ended == (kind == .gone))
        #expect((feed.state.nextPoll == nil) == (kind == .gone))
        #expect(feed.state.error == "it failed: \(kind.rawValue)")
    }

    @Test("one success ends the backing off")
    func recovers() {
        let feed = sample(FeedState(interval: .hours(24), error: "down", failures: 40))
        let state = schedule.state(after: .unchanged(summary(304)), of: feed)
        #expect(state.failures == 0 && state.error == nil && state.interval == .minutes(30))
    }

    @Test("an outage of our own is not charged to the feed, what is the feed's own fault is")
    func outage() {
        let feed = sample(FeedState(validators: old, lastSuccess: noon - .hours(1), failures: 0))
        for kind in FetchFailure.Kind.allCases where kind != .gone {
            let state = schedule.state(after: failure(kind), of: feed, outage: .minutes(12))
            let isOurs = kind == .unreachable || kind == .timeout
            #expect(state.failures == (isOurs ? 0 : 1))
            #expect((state.error == nil) == isOurs)
            #expect((state.interval == .minutes(12)) == isOurs)
            #expect(state.validators == old && state.lastPolled == noon)
        }
    }

    // MARK: - Moves

    private let target = "https://new.example/feed"

    /// The state after polls at these times, each answered by way of a permanent redirect.
    private func redirected(_ times: [Duration], to target: String? = nil, from start: FeedState = FeedState())
        -> FeedState
    {
        times.reduce(into: start) { state, time in
            let answer = PollOutcome.unchanged(summary(304, etag: "\"9\"", movedTo: target ?? self.target))
            state = schedule.state(after: answer, of: sample(state), now: noon + time)
        }
    }

    @Test("a permanent redirect is believed after five polls in three days, and the validators start anew")
    func believed() {
        let almost = redirected([.zero, .days(1), .days(2), .days(4)])
        #expect(almost.location == nil && almost.redirect?.count == 4)
        let tooSoon = redirected([.zero, .hours(1), .hours(2), .hours(3), .hours(4), .hours(71)])
        #expect(tooSoon.location == nil && tooSoon.redirect?.count == 6)
        let believed = redirected([.zero, .days(1), .days(2), .hours(60), .days(3)])
        #expect(believed.location == address(target))
        #expect(believed.redirect == nil && believed.validators == .none)
    }

    @Test("an answer without the redirect, or with another one, starts the proof anew")
    func interrupted() {
        let seen = redirected([.zero, .days(1), .days(2), .days(3)])
        let direct = schedule.state(after: .unchanged(summary(304)), of: sample(seen), now: noon + .days(4))
        #expect(direct.redirect == nil)
        let other = redirected([.days(4)], to: "https://other.example/", from: seen)
        #expect(other.redirect?.count == 1 && other.redirect?.since == noon + .days(4))
    }

    @Test("a failure between two answers does not break the proof")
    func failureBetween() {
        let seen = redirected([.zero, .days(1)])
        #expect(schedule.state(after: failure(.timeout), of: sample(seen)).redirect == seen.redirect)
    }

    @Test("a redirect to another subscription's address is never followed for good")
    func clash() {
        var state = FeedState()
        for day in 0..<9 {
            let poll = Schedule.Circumstances(
                now: noon + .days(day), chance: 0, isTaken: { $0 == address("https://new.example/feed") })
            state = schedule.state(after: .unchanged(summary(304, movedTo: target)), of: sample(state), poll)
        }
        #expect(state.location == nil && state.redirect == nil)
    }

    @Test("a clock that was set back does not put the proof off")
    func clockSetBack() {
        let ahead = FeedState(redirect: ObservedRedirect(target: address(target), since: noon + .days(900), count: 3))
        let state = redirected([.zero, .days(1), .days(3)], from: ahead)
        #expect(state.location == address(target))
    }

    @Test("a move is given up after eight failures in a row, and the validators with it")
    func givenUp() {
        var feed = sample(FeedState(location: address(target), validators: old))
        for _ in 0..<7 { feed.state = schedule.state(after: failure(.unreachable), of: feed) }
        #expect(feed.state.location == address(target) && feed.state.validators == old)
        feed.state = schedule.state(after: failure(.unreachable), of: feed)
        #expect(feed.state.location == nil && feed.state.validators == .none && feed.state.failures == 8)
    }

    @Test("a feed that is sent back to its subscribed address has not moved any more")
    func movedBack() {
        let away = FeedState(location: address(target))
        let back = redirected(
            [.zero, .days(1), .days(2), .days(3), .days(4)], to: "https://news.example/feed", from: away)
        #expect(back.location == nil && back.redirect == nil)
    }
}
