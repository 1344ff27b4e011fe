import Fetching
import LoopbackServing
import News
import Testing

/// Where redirects lead, and which of them are remembered.
struct FetcherRedirectTests {
    /// A server whose `/N/…` paths redirect with status N to what follows, and which answers `/end`.
    private func withRedirects(
        maxRedirects: Int = 5, test: (LoopbackServer, Fetcher) async throws -> Void
    ) async throws {
        try await withServer(limits: { $0.maxRedirects = maxRedirects }) { request, connection in
            let parts = request.target.split(separator: "/", maxSplits: 1)
            if let first = parts.first, let status = Int(first) {
                connection.reply(
                    "\(status) Over There", ["Location: /\(parts.last ?? "")", "ETag: \"redirect\""], "moved")
            } else {
                connection.reply("200 OK", ["Last-Modified: Wed, 24 Sep 2025 18:05:00 GMT"], "here")
            }
        } test: { server, fetcher in
            try await test(server, fetcher)
        }
    }

    @Test("a move is for good when each redirect is", arguments: ["/301/end", "/308/end", "/301/308/301/end"])
    func permanent(path: String) async throws {
        try await withRedirects { server, fetcher in
            let (document, summary) = try await fetcher.fetch(server.url(path)).fresh()
            #expect(document.text == "here")
            #expect(document.url == server.url("/end"))
            #expect(summary.movedTo == (try address(server.url("/end"))))
        }
    }

    @Test(
        "a move is not for good when one redirect is temporary",
        arguments: ["/302/end", "/303/end", "/307/end", "/301/302/end", "/307/308/end"])
    func temporary(path: String) async throws {
        try await withRedirects { server, fetcher in
            let (document, summary) = try await fetcher.fetch(server.url(path)).fresh()
            #expect(document.text == "here")
            #expect(document.url == server.url("/end"))
            #expect(summary.movedTo == nil)
        }
    }

    @Test("the validators are those of the last answer, not of a redirect")
    func validators() async throws {
        try await withRedirects { server, fetcher in
            let (_, summary) = try await fetcher.fetch(server.url("/301/end")).fresh()
            #expect(summary.validators.etag == nil)
            #expect(summary.validators.lastModified == "Wed, 24 Sep 2025 18:05:00 GMT")
        }
    }

    @Test("a condition is put to the address behind a redirect as well")
    func conditional() async throws {
        try await withServer { request, connection in
            if request.target == "/old" {
                connection.reply("301 Moved Permanently", ["Location: /new"])
            } else {
                connection.reply("304 Not Modified")
            }
        } test: { server, fetcher in
            let old = Validators(etag: "\"a\"")
            let summary = try await fetcher.fetch(server.url("/old"), validators: old).unchanged()
            #expect(server.requests.last?["if-none-match"] == "\"a\"")
            #expect(summary.movedTo?.string == server.url("/new"))
            #expect(summary.validators == old)
        }
    }

    @Test("as many redirects are followed as allowed, and not one more", arguments: [0, 1, 5])
    func chain(count: Int) async throws {
        try await withRedirects(maxRedirects: count) { server, fetcher in
            let path = String(repeating: "/302", count: count) + "/end"
            let (document, _) = try await fetcher.fetch(server.url(path)).fresh()
            #expect(document.text == "here")
            let failure = try await fetcher.fetch(server.url("/302" + path)).failure()
            #expect(failure.kind == .redirect)
            #expect(failure.reason.contains("\(count)"))
        }
    }

    @Test("a redirect to itself comes to an end")
    func loop() async throws {
        try await withServer { request, connection in
            connection.reply("301 Moved Permanently", ["Location: \(request.target)"])
        } test: { server, fetcher in
            let failure = try await fetcher.fetch(server.url("/loop")).failure()
            #expect(failure.kind == .redirect)
            #expect(server.requests.count == 6)
        }
    }

    @Test("a redirect to itself that sets a cookie is followed, and is no move")
    func cookie() async throws {
        try await withServer { request, connection in
            if request["cookie"] == nil {
                connection.reply("301 Moved Permanently", ["Location: \(request.target)", "Set-Cookie: seen=1"])
            } else {
                connection.reply("200 OK", [], "here")
            }
        } test: { server, fetcher in
            let (_, summary) = try await fetcher.fetch(server.url("/feed")).fresh()
            #expect(summary.movedTo == nil)
            _ = try await fetcher.fetch(server.url("/feed")).fresh()
            #expect(
                server.requests.map { $0["cookie"] } == [nil, "seen=1", nil, "seen=1"], "no cookie outlives its fetch")
        }
    }

    @Test(
        "a redirect to what is not fetched is refused by name",
        arguments: [
            "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:70/", "dict://127.0.0.1/", "odd://x/",
        ])
    func scheme(target: String) async throws {
        try await withServer(limits: { $0.allowFileURLs = true }) {
            $1.reply("302 Found", ["Location: \(target)"])
        } test: { server, fetcher in
            let failure = try await fetcher.fetch(server.url()).failure()
            #expect(failure.kind == .redirect)
            #expect(failure.reason.contains(target))
            #expect(failure.status == 302)
        }
    }

    @Test(
        "a redirect to what is no address is refused",
        arguments: ["http://", "http://[::1/", "http://a b/", "http://x:99999/"])
    func malformed(target: String) async throws {
        try await withServer {
            $1.reply("302 Found", ["Location: \(target)"])
        } test: { server, fetcher in
            let failure = try await fetcher.fetch(server.url()).failure()
            #expect(failure.kind == .redirect)
        }
    }

    @Test("a redirect without a destination is a status like any other, and no move")
    func nowhere() async throws {
        try await withServer {
            $1.reply("301 Moved Permanently", [], "somewhere else")
        } test: { server, fetcher in
            let reply = try await fetcher.fetch(server.url())
            let failure = try reply.failure()
            #expect(failure.kind == .status)
            #expect(failure.reason == "HTTP 301 Moved Permanently")
            #expect(try #require(reply.summary).movedTo == nil)
        }
    }

    @Test("a move to a server that does not answer is not believed")
    func deadEnd() async throws {
        try await withServer {
            $1.reply("301 Moved Permanently", ["Location: http://127.0.0.1:1/"])
        } test: { server, fetcher in
            let reply = try await fetcher.fetch(server.url())
            #expect(try reply.failure().kind == .unreachable)
            #expect(reply.summary?.movedTo == nil)
        }
    }

    @Test("the password of one host is not told to the next")
    func credentials() async throws {
        let other = try LoopbackServer { $1.reply() }
        defer { other.stop() }
        let target = "http://localhost:\(other.port)/"
        try await withServer {
            $1.reply("302 Found", ["Location: \(target)"])
        } test: { server, fetcher in
            _ = try await fetcher.fetch("http://ann:secret@127.0.0.1:\(server.port)/").fresh()
            #expect(server.requests.first?["authorization"] != nil)
            #expect(other.requests.first?["authorization"] == nil)
        }
    }
}
