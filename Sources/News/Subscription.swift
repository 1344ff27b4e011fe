/// What the administrator asked for: one feed as a feed list (OPML) names it.
///
/// Habari learns nothing into this value; what is learned lives in ``Feed``.
public struct Subscription: Hashable, Sendable {
    /// The feed's address (`xmlUrl`).
    public var url: FeedURL
    /// The name given in the list (`title`, else `text`); empty where none is given.
    public var title: String
    /// Tags (`category`, comma-separated), in the order of the list.
    public var tags: [String]
    /// The outlet's own country as an ISO 3166-1 alpha-2 code in capitals (`country`), where given.
    public var country: String?
    /// A fixed polling interval (`interval`); `nil` lets the scheduler decide.
    public var interval: Duration?
    /// Whether the feed is polled (`enabled`).
    public var enabled: Bool

    /// Makes a subscription from its parts.
    public init(
        url: FeedURL, title: String = "", tags: [String] = [], country: String? = nil,
        interval: Duration? = nil, enabled: Bool = true
    ) {
        self.url = url
        self.title = title
        self.tags = tags
        self.country = country
        self.interval = interval
        self.enabled = enabled
    }
}
