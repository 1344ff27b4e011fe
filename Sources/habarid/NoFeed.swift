import News
import Parsing

/// What stands where a feed was expected, in one clause: what it is, whose it may be, and where the feed may be found.
struct NoFeed: CustomStringConvertible {
    /// The document.
    let document: Document
    /// What the parser made of it.
    let error: ParseError

    /// A page's feeds are named up to this number.
    private static let mostFeeds = 3

    var description: String {
        guard case .htmlPage = error.kind else { return "\(error)" }
        if let asked = document.redirectedFrom, let answered = FeedURL(document.url),
            SiteName.of(asked.host) != SiteName.of(answered.host)
        {
            return
                "\(error); \(answered.host) answers in place of \(asked.host) (a captive portal, or the site is gone)"
        }
        let feeds = FeedDiscovery.feeds(in: document).prefix(Self.mostFeeds).map { ShownAddress.of($0.url) }
        return feeds.isEmpty ? "\(error)" : "\(error); it points to \(feeds.joined(separator: ", "))"
    }
}
