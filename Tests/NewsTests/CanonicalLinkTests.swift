import News
import Testing

struct CanonicalLinkTests {
    @Test(
        "links to one page have one form",
        arguments: [
            ("https://www.example.org/a/", "example.org/a"),
            ("http://example.org/a", "example.org/a"),
            ("http://Example.org:80/a#comments", "example.org/a"),
            ("https://example.org/", "example.org"),
            ("https://example.org/a?utm_source=rss&utm_medium=feed", "example.org/a"),
            ("https://example.org/a?utm_source=rss&id=7&fbclid=x", "example.org/a?id=7"),
            ("https://example.org/a?UTM_Source=rss", "example.org/a"),
            ("https://example.org/a/?id=7", "example.org/a?id=7"),
            ("https://example.org/a?&&id=7&", "example.org/a?id=7"),
            ("https://example.org/a?", "example.org/a"),
            ("https://example.org/a?at_medium=RSS&at_campaign=KARANGA", "example.org/a"),
            (" https://example.org/a ", "example.org/a"),
        ])
    func one(link: String, expected: String) {
        #expect(CanonicalLink.of(link) == expected)
    }

    @Test(
        "links to different pages keep apart",
        arguments: [
            ("https://example.org/a?id=7", "https://example.org/a?id=8"),
            ("https://example.org/A", "https://example.org/a"),
            ("https://example.org:8443/a", "https://example.org/a"),
            ("https://example.org/#!/a", "https://example.org/#!/b"),
            ("https://example.org/#/a", "https://example.org/#/b"),
            ("https://m.example.org/a", "https://example.org/a"),
            ("https://example.org/a?utm=1", "https://example.org/a"),
        ])
    func different(one: String, other: String) {
        #expect(CanonicalLink.of(one) != CanonicalLink.of(other))
    }

    @Test("a route in the fragment is part of the page's name, blanks around the link are not")
    func route() {
        #expect(CanonicalLink.of("https://example.org/#!/a \n") == "example.org#!/a")
    }

    @Test(
        "what is no address of the web stays as it is",
        arguments: ["", "urn:uuid:1", "/relative/a?utm_source=x", "file:///a", "not a link", "tag:example.org,2025:1"])
    func other(link: String) {
        #expect(CanonicalLink.of(link) == link)
    }
}
