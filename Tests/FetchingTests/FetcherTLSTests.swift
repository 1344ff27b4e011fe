import Dispatch
import Fetching
import Glibc
import LoopbackServing
import News
import Testing

/// Certificates are checked, and what is wrong with one is said in words.
struct FetcherTLSTests {
    /// Tries an address with every network allowed.
    private func fetch(
        _ url: String, trusting authorities: String? = nil, access: [FeedAccess] = []
    ) async throws -> FetchReply {
        let fetcher = try Fetcher(
            FetcherConfiguration(
                limits: FetchLimits(timeout: .seconds(50), connectTimeout: .seconds(50), allowPrivateNetworks: true),
                access: access, authorities: authorities))
        defer { fetcher.close() }
        return try await fetcher.fetch(url)
    }

    private static let feed = "HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss/>"

    @Test(
        "a good certificate of a trusted authority is taken", .enabled(if: Certificates.areAvailable, "needs openssl"))
    func trusted() async throws {
        let certificates = try Certificates()
        try certificates.issue("good", for: "IP:127.0.0.1")
        try certificates.write("feed", Self.feed)
        let server = try TLSServer(certificates, "good")
        let reply = try await fetch("https://127.0.0.1:\(server.port)/feed", trusting: certificates.authority)
        #expect(try reply.fresh().document.text == "<rss/>")
    }

    @Test(
        "a bad certificate is refused, and its fault is named",
        .enabled(if: Certificates.areAvailable, "needs openssl"),
        arguments: [
            ("expired", "certificate has expired"), ("other", "no alternative certificate subject name matches"),
            ("self", "self-signed certificate"), ("stranger", "unable to get local issuer certificate"),
        ])
    func refused(kind: String, words: String) async throws {
        let certificates = try Certificates()
        switch kind {
        case "expired": try certificates.issue(kind, for: "IP:127.0.0.1", days: -1)
        case "other": try certificates.issue(kind, for: "DNS:other.example")
        case "self": try certificates.selfSigned(kind)
        default: try certificates.issue(kind, for: "IP:127.0.0.1")
        }
        let server = try TLSServer(certificates, kind)
        let authority = kind == "stranger" ? nil : certificates.authority
        let failure = try await fetch("https://127.0.0.1:\(server.port)/", trusting: authority).failure()
        #expect(failure.kind == .tls)
        #expect(failure.reason.replacing("self signed", with: "self-signed").contains(words), "\(failure.reason)")
    }

    @Test("a server that does not speak TLS is refused")
    func noTLS() async throws {
        let server = try LoopbackServer(greeting: "HTTP/1.1 400 Bad Request\r\n\r\n") { _, _ in }
        defer { server.stop() }
        let failure = try await fetch("https://127.0.0.1:\(server.port)/").failure()
        #expect(failure.kind == .tls, "\(failure.reason)")
    }

    @Test(
        "what is given for https is not told over http, though the host is the same",
        .enabled(if: Certificates.areAvailable, "needs openssl"))
    func downgrade() async throws {
        let clear = try LoopbackServer { $1.reply("200 OK", [], "<rss/>") }
        defer { clear.stop() }
        let certificates = try Certificates()
        try certificates.issue("good", for: "IP:127.0.0.1")
        try certificates.write("feed", "HTTP/1.0 302 Found\r\nLocation: \(clear.url("/clear"))\r\n\r\n")
        let server = try TLSServer(certificates, "good")
        let home = "127.0.0.1:\(server.port)"
        let access = FeedAccess(
            url: try address("https://\(home)"),
            headers: [try #require(FeedAccess.Header(name: "X-Key", value: "open sesame"))])
        let reply = try await fetch(
            "https://ann:secret@\(home)/feed", trusting: certificates.authority, access: [access])
        #expect(try reply.fresh().document.text == "<rss/>")
        let request = try #require(clear.requests.first)
        #expect(request["authorization"] == nil && request["x-key"] == nil)
    }

    @Test(
        "HTTP/2 is spoken where the server offers it", .enabled(if: Certificates.areAvailable, "needs openssl"))
    func http2() async throws {
        let certificates = try Certificates()
        try certificates.issue("good", for: "IP:127.0.0.1")
        let pipe = certificates.folder + "/answer"
        try #require(mkfifo(pipe, 0o600) == 0)
        let answer = open(pipe, O_RDWR | O_CLOEXEC)
        try #require(answer >= 0)
        defer { close(answer) }
        let server = try TLSServer(certificates, "good", mode: "-alpn h2", input: pipe)
        let (url, authority) = ("https://127.0.0.1:\(server.port)/feed", certificates.authority)
        async let reply = fetch(url, trusting: authority)
        #expect(await HTTP2.waitForRequest(server))
        let bytes = HTTP2.answer(Array("<rss/>".utf8))
        #expect(write(answer, bytes, bytes.count) == bytes.count)
        let (document, summary) = try await reply.fresh()
        #expect(document.text == "<rss/>")
        #expect(summary.status == 200)
    }
}

/// Just enough of RFC 9113 to answer one request: a server that speaks nothing else.
private enum HTTP2 {
    /// Waits until the client has sent the header of its request; `false` where it never does.
    ///
    /// On a thread that nobody else needs: the fetch must be able to go on meanwhile.
    static func waitForRequest(_ server: TLSServer) async -> Bool {
        // No one else reads from it until this has ended.
        nonisolated(unsafe) let server = server
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: readRequest(from: server)) }
        }
    }

    private static func readRequest(from server: TLSServer) -> Bool {
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        var seen: [UInt8] = []
        while !seen.suffix(preface.count).elementsEqual(preface) {
            let next = server.read(1)
            if next.isEmpty { return false }
            seen += next
        }
        while true {
            let head = server.read(9)
            guard head.count == 9 else { return false }
            _ = server.read(head[..<3].reduce(0) { $0 << 8 | Int($1) })
            if head[3] == 1 { return true }  // HEADERS
        }
    }

    /// Settings, the acknowledgement of the client's, `:status: 200` (RFC 7541, appendix A) and a body.
    static func answer(_ body: [UInt8]) -> [UInt8] {
        frame(4) + frame(4, flags: 1) + frame(1, flags: 4, stream: 1, [0x88]) + frame(0, flags: 1, stream: 1, body)
    }

    private static func frame(_ type: UInt8, flags: UInt8 = 0, stream: UInt8 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        [0, UInt8(payload.count >> 8), UInt8(payload.count & 255), type, flags, 0, 0, 0, stream] + payload
    }
}
