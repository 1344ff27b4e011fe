import News
import Parsing

/// Finds what a person may have meant by the address of a page.
enum Discovery {
    /// What to try instead, where the page points to feeds.
    static func advice(on document: Document) -> String? {
        let feeds = FeedDiscovery.feeds(in: document).prefix(5)
        return feeds.isEmpty ? nil : "the page points to " + feeds.map(\.url).joined(separator: ", ")
    }
}
