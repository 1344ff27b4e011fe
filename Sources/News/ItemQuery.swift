public import struct FoundationEssentials.Date

/// Which stored items are wanted, and in which order.
///
/// An item's time, for ``since``, ``until`` and ``Sort/newest``, is its publication; where that is missing or
/// later than the item's arrival, it is the arrival, so that no item can date itself to the top.
public struct ItemQuery: Hashable, Sendable {
    /// The orders that a query can ask for.
    public enum Sort: String, Hashable, Sendable, CaseIterable {
        /// The newest first.
        case newest
        /// With search terms the best match first, else the highest score first.
        case relevance
    }

    /// Full-text search in FTS5's query language; `nil` for all.
    public var terms: String?
    /// Only items at or after this time.
    public var since: Date?
    /// Only items before this time.
    public var until: Date?
    /// Only items with one of these topics; empty for all.
    public var topics: [Topic]
    /// Only items of these feeds, each an address or a part of an address or name; empty for all.
    public var feeds: [String]
    /// Only items in one of these languages; empty for all.
    public var languages: [String]
    /// Only items of this story.
    public var story: Int64?
    /// Only items with at least this score.
    public var minimumScore: Double?
    /// Whether items that were judged not relevant are wanted too.
    public var includesIrrelevant: Bool
    /// Whether only items are wanted whose text has changed since they were first seen.
    public var isEdited: Bool
    /// The moment as of which the store is to answer; `nil` for now.
    public var asOf: Date?
    /// Only items that came after this one in the order of ``sort``: the page after it.
    public var after: Int64?
    /// At most so many items; `nil` for all.
    public var limit: Int?
    /// The order.
    public var sort: Sort
    /// Whether the answers to ``terms`` are to have their ``Item/snippet``, which takes longer than the rest of an item.
    public var wantsSnippets: Bool

    /// Asks for every relevant item, newest first, unless told otherwise.
    public init(
        terms: String? = nil, since: Date? = nil, until: Date? = nil, topics: [Topic] = [], feeds: [String] = [],
        languages: [String] = [], story: Int64? = nil, minimumScore: Double? = nil,
        includesIrrelevant: Bool = false, isEdited: Bool = false, asOf: Date? = nil, after: Int64? = nil,
        limit: Int? = nil, sort: Sort = .newest, wantsSnippets: Bool = true
    ) {
        self.terms = terms
        self.since = since
        self.until = until
        self.topics = topics
        self.feeds = feeds
        self.languages = languages
        self.story = story
        self.minimumScore = minimumScore
        self.includesIrrelevant = includesIrrelevant
        self.isEdited = isEdited
        self.asOf = asOf
        self.after = after
        self.limit = limit
        self.sort = sort
        self.wantsSnippets = wantsSnippets
    }
}

/// How a feed is doing, as `habari feeds list` shows it.
public struct FeedReport: Hashable, Sendable {
    /// The feed and its state.
    public var feed: Feed
    /// How many items of it are stored.
    public var items: Int
    /// How many of them are relevant.
    public var relevant: Int

    /// Makes a report.
    public init(feed: Feed, items: Int, relevant: Int) {
        self.feed = feed
        self.items = items
        self.relevant = relevant
    }
}

/// How the store as a whole is doing.
public struct StoreStatus: Hashable, Sendable {
    /// Stored items.
    public var items: Int
    /// Of them, the relevant ones.
    public var relevant: Int
    /// Revisions beyond each item's first.
    public var revisions: Int
    /// Subscribed feeds.
    public var feeds: Int
    /// Of them, those whose last poll failed.
    public var failing: Int
    /// Of them, those that the server ended.
    public var ended: Int
    /// When any feed was last polled.
    public var lastPoll: Date?
    /// When an item was last stored.
    public var lastItem: Date?
    /// The size of the database with its write-ahead log, in bytes.
    public var bytes: Int
    /// The version of the store's schema.
    public var schema: Int

    /// Makes a status.
    public init(
        items: Int, relevant: Int, revisions: Int, feeds: Int, failing: Int, ended: Int, lastPoll: Date?,
        lastItem: Date?, bytes: Int, schema: Int
    ) {
        self.items = items
        self.relevant = relevant
        self.revisions = revisions
        self.feeds = feeds
        self.failing = failing
        self.ended = ended
        self.lastPoll = lastPoll
        self.lastItem = lastItem
        self.bytes = bytes
        self.schema = schema
    }
}
