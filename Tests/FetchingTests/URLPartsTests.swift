import Testing

@testable import Fetching

struct URLPartsTests {
    @Test(
        "a host is what libcurl will look up",
        arguments: [
            ("http://u:p@example.org:81/x", "example.org"), ("http://0x7f.1/", "127.0.0.1"),
            ("http://2130706433/", "127.0.0.1"),
            ("http://[::1]:81/", "[::1]"), ("not an address", nil), ("http://", nil),
        ] as [(String, String?)])
    func host(url: String, expected: String?) {
        #expect(URLParts.host(of: url) == expected)
    }

    @Test(
        "a path is decoded as libcurl will open it",
        arguments: [
            ("file:///a%20b/c", "/a b/c"), ("file:///a?b", "/a"), ("file:///%2e%2e/a", "/../a"), ("file:///a%00b", nil),
            ("file:///%C3%B1", "/ñ"),
        ] as [(String, String?)])
    func path(url: String, expected: String?) {
        #expect(URLParts.path(of: url) == expected)
    }

    @Test("a scheme is known even if nobody speaks it")
    func scheme() {
        #expect(URLParts.scheme(of: "ODD://x/") == "odd")
        #expect(URLParts.scheme(of: "/relative") == nil)
    }

    @Test(
        "a user name and a password are taken out of an address",
        arguments: [
            ("http://u:p@example.org/a?b#c", "http://example.org/a?b#c"),
            ("https://u@example.org:81/", "https://example.org:81/"),
            ("http://example.org/a@b", "http://example.org/a@b"), ("http://example.org/", "http://example.org/"),
        ])
    func credentials(url: String, expected: String) {
        #expect(URLParts.withoutCredentials(url) == expected)
    }

    @Test(
        "what is sent of an address is ASCII but for the host",
        arguments: [
            ("http://ñ.example/ñ?é#x", "http://ñ.example/%C3%B1?%C3%A9"),
            ("http://example.org/a%20b", "http://example.org/a%20b"),
            ("file:///ñ", "file:///%C3%B1"), ("http://example.org/", "http://example.org/"),
        ])
    func ascii(url: String, expected: String) throws {
        #expect(URLParts.ascii(try address(url)) == expected)
    }
}
