import Testing

@testable import Parsing

@Suite("Addresses")
struct WebAddressTests {
    @Test(
        "references are resolved as RFC 3986, section 5.4, has it",
        arguments: [
            ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
            ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"),
            ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"),
            ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"), ("/./g", "http://a/g"),
            ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g"),
            ("g?y/../x", "http://a/b/c/g?y/../x"), ("http:g", "http:g"), ("https://x/../y", "https://x/../y"),
        ])
    func resolved(_ reference: String, _ expected: String) {
        #expect(WebAddress.resolve(reference, base: "http://a/b/c/d;p?q") == expected)
    }

    @Test("white space is cleaned away, and a script is no link")
    func cleaned() {
        #expect(WebAddress.resolve("  https://a/b c\n", base: nil) == "https://a/b%20c")
        #expect(WebAddress.resolve("https://a/b\n\tc", base: nil) == "https://a/bc")
        #expect(WebAddress.resolve("JavaScript:alert(1)", base: nil) == nil)
        #expect(WebAddress.resolve("java\nscript:alert(1)", base: nil) == nil)
        #expect(WebAddress.resolve("mailto:a@example.org", base: nil) == "mailto:a@example.org")
        #expect(WebAddress.resolve("  ", base: "http://a/") == nil)
    }

    @Test("without a base that can have relatives, a reference stays as it is")
    func noBase() {
        #expect(WebAddress.resolve("/a", base: nil) == "/a")
        #expect(WebAddress.resolve("/a", base: "urn:x") == "/a")
        #expect(WebAddress.resolve("/a", base: "file:///etc/x") == "/a")
        #expect(WebAddress.resolve("a", base: "http://host") == "http://host/a")
    }
}
