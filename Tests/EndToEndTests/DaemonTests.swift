import Foundation
import Testing

@Suite("What an administrator may rely on", .serialized, .timeLimit(.minutes(15)))
struct DaemonTests {
    @Test("every item of 200 feeds is stored once; a second poll is answered 304 and stores nothing")
    func firstAndSecondPoll() async throws {
        let publisher = try Publisher(feeds: 200, itemsEach: 35)
        let installation = try Installation(feeds: publisher.urls, poll: Installation.alwaysDue)
        let first = try await installation.once()
        #expect(first.status == 0, "\(first.errors)")
        #expect(await publisher.takeAnswers() == [200: 200])
        let stored = try await installation.stored()
        #expect(Set(stored.keys) == publisher.visible)
        #expect(stored.values.allSatisfy { $0 == 1 })
        #expect(try await installation.once().status == 0)
        #expect(await publisher.takeAnswers() == [304: 200])
        #expect(try await installation.stored() == stored)
    }

    @Test("a feed that is not due is not asked")
    func notDue() async throws {
        let publisher = try Publisher(feeds: 3, itemsEach: 2)
        let installation = try Installation(feeds: publisher.urls)
        _ = try await installation.once()
        #expect(await publisher.takeAnswers() == [200: 3])
        _ = try await installation.once()
        #expect(await publisher.takeAnswers() == [:])
    }

    @Test("an edited headline is a revision of the same item")
    func editedItem() async throws {
        let publisher = try Publisher(feeds: 1, itemsEach: 2)
        let installation = try Installation(feeds: publisher.urls, poll: Installation.alwaysDue)
        _ = try await installation.once()
        let title = "Nairobi and Washington agree on a trade deal after all"
        publisher.shelf.edit(in: 0, title: title)
        _ = try await installation.once()
        let items = try await installation.items()
        #expect(items.count == 2)
        let edited = try #require(items.first { $0.guid == "feed0-item0" })
        #expect(edited.title == title)
        #expect(edited.revision == 2)
        let shown = try await installation.habari("show", "\(edited.id)").output
        #expect(shown.contains(title) && shown.contains("report 0 of 0"))
    }

    /// How often the daemon is killed: `make torture` asks for more.
    private static let kills = ProcessInfo.processInfo.environment["HABARI_KILLS"].flatMap { Int($0) } ?? 20

    @Test("nothing is lost and nothing comes twice when the daemon is killed, again and again")
    func killed() async throws {
        let publisher = try Publisher(feeds: 20, itemsEach: 5)
        let installation = try Installation(feeds: publisher.urls, poll: Installation.alwaysDue)
        for _ in 0..<Self.kills {
            let daemon = try installation.startDaemon()
            let end = ContinuousClock.now + .milliseconds(Int.random(in: 50...1500))
            while ContinuousClock.now < end {
                publisher.shelf.publish(in: Int.random(in: 0..<20))
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...10)))
            }
            await daemon.end(by: SIGKILL)
        }
        #expect(try await installation.once().status == 0)
        let stored = try await installation.stored()
        #expect(Set(stored.keys) == publisher.visible)
        #expect(stored.values.allSatisfy { $0 == 1 })
        #expect(try await installation.habari("verify").output.hasSuffix("ok\n"))
    }

    @Test("SIGTERM and SIGINT end it in good order, and what was under way is stored or dropped whole")
    func signals() async throws {
        for signal in [SIGTERM, SIGINT] {
            let publisher = try Publisher(feeds: 50, itemsEach: 35)
            let installation = try Installation(feeds: publisher.urls)
            let daemon = try installation.startDaemon()
            await publisher.waitForAnswer("/feed/0", 200)
            #expect(await daemon.end(by: signal) == 0)
            let early = try await installation.stored()
            for feed in 0..<50 {
                let count = early.keys.count { $0.feed == publisher.url("/feed/\(feed)") }
                #expect(count == 0 || count == 35)
            }
            _ = try await installation.once()
            #expect(Set(try await installation.stored().keys) == publisher.visible)
        }
    }

    @Test("a feed that is added is taken up by the running daemon, and one that is removed is let go")
    func changedList() async throws {
        let publisher = try Publisher(feeds: 2, itemsEach: 1)
        let installation = try Installation(feeds: [publisher.urls[0]])
        let daemon = try installation.startDaemon()
        await publisher.waitForAnswer("/feed/0", 200)
        #expect(try await installation.habari("feeds", "add", publisher.urls[1]).status == 0)
        await publisher.waitForAnswer("/feed/1", 200)
        #expect(try await installation.habari("feeds", "remove", publisher.urls[0]).status == 0)
        #expect(try await installation.feeds().map(\.url) == [publisher.urls[1]])
        await daemon.end(by: SIGTERM)
    }

    @Test("SIGHUP reads the configuration anew; a faulty one leaves the former in force")
    func reload() async throws {
        let publisher = try Publisher(feeds: 2, itemsEach: 1)
        let installation = try Installation(feeds: [publisher.urls[0]])
        let notifications = try Notifications(path: installation.folder.path + "/notify")
        let daemon = try installation.startDaemon(environment: ["NOTIFY_SOCKET": notifications.path])
        await notifications.wait(for: "READY=1")
        let good = try String(contentsOf: installation.configuration, encoding: .utf8)
        try installation.write("[poll]\nmin_interval = 7\n", to: installation.configuration)
        kill(daemon.processIdentifier, SIGHUP)
        await notifications.wait(for: "RELOADING=1")
        await notifications.wait(for: "READY=1")
        let other = installation.folder.appending(path: "other.opml")
        try installation.write(Installation.opml([publisher.urls[1]]), to: other)
        try installation.write(
            good.replacing("[\"feeds.opml\"]", with: "[\"feeds.opml\", \"other.opml\"]"), to: installation.configuration
        )
        kill(daemon.processIdentifier, SIGHUP)
        await notifications.wait(for: "RELOADING=1")
        await publisher.waitForAnswer("/feed/1", 200)
        #expect(await daemon.end(by: SIGTERM) == 0)
    }

    @Test("the service manager hears that it is ready, that it lives, and that it ends")
    func notifications() async throws {
        let publisher = try Publisher(feeds: 1, itemsEach: 1)
        let installation = try Installation(feeds: publisher.urls)
        let notifications = try Notifications(path: installation.folder.path + "/notify")
        let environment = ["NOTIFY_SOCKET": notifications.path, "WATCHDOG_USEC": "400000"]
        let daemon = try installation.startDaemon(environment: environment)
        await notifications.wait(for: "READY=1")
        await notifications.wait(for: "WATCHDOG=1")
        await notifications.wait(for: "STATUS=")
        kill(daemon.processIdentifier, SIGTERM)
        await notifications.wait(for: "STOPPING=1")
        daemon.waitUntilExit()
    }
}
