import FoundationEssentials
import News
import Testing

@testable import Subscriptions

@Suite("Feed lists that come with Habari")
struct ShippedFeedListTests {
    /// The top folder of the source tree.
    private let top = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    @Test("the starter list has no problems, and every feed a name, tags and a secure address")
    func starterList() throws {
        let list = try FeedList(contentsOf: top + "/Config/feeds.opml")
        #expect(list.problems.isEmpty)
        #expect(list.subscriptions.count == 41)
        for subscription in list.subscriptions {
            #expect(!subscription.title.isEmpty && !subscription.tags.isEmpty && subscription.enabled)
            #expect(subscription.url.scheme == "https")
        }
        let search = try #require(FeedURL("https://news.google.com/rss/search?q=AGOA+Kenya&hl=en-KE&gl=KE&ceid=KE:en"))
        #expect(list[search]?.tags == ["search", "trade"])
    }

    @Test("the starter list takes a feed and gives it back without a trace")
    func starterListEdited() throws {
        var list = try FeedList(contentsOf: top + "/Config/feeds.opml")
        let before = list.bytes
        let url = try #require(FeedURL("https://example.org/feed"))
        try list.add(Subscription(url: url, title: "Example"))
        #expect(list.subscriptions.last?.url == url)
        try list.remove(url)
        #expect(list.bytes == before)
    }
}
