import News
import Testing

struct FeedURLTests {
    @Test(
        "two spellings of one address are one",
        arguments: [
            ("HTTP://Example.ORG/Feed", "http://example.org/Feed"),
            ("https://example.org", "https://example.org/"),
            ("https://example.org?x=1", "https://example.org/?x=1"),
            ("http://example.org:80/feed", "http://example.org/feed"),
            ("https://example.org:443/feed", "https://example.org/feed"),
            ("https://example.org:80/feed", "https://example.org:80/feed"),
            ("http://example.org:/feed", "http://example.org/feed"),
            ("http://example.org:08080/feed", "http://example.org:8080/feed"),
            ("https://example.org/feed#latest", "https://example.org/feed"),
            ("https://example.org#latest", "https://example.org/"),
            ("  https://example.org/feed\r\n", "https://example.org/feed"),
            ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
            ("http://[::1]:8080/x", "http://[::1]:8080/x"),
            ("http://Ann:Pass@Example.org/feed", "http://Ann:Pass@example.org/feed"),
            ("http://a@b@example.org/", "http://a@b@example.org/"),
            ("https://Bücher.example/ñ", "https://bücher.example/ñ"),
            ("file://localhost/var/feed.xml", "file:///var/feed.xml"),
            ("FILE:///Var/Feed.xml", "file:///Var/Feed.xml"),
        ])
    func normalised(spelling: String, expected: String) throws {
        let url = try #require(FeedURL(spelling))
        #expect(url.string == expected)
        #expect(url.description == ShownAddress.of(expected))
        #expect(FeedURL(url.string) == url, "what was normalised once stays as it is")
    }

    @Test("paths and queries belong to the server")
    func untouched() throws {
        let text = "https://example.org/a/../b//c/%7Efeed;v=1?b=2&a=1&utm_source=x"
        #expect(try #require(FeedURL(text)).string == text)
    }

    @Test(
        "the host is named without credentials and port",
        arguments: [
            ("http://example.org/", "example.org"), ("http://u:p@Example.org:8080/", "example.org"),
            ("http://127.0.0.1:81/", "127.0.0.1"), ("http://[FE80::1%eth0]/", "[fe80::1%eth0]"),
            ("http://example.org./", "example.org."), ("file:///x", ""),
        ])
    func host(spelling: String, expected: String) throws {
        #expect(try #require(FeedURL(spelling)).host == expected)
    }

    @Test(
        "what no feed can have for an address is refused",
        arguments: [
            "", " ", "example.org/feed", "//example.org/feed", "/feed", "feed.xml", "http:/example.org",
            "http:example.org",
            "http://", "http:///feed", "http://?x", "http://#x", "http://:80/", "http://user@/", "http://@/",
            "ftp://example.org/feed", "feed://example.org/", "javascript://x/%0aalert(1)", "gopher://example.org/",
            "data:text/xml,<rss/>", "mailto:a@example.org", "://example.org",
            "http://example.org:port/", "http://example.org:65536/", "http://example.org:-1/",
            "http://example.org:+80/",
            "http://example.org:80x/", "http://example.org:0/", "http://a:b:80/",
            "http://[::1/", "http://[]/", "http://[::1]x/", "http://[example.org]/", "http://[::1%]/", "http://::1/",
            "http://exa mple.org/", "http://example.org/a b", "http://example.org/a\tb", "http://example.org/a\u{0}b",
            "http://example.org/\u{7F}", "http://example.org\\@evil.example/", "http://exa\u{A0}mple.org/",
            "http://example.org/\u{2028}", "http://example.org/\u{85}", "http://<example.org>/",
            "http://exam%70le.org/",
            "file://server/share/feed.xml", "file://feed.xml", "file:/feed.xml",
        ])
    func refused(text: String) {
        #expect(FeedURL(text) == nil)
    }

    @Test("a slash that bears a combining mark still ends the host")
    func combiningMark() throws {
        let url = try #require(FeedURL("http://example.org/\u{301}@evil.example/"))
        #expect(url.host == "example.org")
    }

    @Test("addresses sort as text")
    func order() throws {
        let urls = try ["http://b.example/", "http://a.example/b", "http://a.example/"].map {
            try #require(FeedURL($0))
        }
        #expect(urls.sorted().map(\.string) == ["http://a.example/", "http://a.example/b", "http://b.example/"])
    }
}
