public import News

/// A feed that an HTML page points to.
public struct DiscoveredFeed: Hashable, Sendable {
    /// The feed's absolute address.
    public var url: String
    /// The name that the page gives it.
    public var title: String?
    /// The media type that the page gives it; `nil` where the address was guessed from a link for readers.
    public var type: String?

    /// Makes a discovered feed.
    public init(url: String, title: String? = nil, type: String? = nil) {
        self.url = url
        self.title = title
        self.type = type
    }
}

/// Finds the feeds of an HTML page.
public enum FeedDiscovery {
    /// The feeds that a page declares (`link rel="alternate"`, in the head or wherever it stands), the likeliest first;
    /// then those that its links for readers seem to lead to.
    ///
    /// Feeds of comments come after feeds of articles, links for readers after declared feeds; otherwise the page's own
    /// order stands. At most 50 are named. The page's `base` is minded (HTML Living Standard, sections 4.2.3 and 4.6.6).
    public static func feeds(in document: Document) -> [DiscoveredFeed] {
        let source = SourceText(document)
        let base = WebAddress.isWeb(document.url) ? document.url : nil
        return source.bytes.withUnsafeBufferPointer { HTMLPage($0, base: base).feeds() }
    }

    /// The addresses at which sites keep a feed without saying so, for when ``feeds(in:)`` finds none.
    public static func customaryAddresses(for page: String) -> [String] {
        let paths = [
            "/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feeds/posts/default", "/feed.json",
        ]
        return WebAddress.isWeb(page) ? paths.compactMap { WebAddress.resolve($0, base: page) } : []
    }
}
