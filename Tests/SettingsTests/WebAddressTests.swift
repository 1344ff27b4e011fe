import Testing

@testable import Settings

@Suite("Addresses in the configuration")
struct WebAddressTests {
    @Test(
        "a contact is a mailto or web address",
        arguments: ["mailto:a@b.org", "https://example.org/bot", "HTTP://example.org"])
    func contacts(text: String) {
        #expect(WebAddress.isContact(text))
    }

    @Test(
        "anything else is no contact",
        arguments: [
            "", "a@b.org", "mailto:", "mailto:a", "mailto:@b", "https:", "https://", "ftp://x", "https://a b",
            "https://é.org", "mailto:a@b)",
        ])
    func noContacts(text: String) {
        #expect(!WebAddress.isContact(text))
    }

    @Test(
        "a proxy is what libcurl takes for one",
        arguments: ["", "proxy:3128", "http://p:3128", "socks5h://u:p@p:1080", "HTTPS://p"])
    func proxies(text: String) {
        #expect(WebAddress.isProxy(text))
    }

    @Test("anything else is no proxy", arguments: ["ftp://p", "http://", "/proxy", "a b", "http:///x"])
    func noProxies(text: String) {
        #expect(!WebAddress.isProxy(text))
    }
}
