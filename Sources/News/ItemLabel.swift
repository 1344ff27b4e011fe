public import struct FoundationEssentials.Date

/// What a person says of an item; it wins over what the classifier says.
public struct ItemLabel: Hashable, Sendable {
    /// Whether the item is relevant; `nil` takes the label back, and the verdict counts again.
    public var relevant: Bool?
    /// The item's topics where it is relevant; `nil` leaves them as the verdict has them.
    public var topics: [Topic]?
    /// Why, in the person's words.
    public var note: String?

    /// Makes a label; one that says "not relevant" or nothing has no topics.
    public init(relevant: Bool?, topics: [Topic]? = nil, note: String? = nil) {
        self.relevant = relevant
        self.topics = relevant == true ? topics : nil
        self.note = note
    }
}

/// One label in an item's history.
public struct ItemLabelling: Hashable, Sendable {
    /// When it was given.
    public var labelled: Date
    /// The label; its topics are those that the item has counted under since then.
    public var label: ItemLabel

    /// Makes an entry of the history.
    public init(labelled: Date, label: ItemLabel) {
        self.labelled = labelled
        self.label = label
    }
}

/// A stored item as it can be judged: by its newest text, and by what is known of its feed.
public struct JudgeableItem: Hashable, Sendable {
    /// The item's number.
    public var id: Int64
    /// The newest revision.
    public var item: ParsedItem
    /// The feed's name.
    public var feedTitle: String
    /// The feed's own country (ISO 3166-1 alpha-2), where the list says it.
    public var country: String?

    /// Makes an item to judge.
    public init(id: Int64, item: ParsedItem, feedTitle: String, country: String?) {
        self.id = id
        self.item = item
        self.feedTitle = feedTitle
        self.country = country
    }
}

extension ItemText {
    /// The text of an item of a feed: the summary, or the content where there is no summary.
    ///
    /// - Parameters:
    ///   - item: The item as parsed.
    ///   - source: The feed's name.
    ///   - country: The feed's own country, where known.
    public init(_ item: ParsedItem, source: String?, country: String?) {
        self.init(
            title: item.title ?? "", summary: item.summary ?? item.content ?? "", source: source,
            sourceCountry: country, published: item.published, language: item.language)
    }
}
