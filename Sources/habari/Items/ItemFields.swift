import News

/// How an item is spelled in the formats for programs.
///
/// The names and their order are a promise: names are added at the end, never renamed.
enum ItemFields {
    /// The names of the fields.
    static let names = [
        "id", "title", "url", "feed", "feed_title", "guid", "author", "published", "first_seen", "language", "summary",
        "relevant", "relevance", "topics", "story", "revision",
    ]

    /// Writes the members of an item into an object.
    static func write(_ item: Item, into json: inout JSONWriter) {
        json.member("id", item.id)
        json.member("title", item.title)
        json.member("url", item.url)
        json.member("feed", "\(item.feed)")
        json.member("feed_title", item.feedTitle)
        json.member("guid", item.guid)
        json.member("author", item.author)
        json.member("published", item.published?.rfc3339)
        json.member("first_seen", item.firstSeen.rfc3339)
        json.member("language", item.language)
        json.member("summary", item.summary)
        json.member("relevant", item.relevant)
        json.member("relevance", item.relevance)
        json.member("topics", item.topics.map(\.rawValue))
        json.member("story", item.story)
        json.member("revision", item.revision)
    }

    /// The cells of an item, one for each name.
    static func cells(_ item: Item) -> [CSVWriter.Cell] {
        [
            .plain("\(item.id)"), .text(item.title), .text(item.url), .text("\(item.feed)"), .text(item.feedTitle),
            .text(item.guid), .text(item.author), .plain(item.published?.rfc3339), .plain(item.firstSeen.rfc3339),
            .text(item.language), .text(item.summary), .plain("\(item.relevant)"), .plain("\(item.relevance)"),
            .text(item.topics.map(\.rawValue).joined(separator: ";")), .plain("\(item.story)"),
            .plain("\(item.revision)"),
        ]
    }
}
