import Fetching
import LoopbackServing
import News
import Testing

/// Every ill end is a kind that a scheduler can act on and a line that a person can read.
struct FetcherFailureTests {
    private func reply(
        to path: String = "/", from handler: @escaping LoopbackServer.Handler
    ) async throws -> FetchReply {
        var result: FetchReply?
        try await withServer(handler) { server, fetcher in result = try await fetcher.fetch(server.url(path)) }
        return try #require(result)
    }

    // MARK: - No HTTP

    @Test(
        "what is not HTTP, or breaks off, is a broken protocol",
        arguments: [
            "", "garbage\r\n\r\n", "<html>not a header</html>", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1\r\n\r\n",
            "HTTP/1.1 abc OK\r\n\r\n", "HTTP/7.9 200 OK\r\n\r\nx", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
            "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\nabc\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
            "HTTP/1.1 200 OK\r\nContent-Encoding: mystery\r\nContent-Length: 1\r\n\r\nx",
            "HTTP/1.1 200 OK\r\nX: a\u{0}b\r\nContent-Length: 1\r\n\r\nx",
        ])
    func broken(answer: String) async throws {
        let failure = try await reply { _, connection in
            connection.send(answer)
            connection.hangUp()
        }.failure()
        #expect(failure.kind == .protocolError, "\(failure.reason)")
        #expect(failure.reason.count > 5)
        #expect(!failure.reason.contains { $0.isNewline })
    }

    @Test(
        "a connection that is reset is a broken protocol",
        arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
    func reset(answer: String) async throws {
        let failure = try await reply { _, connection in
            connection.send(answer)
            connection.reset()
        }.failure()
        #expect(failure.kind == .protocolError)
        #expect(!failure.reason.isEmpty)
    }

    @Test("a port where nobody listens is unreachable")
    func refused() async throws {
        let server = try LoopbackServer { $1.reply() }
        server.stop()
        let fetcher = try Fetcher(FetcherConfiguration(limits: FetchLimits(allowPrivateNetworks: true)))
        defer { fetcher.close() }
        let failure = try await fetcher.fetch(server.url()).failure()
        #expect(failure.kind == .unreachable)
        #expect(failure.reason.contains("\(server.port)"))
    }

    @Test("a name that does not resolve is unreachable")
    func unresolvable() async throws {
        let fetcher = try Fetcher()
        defer { fetcher.close() }
        let failure = try await fetcher.fetch("http://nosuchhost.invalid/feed").failure()
        #expect(failure.kind == .unreachable || failure.kind == .timeout, "\(failure.reason)")
        #expect(failure.reason.contains("nosuchhost.invalid") || failure.kind == .timeout)
    }

    // MARK: - HTTP's own

    @Test(
        "an error status is named with its number and phrase",
        arguments: [
            ("404 Not Found", FetchFailure.Kind.status, "HTTP 404 Not Found"),
            ("403 Forbidden", .status, "HTTP 403 Forbidden"), ("410 Gone", .gone, "HTTP 410 Gone"),
            ("500 Oh  Dear", .status, "HTTP 500 Oh Dear"),
            ("503 ", .status, "HTTP 503 Service Unavailable"), ("599", .status, "HTTP 599 without a reason"),
        ])
    func status(line: String, kind: FetchFailure.Kind, reason: String) async throws {
        let reply = try await reply { $1.reply(line, ["Content-Type: text/html"], "<html>") }
        let failure = try reply.failure()
        #expect(failure.kind == kind)
        #expect(failure.reason == reason)
        #expect(failure.status == Int(line.prefix(3)))
        #expect(reply.summary?.status == failure.status)
    }

    @Test("what a server says of itself cannot colour a terminal or begin a line")
    func phrase() async throws {
        let failure = try await reply {
            $1.reply("404 \u{1B}[31mred\u{202E}\u{9B}x" + String(repeating: "y", count: 900))
        }.failure()
        #expect(failure.reason.hasPrefix("HTTP 404 [31mred x"))
        #expect(failure.reason.count < 100)
    }

    @Test(
        "when to come back is heard, in seconds and as a date",
        arguments: [
            ("120", Duration.seconds(120)), ("Wed, 24 Sep 2025 18:10:00 GMT", .seconds(300)),
            ("Wednesday, 24-Sep-25 18:10:00 GMT", .seconds(300)), ("Wed Sep 24 18:10:00 2025", .seconds(300)),
            ("20300101", .seconds(20_300_101)), ("0", nil), ("-5", nil), ("soon", nil),
            ("Wed, 24 Sep 2025 18:00:00 GMT", nil), ("99999999999999999999", .seconds(1 << 31)),
        ], [429, 503])
    func retryAfter(example: (value: String, expected: Duration?), status: Int) async throws {
        let reply = try await reply {
            $1.reply("\(status) Wait", ["Date: Wed, 24 Sep 2025 18:05:00 GMT", "Retry-After: \(example.value)"])
        }
        #expect(try reply.failure().hints.retryAfter == example.expected)
        #expect(reply.summary?.hints.retryAfter == example.expected)
    }

    @Test(
        "how long an answer stays fresh is heard",
        arguments: [
            (["Cache-Control: max-age=600"], Duration.seconds(600)),
            (["cache-control: public, MAX-AGE=\"60\""], .seconds(60)),
            (["Cache-Control: max-age=600, no-cache"], nil),
            (["Cache-Control: no-store", "Cache-Control: max-age=5"], nil),
            (["Cache-Control: no-cache=\"set-cookie\", max-age=9"], .seconds(9)), (["Cache-Control: max-age"], nil),
            (["Cache-Control: max-age=-1"], nil), (["Cache-Control: s-maxage=600"], nil),
            (["Cache-Control: max-age=99999999999999999999"], .seconds(1 << 31)),
            (["Date: Wed, 24 Sep 2025 18:05:00 GMT", "Expires: Wed, 24 Sep 2025 19:05:00 GMT"], .seconds(3600)),
            (["Date: Wed, 24 Sep 2025 18:05:00 GMT", "Expires: Wed, 24 Sep 2025 17:05:00 GMT"], nil),
            (["Date: Wed, 24 Sep 2025 18:05:00 GMT", "Expires: 0"], nil),
            (["Expires: Wed, 24 Sep 2025 19:05:00 GMT"], nil),
            (
                [
                    "Date: Wed, 24 Sep 2025 18:05:00 GMT", "Expires: Wed, 24 Sep 2025 19:05:00 GMT",
                    "Cache-Control: max-age=7",
                ], .seconds(7)
            ),
            ([], nil),
        ])
    func maxAge(fields: [String], expected: Duration?) async throws {
        let (_, summary) = try await reply { $1.reply("200 OK", fields, "x") }.fresh()
        #expect(summary.hints.maxAge == expected)
    }
}
