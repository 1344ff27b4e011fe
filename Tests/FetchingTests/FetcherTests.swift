import Fetching
import LoopbackServing
import News
import Testing

/// What a fetch sends and brings back when all goes well.
struct FetcherTests {
    @Test("a body arrives with its media type, charset, validators, address and size")
    func body() async throws {
        try await withServer { _, connection in
            connection.reply(
                "200 OK",
                [
                    "Content-Type: Application/RSS+XML; Charset=\"UTF-8\"", "ETag: W/\"abc\"",
                    "Last-Modified: Wed, 24 Sep 2025 18:05:00 GMT",
                ], "<rss/>")
        } test: { server, fetcher in
            let (document, summary) = try await fetcher.fetch(server.url("/feed?x=1")).fresh()
            #expect(document.text == "<rss/>")
            #expect(document.url == server.url("/feed?x=1"))
            #expect(document.mediaType == "application/rss+xml")
            #expect(document.charset == "utf-8")
            #expect(summary.status == 200)
            #expect(summary.validators.etag == "W/\"abc\"")
            #expect(summary.validators.lastModified == "Wed, 24 Sep 2025 18:05:00 GMT")
            #expect(summary.bytesOnWire == 6)
            #expect(summary.movedTo == nil)
            #expect(summary.duration > .zero)
        }
    }

    @Test("who asks, what is wanted and which encodings are understood is said in every request")
    func requestHeader() async throws {
        try await withServer {
            $1.reply()
        } test: { server, fetcher in
            _ = try await fetcher.fetch(server.url("/a")).fresh()
            let request = try #require(server.requests.first)
            #expect(request.method == "GET")
            #expect(request.target == "/a")
            #expect(request["user-agent"] == "Habari/test")
            #expect(request["accept"]?.contains("application/atom+xml") == true)
            #expect(request["accept-encoding"]?.contains("gzip") == true)
            #expect(request["if-none-match"] == nil)
            #expect(request["if-modified-since"] == nil)
            #expect(request["referer"] == nil && request["cookie"] == nil && request["authorization"] == nil)
        }
    }

    @Test("letters beyond ASCII in a path are sent percent-encoded")
    func nonASCII() async throws {
        try await withServer {
            $1.reply()
        } test: { server, fetcher in
            _ = try await fetcher.fetch(server.url("/más/ñ?q=é")).fresh()
            #expect(server.requests.first?.target == "/m%C3%A1s/%C3%B1?q=%C3%A9")
        }
    }

    @Test("a user agent cannot smuggle a header in")
    func userAgent() async throws {
        try await withServer {
            $1.reply()
        } test: { server, fetcher in
            fetcher.configure(
                FetcherConfiguration(
                    limits: FetchLimits(allowPrivateNetworks: true), userAgent: "Habari\r\nX-Evil: 1"))
            _ = try await fetcher.fetch(server.url()).fresh()
            #expect(server.requests.first?["user-agent"] == "Habari X-Evil: 1")
            #expect(server.requests.first?["x-evil"] == nil)
        }
    }

    @Test("a password in the address is sent, and kept out of what links are resolved against")
    func credentials() async throws {
        try await withServer {
            $1.reply()
        } test: { server, fetcher in
            let (document, _) = try await fetcher.fetch("http://ann:secret@127.0.0.1:\(server.port)/feed").fresh()
            #expect(server.requests.first?["authorization"] == "Basic YW5uOnNlY3JldA==")
            #expect(document.url == server.url("/feed"))
        }
    }

    @Test(
        "validators are sent back byte for byte",
        arguments: ["\"plain\"", "W/\"weak\"", "unquoted", "\"with  two spaces\"", "\"é✓\"", "\"a,b\"", ";x"])
    func validators(etag: String) async throws {
        try await withServer { request, connection in
            if request["if-none-match"] == nil {
                connection.reply("200 OK", ["ETag: \(etag)", "Last-Modified: last Tuesday, or so"], "x")
            } else {
                connection.reply("304 Not Modified")
            }
        } test: { server, fetcher in
            let (_, first) = try await fetcher.fetch(server.url()).fresh()
            #expect(first.validators.etag == etag)
            let second = try await fetcher.fetch(server.url(), validators: first.validators).unchanged()
            #expect(server.requests.last?["if-none-match"] == etag)
            #expect(server.requests.last?["if-modified-since"] == "last Tuesday, or so")
            #expect(second.validators == first.validators)
            #expect(second.status == 304)
        }
    }

    @Test("a validator that is not UTF-8 cannot be sent back, and is not kept")
    func opaqueValidator() async throws {
        try await withServer { _, connection in
            connection.send(
                Array("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nETag: \"".utf8) + [0xE9] + Array("\"\r\n\r\nx".utf8))
        } test: { server, fetcher in
            let (_, summary) = try await fetcher.fetch(server.url()).fresh()
            #expect(summary.validators.isEmpty)
        }
    }

    @Test("a 304 may bring new validators, which replace the old ones of their kind")
    func newValidators() async throws {
        try await withServer {
            $1.reply("304 Not Modified", ["ETag: \"new\""])
        } test: { server, fetcher in
            let old = Validators(etag: "\"old\"", lastModified: "Mon, 01 Sep 2025 00:00:00 GMT")
            let summary = try await fetcher.fetch(server.url(), validators: old).unchanged()
            #expect(summary.validators.etag == "\"new\"")
            #expect(summary.validators.lastModified == old.lastModified)
        }
    }

    @Test("a 304 that was not asked for is a failure")
    func unasked304() async throws {
        try await withServer {
            $1.reply("304 Not Modified")
        } test: { server, fetcher in
            let failure = try await fetcher.fetch(server.url()).failure()
            #expect(failure.kind == .protocolError)
            #expect(failure.status == 304)
        }
    }

    @Test("an empty body is a body")
    func emptyBody() async throws {
        try await withServer {
            $1.reply("200 OK", ["Content-Type: text/xml"], "")
        } test: { server, fetcher in
            let (document, _) = try await fetcher.fetch(server.url()).fresh()
            #expect(document.bytes.isEmpty)
        }
    }

    @Test("chunks are joined, and what trails behind them changes nothing")
    func chunked() async throws {
        try await withServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nETag: \"a\"\r\n\r\n")
            connection.send("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nETag: \"b\"\r\nContent-Type: text/html\r\n\r\n")
        } test: { server, fetcher in
            let (document, summary) = try await fetcher.fetch(server.url()).fresh()
            #expect(document.text == "abcde")
            #expect(document.mediaType == nil)
            #expect(summary.validators.etag == "\"a\"")
        }
    }

    @Test("a body without a length ends with the connection")
    func untilClose() async throws {
        try await withServer { _, connection in
            connection.send("HTTP/1.0 200 OK\r\n\r\nold school")
            connection.hangUp()
        } test: { server, fetcher in
            let (document, _) = try await fetcher.fetch(server.url()).fresh()
            #expect(document.text == "old school")
        }
    }

    @Test("interim answers are passed over")
    func interim() async throws {
        try await withServer { _, connection in
            connection.send("HTTP/1.1 103 Early Hints\r\nETag: \"early\"\r\n\r\n")
            connection.reply("200 OK", [], "x")
        } test: { server, fetcher in
            let (_, summary) = try await fetcher.fetch(server.url()).fresh()
            #expect(summary.status == 200)
            #expect(summary.validators.isEmpty)
        }
    }
}
