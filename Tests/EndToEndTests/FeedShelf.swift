import News

/// The feeds of a publisher as documents, with an entity tag for each state of each.
final class FeedShelf: Sendable {
    private struct Entry {
        var guid: String
        var title: String
    }

    private struct Feed {
        var entries: [Entry]
        /// Counts the changes, and so makes the entity tag.
        var state = 0
    }

    private let feeds: Guarded<[Feed]>

    init(feeds count: Int, itemsEach: Int) {
        feeds = Guarded((0..<count).map { feed in Feed(entries: (0..<itemsEach).map { Self.entry(feed, $0) }) })
    }

    var count: Int { feeds.withLock(\.count) }

    /// The guids of a feed, oldest first.
    func guids(of feed: Int) -> [String] { feeds.withLock { $0[feed].entries.map(\.guid) } }

    /// Adds an item to a feed.
    func publish(in feed: Int) {
        feeds.withLock { feeds in
            feeds[feed].entries.append(Self.entry(feed, feeds[feed].entries.count))
            feeds[feed].state += 1
        }
    }

    /// Gives a feed's first item another headline.
    func edit(in feed: Int, title: String) {
        feeds.withLock { feeds in
            feeds[feed].entries[0].title = title
            feeds[feed].state += 1
        }
    }

    /// A feed's present state as RSS 2.0, newest item first.
    func document(_ number: Int) -> (etag: String, body: String) {
        let feed = feeds.withLock { $0[number] }
        let items = feed.entries.reversed().map { entry in
            """
            <item><guid isPermaLink="false">\(entry.guid)</guid><title>\(entry.title)</title>
            <link>https://news.example/\(entry.guid)</link><pubDate>Wed, 24 Sep 2025 18:05:00 GMT</pubDate>
            <description>Nairobi and Washington on AGOA: \(entry.guid).</description></item>
            """
        }
        let body = """
            <?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed \(number)</title>
            <link>https://news.example/</link><description>Sample</description>\(items.joined())</channel></rss>
            """
        return ("\"state-\(feed.state)\"", body)
    }

    private static func entry(_ feed: Int, _ number: Int) -> Entry {
        Entry(guid: "feed\(feed)-item\(number)", title: "Kenya and the United States, report \(number) of \(feed)")
    }
}
