import Foundation
import LoopbackServing
import Testing

@Suite("Bad input gets one clear line and costs nothing else", .serialized, .timeLimit(.minutes(5)))
struct BadInputTests {
    /// What misbehaves, how, and what `feeds list` must say of it.
    struct Misbehaviour: Sendable, CustomStringConvertible {
        var description: String
        var words: String
        var answer: @Sendable (Connection) -> Void
    }

    static let misbehaviours: [Misbehaviour] = [
        Misbehaviour(description: "not found", words: "404") { $0.reply("404 Not Found") },
        Misbehaviour(description: "an HTML page", words: "HTML") {
            $0.reply(
                "200 OK", ["Content-Type: text/html"], "<!DOCTYPE html><html><head><title>Hello</title></head></html>")
        },
        Misbehaviour(description: "an empty body", words: "empty") { $0.reply("200 OK", [], "") },
        Misbehaviour(description: "a body that breaks off", words: "closed") {
            $0.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>")
            $0.hangUp()
        },
        Misbehaviour(description: "garbage", words: "HTTP") {
            $0.send("\u{1}\u{2}no HTTP at all\r\n\r\n")
            $0.hangUp()
        },
        Misbehaviour(description: "a server that never answers", words: "time") { $0.fallSilent() },
        Misbehaviour(description: "a body of 300 MB, announced", words: "larger") {
            $0.send("HTTP/1.1 200 OK\r\nContent-Length: 314572800\r\n\r\n")
            while $0.send([UInt8](repeating: 0x20, count: 65_536)) {}
        },
        Misbehaviour(description: "a body without end", words: "larger") {
            $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "10000\r\n" + String(repeating: " ", count: 65_536) + "\r\n"
            while $0.send(chunk) {}
        },
        Misbehaviour(description: "a redirect to itself", words: "redirect") {
            $0.reply("302 Found", ["Location: /bad"], "")
        },
    ]

    @Test("among good feeds, a bad answer is named and the good ones are stored", arguments: misbehaviours)
    func badAnswer(_ misbehaviour: Misbehaviour) async throws {
        let publisher = try Publisher(feeds: 2, itemsEach: 3) { _, connection in misbehaviour.answer(connection) }
        let bad = publisher.url("/bad")
        let installation = try Installation(
            feeds: [bad] + publisher.urls, poll: "timeout = \"2s\"\nmax_bytes = \"1MiB\"")
        #expect(try await installation.once().status == 0)
        let feeds = try await installation.feeds()
        let named = try #require(feeds.first { $0.url == bad })
        #expect(named.failures == 1)
        #expect(try #require(named.error).contains(misbehaviour.words))
        #expect(named.error?.contains("\n") == false)
        #expect(Set(try await installation.stored().keys) == publisher.visible)
    }

    @Test("a document that names a file or swells without end yields its plain text and nothing else")
    func hostileDocuments() async throws {
        let secret = FileManager.default.temporaryDirectory.appending(path: "habari-secret-\(UUID().uuidString)")
        try Data("hidden words".utf8).write(to: secret)
        defer { try? FileManager.default.removeItem(at: secret) }
        let levels = (1...9).map { level in
            "<!ENTITY e\(level) \"\(String(repeating: "&e\(level - 1);", count: 10))\">"
        }
        let document = """
            <?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "swell"><!ENTITY file SYSTEM "\(secret.absoluteString)">
            \(levels.joined())]><rss version="2.0"><channel><title>T</title><link>https://news.example/</link>
            <item><guid>bomb</guid><title>Kenya and the United States &e9;</title></item>
            <item><guid>file</guid><title>Kenya and the United States &file;</title></item></channel></rss>
            """
        let publisher = try Publisher(feeds: 1, itemsEach: 3) { $1.reply("200 OK", [], document) }
        let installation = try Installation(feeds: [publisher.url("/bomb")] + publisher.urls)
        #expect(try await installation.once().status == 0)
        let items = try await installation.items()
        #expect(items.count == 5)
        #expect(items.allSatisfy { !$0.title.contains("hidden") && !$0.title.contains("swellswell") })
    }

    @Test("an unknown key is named by file, line and the nearest key")
    func unknownKey() async throws {
        let installation = try Installation(feeds: [])
        try installation.write("[poll]\nmin_intervall = \"5m\"\n", to: installation.configuration)
        for run in [
            try await installation.run("habarid", ["--check"]), try await installation.once(),
            try await installation.habari("query"),
        ] {
            #expect(run.status == 1)
            #expect(run.complaints.count == 1)
            #expect(run.errors.contains("\(installation.configuration.path):2:"))
            #expect(run.errors.contains("\"min_interval\""))
        }
    }

    @Test("a configuration or feed list that is not there is named")
    func missingFiles() async throws {
        let installation = try Installation(feeds: [])
        try FileManager.default.removeItem(at: installation.feedList)
        let withoutList = try await installation.once()
        #expect(withoutList.status == 1)
        #expect(withoutList.errors.contains(installation.feedList.path))
        try FileManager.default.removeItem(at: installation.configuration)
        let withoutConfiguration = try await installation.once()
        #expect(withoutConfiguration.status == 1)
        #expect(withoutConfiguration.complaints.count == 1)
        #expect(withoutConfiguration.errors.contains(installation.configuration.path))
    }

    @Test("a store that is no database, or from a newer version, is left alone and named")
    func foreignStores() async throws {
        let publisher = try Publisher(feeds: 1, itemsEach: 1)
        let installation = try Installation(feeds: publisher.urls)
        let text = String(repeating: "this is a letter, not a database\n", count: 100)
        try installation.write(text, to: installation.store)
        for run in [try await installation.once(), try await installation.habari("query")] {
            #expect(run.status == 1)
            #expect(run.complaints.count == 1)
            #expect(run.errors.contains(installation.store.path))
        }
        #expect(try String(contentsOf: installation.store, encoding: .utf8) == text)
    }

    @Test("a feed list of a thousand outlines is read, and one of none is no error")
    func listSizes() async throws {
        let addresses = (0..<1000).map { "https://feeds\($0).example/rss" }
        let installation = try Installation(feeds: addresses)
        let thousand = try await installation.run("habarid", ["--check"])
        #expect(thousand.status == 0, "\(thousand.errors)")
        #expect(thousand.output.contains("1000"))
        try installation.write(Installation.opml([]), to: installation.feedList)
        #expect(try await installation.once().status == 0)
    }
}
