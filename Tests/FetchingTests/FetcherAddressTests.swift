import Fetching
import LoopbackServing
import News
import Testing

/// No fetch reaches a private network unless the configuration says so.
struct FetcherAddressTests {
    /// A fetcher as it is configured out of the box.
    private func withFetcher(proxy: String = "", _ test: (Fetcher) async throws -> Void) async throws {
        let fetcher = try Fetcher(FetcherConfiguration(proxy: proxy))
        defer { fetcher.close() }
        try await test(fetcher)
    }

    @Test(
        "out of the box this machine and private networks are forbidden, however they are spelled",
        arguments: [
            "127.0.0.1", "localhost", "LOCALHOST", "127.1", "2130706433", "0x7f.0.0.1", "017700000001", "0",
            "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "[::1]", "[::]",
            "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
        ])
    func forbidden(host: String) async throws {
        let server = try LoopbackServer { $1.reply() }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let failure = try await fetcher.fetch("http://\(host):\(server.port)/feed").failure()
            #expect(failure.kind == .forbidden, "\(failure.reason)")
            #expect(failure.reason.hasSuffix("is not a public address (allow_private_networks = true permits it)"))
        }
        #expect(server.connections == 0)
    }

    @Test("an IPv6 address is fetched from where private networks are allowed")
    func ipv6() async throws {
        guard let server = try? LoopbackServer(ipv6: true, { $1.reply("200 OK", [], "six") }) else { return }
        defer { server.stop() }
        let fetcher = try Fetcher(FetcherConfiguration(limits: FetchLimits(allowPrivateNetworks: true)))
        defer { fetcher.close() }
        let (document, _) = try await fetcher.fetch("http://[::1]:\(server.port)/feed").fresh()
        #expect(document.text == "six")
        #expect(document.url == "http://[::1]:\(server.port)/feed")
    }

    @Test("a connection left open by an earlier configuration is not used against a new one")
    func reused() async throws {
        try await withServer {
            $1.reply()
        } test: { server, fetcher in
            _ = try await fetcher.fetch(server.url()).fresh()
            fetcher.configure(FetcherConfiguration())
            let failure = try await fetcher.fetch(server.url()).failure()
            #expect(failure.kind == .forbidden)
            #expect(failure.reason.hasPrefix("127.0.0.1 is not a public address"))
            #expect(server.requests.count == 1)
        }
    }

    // MARK: - Proxies

    @Test("a proxy may stand in a private network, and is asked for the whole address")
    func proxy() async throws {
        let server = try LoopbackServer { $1.reply("200 OK", [], "by proxy") }
        defer { server.stop() }
        try await withFetcher(proxy: server.url()) { fetcher in
            let (document, summary) = try await fetcher.fetch("http://feed.example/news?x=1").fresh()
            #expect(document.text == "by proxy")
            #expect(document.url == "http://feed.example/news?x=1")
            #expect(summary.movedTo == nil)
            #expect(server.requests.first?.target == "http://feed.example/news?x=1")
        }
    }

    @Test(
        "a proxy is not asked for this machine or a private network",
        arguments: ["127.0.0.1", "localhost", "feed.localhost", "[::1]", "127.1", "10.0.0.1", "[fe80::1%25eth0]"])
    func proxiedTarget(host: String) async throws {
        let server = try LoopbackServer { $1.reply() }
        defer { server.stop() }
        try await withFetcher(proxy: server.url()) { fetcher in
            let failure = try await fetcher.fetch("http://\(host)/").failure()
            #expect(failure.kind == .forbidden, "\(failure.reason)")
        }
        #expect(server.connections == 0)
    }

    @Test(
        "a redirect into a private network is forbidden behind a proxy too",
        arguments: ["http://127.0.0.1/admin", "http://localhost:8080/", "http://[::1]/", "http://192.168.0.1/"])
    func proxiedRedirect(target: String) async throws {
        let server = try LoopbackServer { $1.reply("301 Moved Permanently", ["Location: \(target)"]) }
        defer { server.stop() }
        try await withFetcher(proxy: server.url()) { fetcher in
            let reply = try await fetcher.fetch("http://feed.example/")
            #expect(try reply.failure().kind == .forbidden)
            #expect(reply.summary?.movedTo == nil)
        }
        #expect(server.requests.count == 1)
    }

    @Test("a proxy that does not answer makes every feed unreachable")
    func deadProxy() async throws {
        try await withFetcher(proxy: "http://127.0.0.1:1") { fetcher in
            let failure = try await fetcher.fetch("http://feed.example/").failure()
            #expect(failure.kind == .unreachable)
        }
    }

    @Test("a proxy that refuses a tunnel is a broken protocol, in words")
    func tunnel() async throws {
        let server = try LoopbackServer { $1.reply("403 Forbidden") }
        defer { server.stop() }
        try await withFetcher(proxy: server.url()) { fetcher in
            let failure = try await fetcher.fetch("https://feed.example/").failure()
            #expect(failure.kind == .protocolError)
            #expect(failure.reason.contains("403"))
        }
        #expect(server.requests.first?.method == "CONNECT")
    }
}
