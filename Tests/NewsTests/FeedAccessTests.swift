import News
import Testing

/// Which addresses the access of one address is for.
struct FeedAccessTests {
    private func access(_ url: String) throws -> FeedAccess { FeedAccess(url: try #require(FeedURL(url))) }

    @Test(
        "an access is for its address and what lies below it",
        arguments: [
            ("https://example.org", "https://example.org/any/feed?x=1"),
            ("https://example.org/a", "https://example.org/a"),
            ("https://example.org/a", "https://example.org/a/b"),
            ("https://example.org/a", "https://example.org/a?b"),
            ("https://example.org/a/", "https://example.org/a/b"),
            ("https://example.org/a?b=1", "https://example.org/a?b=1"),
            ("https://example.org/", "https://ann:x@example.org/feed"),
            ("http://example.org:8080/", "http://EXAMPLE.org:8080/feed"),
        ])
    func covered(own: String, other: String) throws {
        #expect(try access(own).covers(try #require(FeedURL(other))))
    }

    @Test(
        "it is for no other scheme, host, port or path",
        arguments: [
            ("https://example.org/", "http://example.org/"), ("https://example.org/", "https://www.example.org/"),
            ("https://example.org/", "https://example.org:8443/"),
            ("https://example.org/", "https://example.org.evil/"),
            ("https://example.org/a", "https://example.org/ab"), ("https://example.org/a/", "https://example.org/a"),
            ("https://example.org/a?b=1", "https://example.org/a?b=12"), ("https://example.org/", "file:///etc/passwd"),
            ("https://example.org/", "https://example.org@evil.example/"),
        ])
    func notCovered(own: String, other: String) throws {
        #expect(try !access(own).covers(try #require(FeedURL(other))))
    }

    @Test("of several the longest counts")
    func longest() throws {
        let all = try ["https://example.org/", "https://example.org/a/b", "https://example.org/a"].map(access)
        let chosen = [
            "https://example.org/a/b/c", "https://example.org/a/x", "https://example.org/x", "https://x.org/",
        ]
        .map { address in FeedURL(address).flatMap { all.access(for: $0) }?.url.string }
        #expect(chosen == ["https://example.org/a/b", "https://example.org/a", "https://example.org/", nil])
    }

    @Test(
        "a header line cannot end early, and has a name",
        arguments: [
            ("", "x"), ("A B", "x"), ("A:", "x"), ("A\r\nB", "x"), ("É", "x"), ("A", ""), ("A", "x\r\nB: y"),
            ("A", "x\ny"), ("A", "x\u{0}"),
        ])
    func illegalHeaders(name: String, value: String) {
        #expect(FeedAccess.Header(name: name, value: value) == nil)
    }

    @Test("what the connection needs is not for the configuration to say", arguments: ["Host", "te", "Proxy-Anything"])
    func reserved(name: String) {
        #expect(FeedAccess.Header(name: name, value: "x")?.isReserved == true)
        #expect(FeedAccess.Header(name: "X-" + name, value: "x")?.isReserved == false)
    }

    @Test("origin, credentials and path of an address are told apart")
    func parts() throws {
        let url = try #require(FeedURL("http://ann:p@ss@example.org:8080/a?b@c"))
        #expect(url.origin == "http://example.org:8080")
        #expect(url.userInfo == "ann:p@ss")
        #expect(url.pathAndQuery == "/a?b@c")
        #expect(url.with(userInfo: nil).string == "http://example.org:8080/a?b@c")
        #expect(url.with(userInfo: "bob:x").string == "http://bob:x@example.org:8080/a?b@c")
    }
}
