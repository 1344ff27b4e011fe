import News
import Testing

@testable import Parsing

@Suite("Feeds of a page")
struct FeedDiscoveryTests {
    private func feeds(_ html: String) -> [DiscoveredFeed] {
        FeedDiscovery.feeds(in: Document(bytes: Array(html.utf8), url: "https://example.org/news/index.html"))
    }

    @Test("declared feeds come first, feeds of comments and links for readers after them")
    func ranked() {
        let found = feeds(
            """
            <!DOCTYPE html><html><head><title>News</title>
            <link rel="stylesheet" href="a.css"><link rel='alternate' hreflang="sw" href="/sw/">
            <link rel="alternate" type="application/rss+xml" title="News &raquo; Comments Feed" href="/comments/feed/">
            <LINK REL="Alternate" TYPE="application/atom+xml" TITLE="News &amp; views" HREF="atom.xml">
            <!-- <link rel="alternate" type="application/rss+xml" href="/old.rss"> -->
            <script>var x = '<link rel="alternate" type="application/rss+xml" href="/script.rss">';</script>
            </head><body><a href="https://example.org/feed">RSS</a>
            <link rel=alternate type=application/rss+xml href=//feeds.example.org/rss?a=1&amp;b=2>
            <a href="/about">About</a><a href="atom.xml">again</a></body></html>
            """)
        #expect(
            found == [
                DiscoveredFeed(
                    url: "https://example.org/news/atom.xml", title: "News & views", type: "application/atom+xml"),
                DiscoveredFeed(url: "https://feeds.example.org/rss?a=1&b=2", type: "application/rss+xml"),
                DiscoveredFeed(
                    url: "https://example.org/comments/feed/", title: "News » Comments Feed",
                    type: "application/rss+xml"),
                DiscoveredFeed(url: "https://example.org/feed"),
            ])
    }

    @Test("the page's base is the base")
    func base() {
        let found = feeds("<base href=\"/other/\"><link rel=\"feed\" href=\"f\">")
        #expect(found.map(\.url) == ["https://example.org/other/f"])
    }

    @Test("a page without feeds has none, and customary places can be tried")
    func none() {
        #expect(feeds("<html><p>Nothing</p></html>").isEmpty)
        #expect(FeedDiscovery.customaryAddresses(for: "https://example.org/a/b").first == "https://example.org/feed")
        #expect(FeedDiscovery.customaryAddresses(for: "file:///x").isEmpty)
    }
}
