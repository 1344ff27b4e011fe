import LoopbackServing

/// One way in which a server can misbehave.
struct Fault: Sendable {
    /// The path that misbehaves so.
    var path: String
    /// What `habari feeds list` says of a feed there, or the decisive part of it.
    var words: String
    /// What it may say instead, where two limits are passed at nearly the same time.
    var otherWords: String?
    /// Misbehaves.
    var answer: @Sendable (Connection) -> Void

    /// A fault that is a well-formed answer.
    static func reply(
        _ path: String, _ status: String, _ fields: [String], _ body: String, _ words: String
    ) -> Fault {
        Fault(path: path, words: words) { $0.reply(status, fields, body) }
    }

    /// A fault that is some bytes, after which the server hangs up.
    static func bytes(_ path: String, _ text: String, _ words: String) -> Fault {
        Fault(path: path, words: words) { connection in
            connection.send(text)
            connection.hangUp()
        }
    }
}

/// Every misbehaviour that a feed must be able to have without harm to the others.
enum FaultServer {
    /// The faults whose failure concerns one feed alone.
    static let faults = slow + broken + large + redirects + refusals + noFeeds

    /// The answer of a path; `nil` if it is none of ours.
    static func fault(_ path: String) -> Fault? { (faults + busy).first { $0.path == path } }

    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
    private static let html = ["Content-Type: text/html"]
    /// 78 kB that stand for 12 MB; made beforehand, because that takes longer than a fetch may.
    static let bomb = Deflate.zeros(times: 6000)

    private static let tooSlow = "timed out: fewer than 32 bytes a second"
    private static let incomplete = "timed out: the answer was not complete within"

    private static let slow = [
        Fault(path: "/silent", words: "timed out: no answer within") { $0.fallSilent() },
        Fault(path: "/stall", words: tooSlow, otherWords: incomplete) { connection in
            connection.send(head + "Content-Length: 1000\r\n\r\n<rss")
            connection.fallSilent()
        },
        Fault(path: "/drip", words: tooSlow, otherWords: incomplete) { connection in
            connection.send(head + "Content-Length: 1000\r\n\r\n")
            while connection.send("x") && connection.pause(milliseconds: 1000) {}
        },
        Fault(path: "/drip-header", words: "timed out: ") { connection in
            connection.send("HTTP/1.1 200 OK\r\nX: ")
            while connection.send("x") && connection.pause(milliseconds: 1000) {}
        },
        Fault(path: "/slow-redirects", words: "timed out: ") { connection in
            if connection.pause(milliseconds: 1500) { connection.reply("302 Found", ["Location: /slow-redirects"]) }
        },
    ]

    private static let broken = [
        Fault(path: "/hang-up", words: "Empty reply from server") { $0.hangUp() },
        Fault(path: "/reset", words: "reset by peer") { $0.reset() },
        Fault(path: "/reset-midway", words: "reset by peer") { connection in
            connection.send(head + "Content-Length: 1000\r\n\r\n<rss")
            _ = connection.pause(milliseconds: 300)
            connection.reset()
        },
        bytes(
            "/length-too-long", head + "Content-Length: 1000\r\n\r\n<rss>", "transfer closed with 995 bytes remaining"),
        bytes("/length-too-short", head + "Content-Length: 5\r\n\r\n<?xml version='1.0'?><rss>", "not a feed"),
        bytes("/length-no-number", head + "Content-Length: ten\r\n\r\n<rss>", "Content-Length"),
        bytes("/chunk-bad", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n<rss>", "chunk"),
        bytes("/chunk-cut", head + "Transfer-Encoding: chunked\r\n\r\n5\r\n<r", "transfer closed with outstanding"),
        bytes("/no-http", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/0.9"),
        bytes("/no-gzip", head + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain", "content unencoding"),
        bytes("/no-such-encoding", head + "Content-Encoding: x-odd\r\nContent-Length: 1\r\n\r\nx", "content encoding"),
        reply("/unasked-304", "304 Not Modified", "HTTP 304 in answer to an unconditional request"),
    ]

    private static let large = [
        Fault(path: "/bomb", words: "the body is larger than 10485760 bytes") { connection in
            connection.reply("200 OK", ["Content-Encoding: gzip"], bomb)
        },
        Fault(path: "/endless", words: "the body is larger than 10485760 bytes") { connection in
            connection.send(head + "Transfer-Encoding: chunked\r\n\r\n")
            while connection.send("10000\r\n" + String(repeating: "x", count: 0x10000) + "\r\n") {}
        },
        Fault(path: "/announced", words: "the body is larger than 10485760 bytes") { connection in
            connection.send(head + "Content-Length: 99999999999\r\n\r\n")
            connection.fallSilent()
        },
        Fault(path: "/long-header-line", words: "the header is larger than") { connection in
            connection.reply("200 OK", ["X: " + String(repeating: "x", count: 1 << 20)], "x")
        },
        Fault(path: "/many-header-lines", words: "the header is larger than") { connection in
            connection.reply("200 OK", (0..<10_000).map { "X-\($0): 1" }, "x")
        },
        Fault(path: "/endless-interim", words: "the header is larger than") { connection in
            while connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n") {}
        },
    ]

    private static let redirects = [
        reply("/loop", "302 Found", ["Location: /loop"], "HTTP 302 leads to /loop, in a circle"),
        Fault(path: "/chain", words: "after 5 redirects, the most allowed") { connection in
            connection.reply("307 Temporary Redirect", ["Location: /chain?\(UInt32.random(in: 0...UInt32.max))"])
        },
        reply("/to-file", "302 Found", ["Location: file:///etc/passwd"], "only http and https are followed"),
        reply("/to-ftp", "301 Moved Permanently", ["Location: ftp://127.0.0.1/"], "only http and https are followed"),
        reply("/to-nothing", "302 Found", ["Location: http://"], "which is no address"),
        reply("/to-nowhere", "302 Found", "HTTP 302 Found"),
        reply("/to-the-dead", "302 Found", ["Location: http://127.0.0.1:1/"], "Failed to connect to 127.0.0.1 port 1"),
    ]

    private static let refusals = [
        reply("/400", "400 Bad Request", "HTTP 400 Bad Request"),
        reply("/401", "401 Unauthorized", "HTTP 401 Unauthorized (no credentials are configured for it)"),
        reply("/403", "403 Forbidden", html, "<title>Subscribers only</title>", "HTTP 403 Forbidden: Subscribers only"),
        reply("/404", "404 Not Found", "HTTP 404 Not Found"),
        reply("/410", "410 Gone", "HTTP 410 Gone"),
        reply("/500", "500 Internal Server Error", [], "Out of order", "HTTP 500 Internal Server Error: Out of order"),
        reply("/511", "511 Network Authentication Required", "a captive portal"),
        reply(
            "/wall", "403 Forbidden", ["cf-mitigated: challenge"], "<html>",
            "HTTP 403: the bot wall of Cloudflare answers in the site's place"),
        reply(
            "/wall-that-says-200", "200 OK", html, "<html><script src=\"/_Incapsula_Resource?x\">",
            "HTTP 200: the bot wall of Imperva answers in the site's place"),
    ]

    private static let noFeeds = [
        reply("/empty", "200 OK", "an empty document"),
        reply("/no-content", "204 No Content", "an empty document"),
        reply("/blank", "200 OK", [], " \n\t ", "an empty document"),
        reply("/binary", "200 OK", [], "\u{0}\u{1}\u{2}\u{3}", "not a feed"),
        reply("/text", "200 OK", ["Content-Type: text/plain"], "Kenya", "not a feed"),
        reply("/json", "200 OK", ["Content-Type: application/json"], "{\"a\": 1}", "not a feed"),
        reply("/xml", "200 OK", [], "<a><b/></a>", "not a feed"),
        reply(
            "/page", "200 OK", html,
            "<html><head><title>News</title><link rel=alternate type=application/rss+xml href=/feed/0></head>",
            "an HTML page, not a feed (its title is “News”); it points to http://127.0.0.1:"),
        Fault(path: "/portal", words: "localhost answers in place of 127.0.0.1 (a captive portal") { connection in
            connection.reply("302 Found", ["Location: http://localhost:\(connection.localPort)/portal-page"])
        },
    ]

    /// The faults that speak for their whole host, and the page that `/portal` leads to.
    static let busy = [
        reply("/429", "429 Too Many Requests", ["Retry-After: 600"], "HTTP 429 Too Many Requests"),
        reply("/503", "503 Service Unavailable", ["Retry-After: 600"], "HTTP 503 Service Unavailable"),
        reply("/portal-page", "200 OK", html, "<html><title>Hotel Savoy</title>", ""),
    ]

    private static func reply(
        _ path: String, _ status: String, _ fields: [String], _ body: String, _ words: String
    ) -> Fault { .reply(path, status, fields, body, words) }

    private static func reply(_ path: String, _ status: String, _ words: String) -> Fault {
        .reply(path, status, [], "", words)
    }

    private static func reply(_ path: String, _ status: String, _ fields: [String], _ words: String) -> Fault {
        .reply(path, status, fields, "", words)
    }

    private static func bytes(_ path: String, _ text: String, _ words: String) -> Fault { .bytes(path, text, words) }
}
