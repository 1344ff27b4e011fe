public import struct FoundationEssentials.Date

/// The rule by which an item was told from the other items of its feed, in order of preference.
public enum IdentityRule: String, Hashable, Sendable, CaseIterable {
    /// The publisher's identifier: `guid`, `atom:id`, `rdf:about`.
    case guid
    /// The item's link without what only tracks the reader (``CanonicalLink``).
    case link
    /// A digest of title and content.
    case digest
}

/// A stored item as a query answers it: the newest revision with the newest verdict.
public struct Item: Hashable, Sendable {
    /// The number that the store gave it; grows in the order of arrival.
    public var id: Int64
    /// The feed's identity.
    public var feed: FeedURL
    /// The feed's name.
    public var feedTitle: String
    /// The publisher's identifier.
    public var guid: String?
    /// The headline; empty where the item has none.
    public var title: String
    /// The page that the item points to.
    public var url: String?
    /// The authors' names.
    public var author: String?
    /// When the publisher says it was published.
    public var published: Date?
    /// When it was first stored.
    public var firstSeen: Date
    /// The language of the text (ISO 639-1), or `und`.
    public var language: String
    /// The summary, or the content's beginning where there is no summary; `nil` where the text is not kept.
    public var summary: String?
    /// Whether it was judged relevant.
    public var relevant: Bool
    /// The score, 0…1.
    public var relevance: Double
    /// The topics, most certain first.
    public var topics: [Topic]
    /// The story that it belongs to: the number of the story's first item.
    public var story: Int64
    /// The number of the newest revision, from 1.
    public var revision: Int
    /// Where the query had terms: an extract around the hits, each hit between U+E000 and U+E001.
    public var snippet: String?

    /// Makes an item from its parts.
    public init(
        id: Int64, feed: FeedURL, feedTitle: String, guid: String?, title: String, url: String?, author: String?,
        published: Date?, firstSeen: Date, language: String, summary: String?, relevant: Bool, relevance: Double,
        topics: [Topic], story: Int64, revision: Int, snippet: String? = nil
    ) {
        self.id = id
        self.feed = feed
        // The store names a feed without a title by its address.
        self.feedTitle = feedTitle == feed.string ? "\(feed)" : feedTitle
        self.guid = guid
        self.title = title
        self.url = url
        self.author = author
        self.published = published
        self.firstSeen = firstSeen
        self.language = language
        self.summary = summary
        self.relevant = relevant
        self.relevance = relevance
        self.topics = topics
        self.story = story
        self.revision = revision
        self.snippet = snippet
    }
}

/// One state of an item's text, as it was published.
public struct ItemRevision: Hashable, Sendable {
    /// 1 for the first seen, then counting up.
    public var number: Int
    /// When this state was first seen.
    public var seen: Date
    /// The text and links as parsed; summary and content are `nil` where the text is not kept.
    public var item: ParsedItem

    /// Makes a revision.
    public init(number: Int, seen: Date, item: ParsedItem) {
        self.number = number
        self.seen = seen
        self.item = item
    }
}

/// One verdict in an item's history.
public struct ItemVerdict: Hashable, Sendable {
    /// When it was reached.
    public var judged: Date
    /// The revision that was judged.
    public var revision: Int
    /// The verdict.
    public var verdict: Verdict

    /// Makes an entry of the history.
    public init(judged: Date, revision: Int, verdict: Verdict) {
        self.judged = judged
        self.revision = revision
        self.verdict = verdict
    }
}

/// All that the store knows about one item.
public struct ItemHistory: Hashable, Sendable {
    /// The item as a query would answer it.
    public var item: Item
    /// How it was told from its neighbours.
    public var identityRule: IdentityRule
    /// Every revision, oldest first.
    public var revisions: [ItemRevision]
    /// Every verdict, oldest first.
    public var verdicts: [ItemVerdict]
    /// Every label that a person gave or took back, oldest first.
    public var labels: [ItemLabelling]

    /// The label that holds; `nil` where the newest verdict counts.
    public var label: ItemLabel? { labels.last.flatMap { $0.label.relevant == nil ? nil : $0.label } }

    /// Makes a history.
    public init(
        item: Item, identityRule: IdentityRule, revisions: [ItemRevision], verdicts: [ItemVerdict],
        labels: [ItemLabelling] = []
    ) {
        self.item = item
        self.identityRule = identityRule
        self.revisions = revisions
        self.verdicts = verdicts
        self.labels = labels
    }
}
