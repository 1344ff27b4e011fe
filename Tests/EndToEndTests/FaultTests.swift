import Foundation
import LoopbackServing
import Testing

@Suite("What servers may do to the daemon", .serialized, .timeLimit(.minutes(10)))
struct FaultTests {
    /// A publisher whose other paths misbehave.
    private func publisher() throws -> Publisher {
        try Publisher(feeds: 20, itemsEach: 5) { request, connection in
            let path = String(request.target.prefix { $0 != "?" })
            guard let fault = FaultServer.fault(path) else { return connection.reply("404 Not Found") }
            fault.answer(connection)
        }
    }

    private static let bounds = Installation.alwaysDue + "\ntimeout = \"4s\"\nconnect_timeout = \"2s\"\nper_host = 64"

    @Test("every fault is named, costs its own feed alone, and stays within its bounds")
    func faults() async throws {
        #expect(FaultServer.bomb.count < 100_000)
        let publisher = try publisher()
        let quiet = try Installation(feeds: publisher.urls, poll: Self.bounds)
        let usual = try await quiet.measuredOnce()
        #expect(usual.run.status == 0, "\(usual.run.errors)")

        // Those that speak for their host are each asked of another name of it.
        let busy = zip(FaultServer.busy, ["localhost", "127.1"]).map { fault, host in
            (publisher.url(fault.path).replacing("127.0.0.1", with: host), fault.words)
        }
        let expected = Dictionary(
            uniqueKeysWithValues: FaultServer.faults.map { (publisher.url($0.path), $0.words) } + busy + [
                ("http://127.0.0.1:1/feed", "Failed to connect to 127.0.0.1 port 1"),
                (
                    publisher.url("/feed/0").replacing("http:", with: "https:"),
                    "timed out: no connection to 127.0.0.1"
                ),
                ("http://nosuchhost.invalid/feed", "nosuchhost.invalid"),
            ])
        let alternatives = Dictionary(
            uniqueKeysWithValues: FaultServer.faults.compactMap { fault in
                fault.otherWords.map { (publisher.url(fault.path), $0) }
            })
        let installation = try Installation(feeds: publisher.urls + expected.keys.sorted(), poll: Self.bounds)
        let hostile = try await installation.measuredOnce()
        #expect(hostile.run.status == 0, "\(hostile.run.errors)")

        let stored = try await installation.stored()
        #expect(Set(stored.keys) == publisher.visible)
        #expect(stored.values.allSatisfy { $0 == 1 })
        let feeds = try await installation.feeds()
        #expect(feeds.count == publisher.urls.count + expected.count)
        for feed in feeds {
            if let words = expected[feed.url] {
                let error = feed.error ?? "no error"
                let isNamed = error.contains(words) || alternatives[feed.url].map(error.contains) == true
                #expect(isNamed, "\(feed.url): \(error)")
                #expect(!error.contains(where: \.isNewline) && error.count < 400)
            } else {
                #expect(feed.error == nil && feed.items == 5, "\(feed.url): \(feed.error ?? "")")
            }
        }
        // Each fault ends within its own time limit, all of them side by side.
        #expect(hostile.duration < .seconds(60), "\(hostile.duration)")
        // A sanitizer keeps what is freed, and much beside it.
        if !Installation.sanitizerOptions.isEmpty { return }
        #expect(hostile.peakKiB - usual.peakKiB < 64 << 10, "\(usual.peakKiB) KiB, then \(hostile.peakKiB) KiB")
    }

    @Test("with a proxy, names are looked up there, and what is private on its face is refused here")
    func proxied() async throws {
        let shelf = FeedShelf(feeds: 1, itemsEach: 5)
        let proxy = try LoopbackServer { request, connection in
            switch request.target {
            case "http://news.example/feed": connection.reply("200 OK", [], shelf.document(0).body)
            case "http://evil.example/": connection.reply("302 Found", ["Location: http://10.0.0.1/admin"])
            case "http://metadata.example/": connection.reply("302 Found", ["Location: http://169.254.169.254/"])
            case "http://cafe.example/": connection.reply("302 Found", ["Location: http://login.hotel.example.net/"])
            case "http://login.hotel.example.net/":
                connection.reply("200 OK", ["Content-Type: text/html"], "<html><title>Welcome</title>")
            default: connection.reply("404 Not Found")
            }
        }
        defer { proxy.stop() }
        let expected = [
            "http://news.example/feed": nil, "http://127.0.0.1/": "127.0.0.1 is not a public address",
            "http://[::ffff:10.0.0.1]/": "is not a public address", "http://feed.localhost/": "is not a public address",
            "http://evil.example/": "after a redirect, 10.0.0.1 is not a public address",
            "http://metadata.example/": "after a redirect, 169.254.169.254 is not a public address",
            "http://cafe.example/":
                "login.hotel.example.net answers in place of cafe.example (a captive portal, or the site is gone)",
        ]
        let installation = try Installation(
            feeds: expected.keys.sorted(), poll: "proxy = \"\(proxy.url(""))\"", allowsPrivateNetworks: false)
        let run = try await installation.once()
        #expect(run.status == 0, "\(run.errors)")
        for feed in try await installation.feeds() {
            let words = try #require(expected[feed.url], "\(feed.url)")
            if let words { #expect(feed.error?.contains(words) == true, "\(feed.url): \(feed.error ?? "no error")") }
            #expect(feed.items == (words == nil ? 5 : 0), "\(feed.url): \(feed.error ?? "no error")")
        }
        #expect(proxy.requests.allSatisfy { !$0.target.contains("10.0.0.1") && !$0.target.contains("127.0.0.1") })
    }

    @Test("fifty feeds of one host are fetched over as many connections as it is given, kept alive")
    func keepAlive() async throws {
        let shelf = FeedShelf(feeds: 50, itemsEach: 1)
        let server = try LoopbackServer { request, connection in
            let number = Int(request.target.dropFirst()) ?? 0
            connection.reply("200 OK", [], shelf.document(number).body)
        }
        defer { server.stop() }
        let installation = try Installation(feeds: (0..<50).map { server.url("/\($0)") }, poll: "per_host = 2")
        #expect(try await installation.once().status == 0)
        #expect(server.requests.count == 50)
        #expect(server.connections <= 2)
    }

    @Test("neither a feed of 12,000 items nor a publisher of 900 feeds on one host keeps others waiting")
    func starvation() async throws {
        let giant = FeedShelf(feeds: 1, itemsEach: 12_000)
        let many = FeedShelf(feeds: 900, itemsEach: 1)
        let others = FeedShelf(feeds: 20, itemsEach: 5)
        let server = try LoopbackServer { request, connection in
            let parts = request.target.split(separator: "/")
            let number = parts.last.flatMap { Int($0) } ?? 0
            switch parts.first {
            case "giant": connection.reply("200 OK", [], giant.document(0).body)
            case "many": connection.reply("200 OK", [], many.document(number).body)
            default: connection.reply("200 OK", [], others.document(number).body)
            }
        }
        defer { server.stop() }
        // Three names of one address, so that each counts as a host; those that could be kept waiting come last.
        let urls =
            [server.url("/giant/0").replacing("127.0.0.1", with: "127.1")]
            + (0..<900).map { server.url("/many/\($0)").replacing("127.0.0.1", with: "localhost") }
            + (0..<20).map { server.url("/other/\($0)") }
        let installation = try Installation(feeds: urls, poll: "per_host = 2")
        let run = try await installation.once()
        #expect(run.status == 0, "\(run.errors)")

        let targets = server.requests.map(\.target)
        #expect(targets.count == urls.count && Set(targets).count == urls.count)
        let last = try #require(targets.lastIndex { $0.hasPrefix("/other/") })
        let before = targets[..<last].count { $0.hasPrefix("/many/") }
        #expect(before < 300, "\(before) of the 900 were asked before the last of the others")
        let items = Dictionary(grouping: try await installation.feeds(), by: \.items).mapValues(\.count)
        // Of one document, 10,000 items are read.
        #expect(items == [10_000: 1, 1: 900, 5: 20])
    }
}
