import Fetching
import LoopbackServing
import News
import Testing

/// Credentials and other header lines go where they were given for, and nowhere else.
struct FetcherAccessTests {
    /// A fetcher with one access for everything on a server.
    private func fetcher(for url: String, _ change: (inout FeedAccess) -> Void, proxy: String = "") throws -> Fetcher {
        var access = FeedAccess(url: try address(url))
        change(&access)
        return try Fetcher(
            FetcherConfiguration(
                limits: FetchLimits(timeout: .seconds(600), allowPrivateNetworks: true), userAgent: "Habari/test",
                proxy: proxy, access: [access]))
    }

    private func full(_ access: inout FeedAccess) {
        access.userAgent = "Own/1.0"
        access.credential = .basic(user: "ann", password: Secret("p:ä"))
        access.headers = ["X-Key", "Accept"].compactMap { FeedAccess.Header(name: $0, value: "open sesame") }
    }

    @Test("user agent, user name, password and headers of the configuration are sent")
    func sent() async throws {
        let server = try LoopbackServer { $1.reply() }
        defer { server.stop() }
        let fetcher = try fetcher(for: server.url(), full)
        defer { fetcher.close() }
        _ = try await fetcher.fetch(server.url("/feed")).fresh()
        let request = try #require(server.requests.first)
        #expect(request["user-agent"] == "Own/1.0")
        #expect(request["authorization"] == "Basic YW5uOnA6w6Q=")
        #expect(request["x-key"] == "open sesame")
        #expect(request.fields.filter { $0.name == "accept" }.map(\.value) == ["open sesame"])
    }

    @Test("a token of the configuration is sent as a bearer's")
    func bearer() async throws {
        let server = try LoopbackServer { $1.reply() }
        defer { server.stop() }
        let fetcher = try fetcher(for: server.url()) { $0.credential = .bearer(Secret("abc.def")) }
        defer { fetcher.close() }
        _ = try await fetcher.fetch(server.url("/feed")).fresh()
        #expect(server.requests.first?["authorization"] == "Bearer abc.def")
    }

    @Test("a feed that lies elsewhere is asked as usual")
    func elsewhere() async throws {
        let server = try LoopbackServer { $1.reply() }
        defer { server.stop() }
        let fetcher = try fetcher(for: server.url("/private"), full)
        defer { fetcher.close() }
        _ = try await fetcher.fetch(server.url("/privately")).fresh()
        let request = try #require(server.requests.first)
        #expect(request["user-agent"] == "Habari/test")
        #expect(request["authorization"] == nil && request["x-key"] == nil)
    }

    @Test("what stands in the feed's own address counts before the configuration")
    func ownAddress() async throws {
        let server = try LoopbackServer { $1.reply() }
        defer { server.stop() }
        let fetcher = try fetcher(for: server.url(), full)
        defer { fetcher.close() }
        _ = try await fetcher.fetch("http://bob:x%40y@127.0.0.1:\(server.port)/feed").fresh()
        #expect(server.requests.first?["authorization"] == "Basic Ym9iOnhAeQ==")
    }

    @Test(
        "a redirect to another host, or to another port, is not told them; the way back is",
        arguments: ["localhost", "127.0.0.1"])
    func redirected(host: String) async throws {
        let home = Guarded("")
        let other = try LoopbackServer { $1.reply("302 Found", ["Location: \(home.withLock { $0 })/back"]) }
        defer { other.stop() }
        let server = try LoopbackServer { request, connection in
            if request.target == "/back" { return connection.reply("200 OK", [], "here") }
            connection.reply("302 Found", ["Location: http://\(host):\(other.port)/"])
        }
        defer { server.stop() }
        home.withLock { $0 = server.url("") }
        for credential in [FeedAccess.Credential.basic(user: "ann", password: Secret("x")), .bearer(Secret("y"))] {
            let fetcher = try fetcher(for: server.url()) {
                full(&$0)
                $0.credential = credential
            }
            defer { fetcher.close() }
            #expect(try await fetcher.fetch(server.url("/feed")).fresh().document.text == "here")
        }
        #expect(server.requests.allSatisfy { $0["authorization"] != nil && $0["x-key"] != nil })
        #expect(server.requests.count == 4 && other.requests.count == 2)
        for request in other.requests {
            #expect(request["authorization"] == nil && request["x-key"] == nil)
            #expect(request["accept"]?.hasPrefix("application/atom+xml") == true)
        }
    }

    @Test("behind a proxy a redirect to another port is not told them either")
    func proxied() async throws {
        let proxy = try LoopbackServer { request, connection in
            if request.target == "http://feed.example/" {
                connection.reply("301 Moved Permanently", ["Location: http://feed.example:8080/"])
            } else {
                connection.reply("200 OK", [], "here")
            }
        }
        defer { proxy.stop() }
        let fetcher = try fetcher(for: "http://feed.example/", full, proxy: proxy.url())
        defer { fetcher.close() }
        _ = try await fetcher.fetch("http://feed.example/").fresh()
        #expect(proxy.requests.map { $0["authorization"] != nil } == [true, false])
    }

    @Test("a move on the same host keeps the credentials of the feed's address, a move away does not")
    func movedTo() async throws {
        let other = try LoopbackServer { $1.reply() }
        defer { other.stop() }
        try await withServer { request, connection in
            switch request.target {
            case "/old": connection.reply("301 Moved Permanently", ["Location: /new"])
            case "/away":
                connection.reply("301 Moved Permanently", ["Location: http://eve:z@localhost:\(other.port)/"])
            default: connection.reply()
            }
        } test: { server, fetcher in
            let home = "http://ann:secret@127.0.0.1:\(server.port)"
            let near = try await fetcher.fetch(home + "/old").fresh()
            #expect(near.summary.movedTo?.string == home + "/new")
            #expect(near.document.url == server.url("/new"))
            #expect(near.document.redirectedFrom?.string == home + "/old")
            let far = try await fetcher.fetch(home + "/away").fresh()
            #expect(far.summary.movedTo?.string == "http://localhost:\(other.port)/")
            #expect(far.summary.host == "localhost")
            #expect(other.requests.first?["authorization"] == nil, "not even those that the redirect brought")
        }
    }

    @Test("no failure tells a secret", arguments: ["/status", "/loop", "/odd", "/cut", "/slow", "/token"])
    func failures(path: String) async throws {
        try await withServer(limits: { $0.timeout = .milliseconds(300) }) { request, connection in
            switch request.target.prefix(while: { $0 != "?" }) {
            case "/status": connection.reply("403 Forbidden")
            case "/loop": connection.reply("302 Found", ["Location: /loop?token=hunter2"])
            case "/odd": connection.reply("302 Found", ["Location: ftp://ann:hunter2@127.0.0.1/"])
            case "/token": connection.reply("302 Found", ["Location: odd://x/?access_token=hunter2"])
            case "/cut":
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
                connection.hangUp()
            default: connection.fallSilent()
            }
        } test: { server, fetcher in
            let url = "http://ann:hunter2@127.0.0.1:\(server.port)\(path)?token=hunter2"
            let failure = try await fetcher.fetch(url).failure()
            #expect(!failure.reason.contains("hunter2"), "\(failure.reason)")
            #expect(failure.reason.count > 5)
        }
    }
}
