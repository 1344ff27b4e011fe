import News
import Subscriptions

/// A feed list: read, and edited as `habari feeds` does.
enum OutlineTarget {
    private static let added = FeedURL("https://added.example/feed?a=1&b=2")

    static func run(_ input: [UInt8]) {
        guard let added, let list = try? FeedList(bytes: input, path: "feeds.opml") else { return }
        for feed in list.subscriptions {
            claim(feed.title.isOneLine, "the title is no line: \(feed.title)")
            claim(feed.tags.allSatisfy { !$0.isEmpty && $0.isOneLine }, "the tags are \(feed.tags)")
        }
        guard list[added] == nil else { return }
        var edited = list
        guard (try? edited.add(Subscription(url: added, title: "Added “&<>”", tags: ["one"]))) != nil else { return }
        claim(edited[added] != nil, "the feed that was added is not there")
        claim(edited.subscriptions.dropLast() == list.subscriptions[...], "adding a feed changed another")
        guard let again = try? FeedList(bytes: edited.bytes, path: "feeds.opml") else {
            return claim(false, "what was written cannot be read")
        }
        claim(again.subscriptions == edited.subscriptions, "what was written reads otherwise")
        guard (try? edited.remove(added)) != nil else { return }
        claim(edited.subscriptions == list.subscriptions, "removing a feed changed another")
    }
}
