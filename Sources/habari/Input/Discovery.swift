import Fetching
import News
import Parsing
import Settings

/// Finds what a person may have meant by the address of a page.
enum Discovery {
    /// A feed that was found behind a page, fetched and understood.
    struct Found {
        var url: FeedURL
        var feed: ParsedFeed
        /// The other feeds that the page declares, likeliest first.
        var others: [String]
    }

    /// A page's candidates are many, and each is a request to somebody's server.
    private static let mostTries = 10

    /// What to try instead, where the page points to feeds.
    static func advice(on document: Document) -> String? {
        let feeds = FeedDiscovery.feeds(in: document).prefix(5)
        return feeds.isEmpty
            ? nil : "the page points to " + feeds.map { ShownAddress.of($0.url) }.joined(separator: ", ")
    }

    /// The likeliest feed of a page that was fetched: of those that it declares, then of those that its links seem to
    /// lead to, then at the addresses where sites keep one without saying so, the first that is a feed.
    ///
    /// A page is a stranger's: only addresses on its own host may lie in a private network, as it may itself.
    static func feed(behind page: Document, _ settings: Settings, limits: FetchLimits? = nil) async throws -> Found? {
        let declared = FeedDiscovery.feeds(in: page).map(\.url)
        let host = FeedURL(page.url)?.host
        var tried: Set<FeedURL> = []
        for candidate in declared + FeedDiscovery.customaryAddresses(for: page.url) where tried.count < mostTries {
            guard let url = FeedURL(candidate), url.scheme != "file", tried.insert(url).inserted else { continue }
            let answer = try await TypedAddress.fetch(url, settings, limits: limits, isTrusted: url.host == host)
            if case .fresh(let document, _) = answer.reply, let feed = try? FeedParser().parse(document) {
                return Found(url: url, feed: feed, others: declared.filter { FeedURL($0) != url })
            }
        }
        return nil
    }
}
