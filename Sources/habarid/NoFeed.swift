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

/// The part of a host's name that its owner has registered, as well as that can be told without a list of suffixes.
enum SiteName {
    /// Labels under which names are registered in many countries.
    private static let registries: Set<String> = [
        "ac", "co", "com", "edu", "go", "gov", "info", "me", "mil", "mobi", "ne", "net", "or", "org", "sc",
    ]

    /// The last two labels, or three where the last but one is a registry's; an address as it is.
    static func of(_ host: String) -> String {
        let labels = host.split(separator: ".")
        guard labels.count > 2, let last = labels.last, last.contains(where: { !$0.isNumber }), !host.hasPrefix("[")
        else { return host }
        let isUnderRegistry = last.count == 2 && registries.contains(String(labels[labels.count - 2]))
        return labels.suffix(isUnderRegistry ? 3 : 2).joined(separator: ".")
    }
}
