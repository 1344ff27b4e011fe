import News
import Testing

/// What is shown of an address holds no secret, and still says which feed is meant.
struct ShownAddressTests {
    @Test(
        "user names, passwords and what is named like a secret are hidden",
        arguments: [
            ("https://ann:pass@example.org/feed", "https://***@example.org/feed"),
            ("https://token@example.org/", "https://***@example.org/"),
            ("http://a@b@example.org:8080/x", "http://***@example.org:8080/x"),
            ("https://ann:p/ss@example.org/", "https://ann:p/ss@example.org/"),  // no user name: the host ends before
            ("https://example.org/feed?token=abc", "https://example.org/feed?token=***"),
            ("https://example.org/feed?a=1&feed_token=abc&b=2", "https://example.org/feed?a=1&feed_token=***&b=2"),
            ("https://example.org/?ACCESS-TOKEN=x", "https://example.org/?ACCESS-TOKEN=***"),
            ("https://example.org/?api_key=0123456789", "https://example.org/?api_key=***"),
            ("https://example.org/?apikey=x#top", "https://example.org/?apikey=***#top"),
            ("https://example.org/?X-Amz-Signature=ff", "https://example.org/?X-Amz-Signature=***"),
            ("https://u:p@example.org/?key=s3cr3t-word", "https://***@example.org/?key=***"),
            ("?password=x", "?password=***"),
        ])
    func hidden(address: String, shown: String) {
        #expect(ShownAddress.of(address) == shown)
        #expect(ShownAddress.of(shown) == shown, "what is shown is shown the same")
    }

    @Test(
        "what names the feed stays",
        arguments: [
            "https://example.org/feed", "https://example.org/@ann/feed", "https://example.org/?q=ann@example.org",
            "https://example.org/?key=kenya", "https://example.org/?key=trade-and-aid", "https://example.org/?auth=",
            "https://example.org/?token=", "https://example.org/?tokens=3&keyword=a1b2c3d4e5", "mailto:a@b", "",
            "https://example.org/?page=2&&x", "file:///srv/a@b.xml",
        ])
    func kept(address: String) {
        #expect(ShownAddress.of(address) == address)
    }

    @Test(
        "of what is no address all is hidden before the last @",
        arguments: [
            ("https://ann:p/ss@example.org/", "https://***@example.org/"),
            ("htp://u:p@x/?token=1", "htp://***@x/?token=***"),
            ("u:p@x", "***@x"), ("@", "***@"), ("https://exa mple.org/?token=1", "https://exa mple.org/?token=***"),
            ("https://example.org/@ann", "https://example.org/@ann"), ("", ""),
        ])
    func mistyped(text: String, shown: String) {
        #expect(ShownAddress.ofMistyped(text) == shown)
    }

    @Test("the address of a feed describes itself without its secrets")
    func feedURL() throws {
        let url = try #require(FeedURL("https://ann:pass@example.org/feed?token=abc"))
        #expect("\(url)" == "https://***@example.org/feed?token=***")
        #expect(url.string == "https://ann:pass@example.org/feed?token=abc")
        #expect(FeedURL("\(url)") != nil, "what is shown can be typed")
    }

    @Test("a secret is neither printed nor dumped")
    func secret() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(FeedAccess.Credential.basic(user: "ann", password: secret), to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("hunter2"), "\(text)")
        }
        #expect(secret.text == "hunter2")
    }
}
