import Fetching
import LoopbackServing
import News
import Testing

/// What a site says in place of a feed is told in its own words, and who said it.
struct FetcherAnswerTests {
    private func reply(_ status: String, _ fields: [String], _ body: String) async throws -> FetchReply {
        var result: FetchReply?
        try await withServer {
            $1.reply(status, fields, body)
        } test: { server, fetcher in
            result = try await fetcher.fetch(server.url())
        }
        return try #require(result)
    }

    private static let html = "Content-Type: text/html; charset=utf-8"

    @Test(
        "an error status comes with the site's words, where they say more than the status",
        arguments: [
            (
                "403 Forbidden", "<html><title>Feeds are for subscribers</title>",
                "HTTP 403 Forbidden: Feeds are for subscribers"
            ),
            ("403 Forbidden", "<html><head><title>403 Forbidden</title></head>x", "HTTP 403 Forbidden"),
            ("404 Not Found", "<!DOCTYPE html><title>Error 404 – Page not found</title>", "HTTP 404 Not Found"),
            (
                "403 Forbidden",
                "<html><style>b{}</style><body><script>x<y</script><h1>Go&nbsp;away,</h1>\n <p>robot &amp; co</p>",
                "HTTP 403 Forbidden: Go away, robot & co"
            ),
            ("429 Too Many Requests", "Slow down, please.\n", "HTTP 429 Too Many Requests: Slow down, please."),
            ("500 Oops", "{\"error\": \"no such feed\"}", "HTTP 500 Oops: {\"error\": \"no such feed\"}"),
            ("500 Oops", "\u{0}\u{1}\u{2}binary", "HTTP 500 Oops"),
            ("401 Unauthorized", "", "HTTP 401 Unauthorized (no credentials are configured for it)"),
            (
                "511 Network Authentication Required", "<html><title>Hotel Savoy</title>",
                "HTTP 511 Network Authentication Required: Hotel Savoy"
                    + " (a captive portal: the network wants a login first)"
            ),
        ])
    func words(status: String, body: String, reason: String) async throws {
        #expect(try await reply(status, [Self.html], body).failure().reason == reason)
    }

    @Test("of a long explanation the beginning is told, in one line")
    func longWords() async throws {
        let body = "<html><body>" + String(repeating: "words and\nmore\u{202E} words ", count: 20_000)
        let failure = try await reply("403 Forbidden", [Self.html], body).failure()
        #expect(failure.reason.hasPrefix("HTTP 403 Forbidden: words and more words words"))
        #expect(failure.reason.hasSuffix("…") && failure.reason.count < 160)
        #expect(failure.status == 403)
    }

    @Test("an error page larger than any feed may be is an error status all the same", arguments: [true, false])
    func largeExcuse(isAnnounced: Bool) async throws {
        try await withServer(limits: { $0.maxBytes = 100_000 }) { _, connection in
            let length = isAnnounced ? "Content-Length: 900000" : "Connection: close"
            connection.send("HTTP/1.1 404 Not Found\r\n\(length)\r\n\r\n<title>Lost</title>")
            while connection.send(String(repeating: "x", count: 1000)) {}
        } test: { server, fetcher in
            let failure = try await fetcher.fetch(server.url()).failure()
            #expect(failure.kind == .status && failure.status == 404, "\(failure.reason)")
        }
    }

    @Test("credentials that were sent and not accepted are told from none")
    func refusedCredentials() async throws {
        try await withServer {
            $1.reply("401 Unauthorized", ["WWW-Authenticate: Basic realm=\"x\""])
        } test: { server, fetcher in
            let failure = try await fetcher.fetch("http://ann:x@127.0.0.1:\(server.port)/").failure()
            #expect(failure.reason == "HTTP 401 Unauthorized (the configured credentials were not accepted)")
            #expect(server.requests.count == 1)
        }
    }

    /// Header lines and a page that each service is known by.
    private static let walls: [(name: String, status: String, fields: [String], body: String)] = [
        ("Cloudflare", "403 Forbidden", ["cf-mitigated: challenge", "Server: cloudflare"], "<html>x"),
        ("Cloudflare", "503 Service Unavailable", [], "<!DOCTYPE html><title>Just a moment...</title>"),
        ("Cloudflare", "200 OK", [], "<!-- --> <html><script src=\"/cdn-cgi/challenge-platform/h/b/x.js\">"),
        ("Akamai", "403 Forbidden", ["Server: AkamaiGHost"], "<html><title>Access Denied</title>"),
        ("Akamai", "200 OK", [], "<html><div id=\"sec-if-cpt-container\">"),
        ("DataDome", "403 Forbidden", ["X-DataDome: protected"], "{\"url\": \"x\"}"),
        ("DataDome", "200 OK", [], "<html><script src=\"https://ct.captcha-delivery.com/c.js\">"),
        ("PerimeterX", "403 Forbidden", [], "<html><script>window._pxAppId = 'PX1'"),
        ("Imperva", "200 OK", [], "<html><script src=\"/_Incapsula_Resource?SWJIYLWA=7\">"),
        ("AWS WAF", "202 Accepted", ["x-amzn-waf-action: challenge"], ""),
        ("AWS WAF", "405 Method Not Allowed", [], "<html><script>window.gokuProps = {}"),
        ("Anubis", "200 OK", [], "<!doctype html><link href=\"/.within.website/x/cmd/anubis/static/x.css\">"),
        ("Sucuri", "403 Forbidden", ["X-Sucuri-Block: GEO02"], "<html>"),
        ("Vercel", "429 Too Many Requests", ["x-vercel-mitigated: challenge"], "<html>"),
    ]

    @Test("a bot wall is named, whatever status it answers with", arguments: 0..<walls.count)
    func wall(number: Int) async throws {
        let wall = Self.walls[number]
        let failure = try await reply(wall.status, wall.fields + [Self.html], wall.body).failure()
        let code = wall.status.prefix(3)
        #expect(failure.reason.hasPrefix("HTTP \(code): the bot wall of \(wall.name) answers in the site's place"))
        #expect(failure.kind == (code < "400" ? .notFeed : .status))
        #expect(failure.status == Int(code))
    }

    @Test(
        "a feed that tells of bot walls, or comes through one, is a feed",
        arguments: [
            "<?xml version=\"1.0\"?><rss><title>Just a moment...</title> /cdn-cgi/challenge-platform/ </rss>",
            "<feed><!-- <html> window._pxAppId --></feed>",
        ])
    func throughTheWall(body: String) async throws {
        let fields = ["Server: AkamaiGHost", "X-DataDome: protected", "Set-Cookie: datadome=1", Self.html]
        #expect(try await reply("200 OK", fields, body).fresh().document.text == body)
    }

    @Test("a page without marks is left to the parser, and told where it came from")
    func page() async throws {
        try await withServer { request, connection in
            if request.target == "/login" { return connection.reply("200 OK", [Self.html], "<html>Sign in") }
            connection.reply("302 Found", ["Location: http://localhost:\(connection.localPort)/login"])
        } test: { server, fetcher in
            let document = try await fetcher.fetch(server.url("/feed")).fresh().document
            #expect(document.redirectedFrom?.string == server.url("/feed"))
            #expect(document.url == "http://localhost:\(server.port)/login")
            #expect(try await fetcher.fetch(server.url("/login")).fresh().document.redirectedFrom == nil)
        }
    }
}
