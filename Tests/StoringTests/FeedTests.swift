import News
import Testing

@testable import Storing

/// What the store knows of feeds.
@Suite("Feeds")
struct FeedTests {
    @Test("the list is taken over in its order, with everything it says")
    func list() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let list = [
            Subscription(
                url: otherFeed, title: "Other", tags: ["africa", "trade, aid"], country: "KE", interval: .seconds(600)),
            Subscription(url: someFeed, enabled: false),
        ]
        try store.subscribe(list, now: minute(0))
        #expect(try store.feeds() == list.map { Feed(subscription: $0) })
        try store.subscribe(list.reversed(), now: minute(1))
        #expect(try store.feeds().map(\.url) == [someFeed, otherFeed])
        try store.subscribe([], now: minute(2))
        #expect(try store.feeds().isEmpty)
    }

    @Test("a poll's state comes back as it was")
    func state() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.subscribe([Subscription(url: someFeed)], now: minute(0))
        var rhythm = PublishingRhythm(watchedSince: minute(-600))
        rhythm.hours[7] = 2.125
        rhythm.days[6] = 2.125
        (rhythm.worth, rhythm.exposure, rhythm.capacity, rhythm.gap) = (11.5, 36_000, 25, 17_000)
        rhythm.newest = minute(-10)
        let state = FeedState(
            title: "The Daily", link: "https://news.example/", location: otherFeed,
            redirect: ObservedRedirect(target: otherFeed, since: minute(-60), count: 3),
            validators: Validators(etag: "W/\"a\"", lastModified: "Wed, 24 Sep 2025 12:00:00 GMT"),
            lastPolled: minute(1),
            lastSuccess: minute(0), lastFresh: minute(-1), nextPoll: minute(30), interval: .seconds(1800),
            reason: "publishes twice a day", httpStatus: 503, error: "the server is busy", failures: 2, ended: false,
            hints: PublishingHints(ttlMinutes: 90, skipHours: [1, 2], skipDays: [6, 7]), body: .min, rhythm: rhythm,
            hostPause: minute(20))
        _ = try await store.record(Poll(feed: someFeed, started: minute(1), state: state))
        #expect(try store.feeds().map(\.state) == [state])
        try store.close()
        let reopened = try temporary.open(.readOnly)
        #expect(try reopened.feeds().map(\.state) == [state])
    }

    @Test("what was learned and cannot be read, or cannot have been learned, is learned anew")
    func unreadableRhythm() async throws {
        for text in [
            "{}", "no JSON", #"{"watchedSince":0,"time":0,"hours":[],"days":[],"worth":1,"exposure":1,"capacity":1}"#,
        ] {
            let temporary = try TemporaryStore()
            let store = try temporary.open()
            try store.subscribe([Subscription(url: someFeed)], now: minute(0))
            try temporary.execute("UPDATE feed SET rhythm = '\(text)', hints = '\(text)'")
            let state = try #require(try store.feeds().first?.state)
            #expect(state.rhythm == nil && state.hints.isEmpty)
        }
    }

    @Test("a feed that is no longer listed keeps its items and its state, and comes back with them")
    func relisted() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let list = [Subscription(url: someFeed)]
        try store.subscribe(list, now: minute(0))
        try await store.poll(ParsedItem(id: "1", title: "One"))
        try store.subscribe([], now: minute(1))
        #expect(try store.titles() == ["One"])
        try store.subscribe(list, now: minute(2))
        let report = try #require(try store.feedReports().first)
        #expect(report.items == 1 && report.relevant == 1)
        #expect(report.feed.state.lastPolled == minute(0))
        #expect(try await store.poll(at: minute(3), ParsedItem(id: "1", title: "One")).known == 1)
    }

    @Test("a feed that its server ended is asked again only when it is listed or enabled anew")
    func ended() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        func end(_ feed: FeedURL) async throws {
            let state = FeedState(nextPoll: minute(900), httpStatus: 410, error: "gone", failures: 1, ended: true)
            _ = try await store.record(Poll(feed: feed, started: minute(1), state: state))
        }
        func list(_ enabled: Bool) -> [Subscription] { [Subscription(url: someFeed, enabled: enabled)] }
        try store.subscribe(list(true), now: minute(0))
        try await end(someFeed)
        #expect(try store.status().ended == 1)
        try store.subscribe(list(true), now: minute(2))
        #expect(try store.feeds()[0].state.ended)
        try store.subscribe(list(false), now: minute(3))
        #expect(try store.feeds()[0].state.ended)
        try store.subscribe(list(true), now: minute(4))
        #expect(try store.feeds()[0].state.ended == false)
        #expect(try store.feeds()[0].state.nextPoll == nil)
        try await end(someFeed)
        try store.subscribe([], now: minute(5))
        try store.subscribe(list(true), now: minute(6))
        #expect(try store.feeds()[0].state.ended == false)
    }

    @Test("a shorter interval holds at once")
    func interval() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.subscribe([Subscription(url: someFeed)], now: minute(0))
        _ = try await store.record(Poll(feed: someFeed, started: minute(0), state: FeedState(nextPoll: minute(1440))))
        try store.subscribe([Subscription(url: someFeed, interval: .seconds(300))], now: minute(10))
        #expect(try store.feeds()[0].state.nextPoll == minute(15))
    }

    @Test("the last fifty polls are kept, newest first")
    func polls() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for number in 0..<73 {
            let state = FeedState(httpStatus: number % 2 == 0 ? 200 : nil, error: number % 2 == 0 ? nil : "no answer")
            let item = JudgedItem(item: ParsedItem(id: "\(number)", title: "\(number)"), verdict: relevant())
            _ = try await store.record(
                Poll(
                    feed: someFeed, started: minute(number), state: state, items: [item], bytesOnWire: 1000 + number,
                    duration: .milliseconds(number)))
        }
        let polls = try store.polls(of: someFeed)
        #expect(polls.map(\.started) == (23..<73).reversed().map(minute))
        #expect(
            polls[0]
                == PollLogEntry(
                    started: minute(72), duration: .milliseconds(72), httpStatus: 200, bytesOnWire: 1072, new: 1,
                    revised: 0, error: nil))
        #expect(polls[1].error == "no answer")
        #expect(try store.polls(of: someFeed, limit: 3).count == 3)
        #expect(try store.polls(of: otherFeed).isEmpty)
    }

    @Test("a poll that found nothing changed writes its feed's state and its log line only")
    func unchanged() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(ParsedItem(id: "1", title: "One"))
        let before = try temporary.number("SELECT count(*) FROM journal")
        try await store.poll(at: minute(1), ParsedItem(id: "1", title: "One"))
        try await store.poll(at: minute(2))
        #expect(try temporary.number("SELECT count(*) FROM journal") == before)
        #expect(try store.polls(of: someFeed).count == 3)
    }

    @Test("a move to another address is in the journal")
    func move() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for (number, location) in [nil, otherFeed, otherFeed, nil].enumerated() {
            _ = try await store.record(
                Poll(feed: someFeed, started: minute(number), state: FeedState(location: location)))
        }
        #expect(try temporary.number("SELECT count(*) FROM move") == 2)
        #expect(try store.verify().faults == [])
    }

    @Test("the status counts what there is")
    func status() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open(keep: .relevant)
        try store.subscribe([Subscription(url: someFeed), Subscription(url: otherFeed)], now: minute(0))
        try await store.poll(at: minute(1), ParsedItem(id: "1", title: "One"))
        try await store.poll(at: minute(2), ParsedItem(id: "1", title: "Two"))
        try await store.poll(at: minute(3), verdict: irrelevant(), ParsedItem(id: "2", title: "Three"))
        _ = try await store.record(
            Poll(feed: otherFeed, started: minute(4), state: FeedState(lastPolled: minute(4), failures: 3)))
        let status = try store.status()
        #expect(status.bytes > 0)
        #expect(
            status
                == StoreStatus(
                    items: 2, relevant: 1, revisions: 1, feeds: 2, failing: 1, ended: 0, lastPoll: minute(4),
                    lastItem: minute(3), bytes: status.bytes, schema: Schema.version))
    }
}
