import FoundationEssentials
import News
import Storing
import Testing

@testable import habari

@Suite("habari feeds")
struct FeedsCommandTests {
    private let place: Workplace
    private let config: String

    init() throws {
        place = try Workplace()
        config = try place.configuration()
    }

    @Test("the first feed makes the list, and the list needs no store")
    func add() async throws {
        let run = await habari(
            "feeds", "add", "https://a.example/feed", "--config", config, "--title", "A", "--tags", "x, y", "--country",
            "ke", "--interval", "1h30m")
        #expect(run.status == 0)
        #expect(run.complaints == [])
        let list = await habari("feeds", "list", "--config", config, "--format", "json")
        #expect(
            list.output == """
                [
                {"url": "https://a.example/feed", "title": "A", "enabled": true, "tags": ["x", "y"], "last_polled": null, \
                "last_success": null, "next_poll": null, "interval_seconds": 5400, "http_status": null, "error": null, \
                "failures": 0, "items": 0, "relevant": 0, "moved_from": null, \
                "reason": null, "stale_since": null}
                ]

                """)
        #expect(try place.text("feeds.opml").contains("country=\"KE\""))
    }

    @Test("a feed is not added twice, however it is spelled")
    func addTwice() async throws {
        _ = await habari("feeds", "add", "https://a.example/feed", "--config", config)
        let before = try place.text("feeds.opml")
        let run = await habari("feeds", "add", "HTTPS://A.example:443/feed#top", "--config", config)
        #expect(run.status == 1)
        #expect(run.complaints.count == 1)
        #expect(run.complaints.first?.contains("is subscribed already") == true)
        #expect(try place.text("feeds.opml") == before)
    }

    @Test("disable, enable, set and remove change the one feed")
    func change() async throws {
        let url = "https://a.example/feed"
        _ = await habari("feeds", "add", url, "--config", config, "--tags", "x")
        #expect(await habari("feeds", "disable", url, "--config", config).status == 0)
        #expect(try place.text("feeds.opml").contains("enabled=\"false\""))
        #expect(await habari("feeds", "enable", url, "--config", config).status == 0)
        #expect(try !place.text("feeds.opml").contains("enabled"))
        #expect(await habari("feeds", "set", url, "--config", config, "--title", "B & C", "--tags", "").status == 0)
        let text = try place.text("feeds.opml")
        #expect(text.contains("B &amp; C"))
        #expect(!text.contains("category"))
        #expect(await habari("feeds", "remove", url, "--config", config).status == 0)
        #expect(await habari("feeds", "list", "--config", config, "--format", "json").output == "[]\n")
    }

    /// A store whose one feed published hourly until a month before its last poll, and then failed.
    private func storeOfStaleFeed(error: String? = nil) async throws {
        let url = try #require(FeedURL("https://user:secret@a.example/feed"))
        let store = try Store(path: place.path + "/habari.db", access: .readWrite)
        try store.subscribe([Subscription(url: url, title: "A")], now: Sample.polled)
        var rhythm = PublishingRhythm(watchedSince: Sample.polled - 90 * 86_400)
        (rhythm.newest, rhythm.gap) = (Sample.polled - 30 * 86_400, 3600)
        for number in 0..<60 {
            let state = FeedState(
                lastPolled: Sample.polled, lastSuccess: Sample.polled, nextPoll: Sample.polled + 7200,
                interval: .seconds(7200),
                reason: "publishes seldom: every 2 h", httpStatus: 200, error: number == 59 ? error : nil,
                rhythm: rhythm)
            _ = try await store.record(
                Poll(
                    feed: url, started: Sample.polled + Double(number) * 60, state: state, bytesOnWire: number,
                    duration: .milliseconds(250)))
        }
        try store.close()
    }

    @Test("a feed that is quiet for far longer than it used to be is called stale, in the list and in the status")
    func stale() async throws {
        try await storeOfStaleFeed()
        let store = place.path + "/habari.db"
        let list = await habari("feeds", "list", "--store", store)
        #expect(list.output.contains("stale: nothing new since 2025-08-26 09:00 UTC"))
        let json = await habari("feeds", "list", "--store", store, "--format", "json")
        #expect(
            json.output.contains(#""reason": "publishes seldom: every 2 h", "stale_since": "2025-08-26T09:00:00Z""#))
        #expect(await habari("status", "--store", store).output.contains("1, 0 failing, 1 stale"))
        let metrics = await habari("status", "--store", store, "--format", "prometheus")
        #expect(metrics.lines.contains { $0.hasPrefix("habari_feed_stale{") && $0.hasSuffix(" 1") })
    }

    @Test("one feed is shown with the reason of its next poll and its last fifty polls, newest first")
    func show() async throws {
        try await storeOfStaleFeed(error: "the server is busy")
        let store = place.path + "/habari.db"
        let run = await habari("feeds", "show", "https://a.example/feed", "--store", store)
        #expect(run.status == 1 && run.complaints.first?.contains("no such feed") == true)
        let shown = await habari("feeds", "show", "https://user:secret@a.example/feed", "--store", store)
        #expect(shown.lines.contains { $0.hasPrefix("next poll") && $0.hasSuffix("publishes seldom: every 2 h") })
        let polls = shown.lines.drop { !$0.hasPrefix("POLL") }.dropFirst()
        #expect(polls.count == 50)
        #expect(polls.first?.split(separator: " ").prefix(5) == ["2025-09-25", "09:59", "200", "59", "0.25"])
        #expect(polls.first?.hasSuffix("the server is busy") == true)
        #expect(!shown.output.contains("secret"))
        let json = await habari(
            "feeds", "show", "https://user:secret@a.example/feed", "--store", store, "--format", "json")
        #expect(json.output.contains(#""seconds": 0.25"#) && !json.output.contains("secret"))
    }

    @Test("where a host asked to be left alone, the list says so of all its feeds")
    func hostPause() async throws {
        let urls = try ["https://a.example/1", "https://a.example/2", "https://b.example/"].map {
            try #require(FeedURL($0))
        }
        let store = try Store(path: place.path + "/habari.db", access: .readWrite)
        try store.subscribe(urls.map { Subscription(url: $0) }, now: Sample.polled)
        for (number, url) in urls.enumerated() {
            let state = FeedState(
                lastPolled: Sample.polled, nextPoll: Sample.polled + 1800, reason: "every 30 min",
                hostPause: number == 0 ? Sample.polled + 7200 : nil)
            _ = try await store.record(Poll(feed: url, started: Sample.polled, state: state))
        }
        try store.close()
        let lines = await habari("feeds", "list", "--store", place.path + "/habari.db", "--format", "json").lines
        for number in 1...2 {
            #expect(lines[number].contains(#""next_poll": "2025-09-25T11:00:00Z""#))
            #expect(lines[number].contains(#""reason": "a.example asks to be left alone until then""#))
        }
        #expect(lines[3].contains(#""next_poll": "2025-09-25T09:30:00Z""#) && lines[3].contains("every 30 min"))
    }

    @Test("a feed that is not subscribed is named, with the nearest that is")
    func unknown() async {
        _ = await habari("feeds", "add", "https://a.example/feed", "--config", config)
        let run = await habari("feeds", "remove", "https://a.example/fed", "--config", config)
        #expect(run.status == 1)
        #expect(run.complaints.first?.contains("did you mean https://a.example/feed?") == true)
    }

    @Test("import counts what it adds and what was there; export gives it back")
    func importAndExport() async throws {
        let file = try place.write(
            "other.opml",
            """
            <opml version="2.0"><body><outline text="F"><outline text="One" xmlUrl="https://one.example/"/>
            <outline text="Two" xmlUrl="https://two.example/"/></outline><outline text="no address" type="rss"/></body></opml>
            """)
        _ = await habari("feeds", "add", "https://two.example/", "--config", config)
        let run = await habari("feeds", "import", file, "--config", config)
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("added 1 feed to "))
        #expect(run.output.hasSuffix(", skipped 1 that were subscribed already\n"))
        #expect(run.complaints.count == 1)
        let export = await habari("feeds", "export", "--config", config)
        #expect(export.output.contains("xmlUrl=\"https://one.example/\" category=\"F\""))
    }

    @Test("the store's knowledge stands beside the list's; a feed new to the list is listed all the same")
    func merged() async throws {
        try await Sample.store(in: place)
        _ = await habari("feeds", "add", "https://nation.example/rss", "--config", config, "--title", "Renamed")
        _ = await habari("feeds", "add", "https://new.example/rss", "--config", config)
        let run = await habari("feeds", "list", "--config", config, "--format", "csv")
        #expect(run.lines.count == 3)
        #expect(
            run.lines[1]
                == "https://nation.example/rss,Renamed,true,,2025-09-25T09:00:00Z,2025-09-25T09:00:00Z,"
                + "2025-09-25T09:30:00Z,1800,200,,0,3,2,,default,")
        #expect(run.lines[2].hasPrefix("https://new.example/rss,"))
    }

    @Test("check names every fault of a configuration by line, and is silent about a good one")
    func check() async throws {
        _ = await habari("feeds", "add", "https://a.example/feed", "--config", config)
        let good = await habari("check", "--config", config)
        #expect(good.status == 0)
        #expect(good.complaints == [])
        #expect(good.lines.allSatisfy { $0.hasPrefix("ok  ") })
        let bad = try place.configuration("[poll]\ntimeot = \"3s\"\nconcurrency = 0\n")
        let run = await habari("check", "--config", bad)
        #expect(run.status == 1)
        #expect(run.complaints.count == 2)
        #expect(run.complaints.first?.hasPrefix("habari: \(bad):4: ") == true)
    }
}
