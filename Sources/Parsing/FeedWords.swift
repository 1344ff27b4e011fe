/// The vocabulary by which damage is recognised.
enum FeedWords {
    /// The elements that are one item.
    static let items: Set<String> = ["item", "entry", "rss:item", "atom:entry"]

    /// Elements of text without markup.
    static let leaves: Set<String> = [
        "title", "link", "guid", "id", "pubdate", "author", "category", "comments", "published", "updated", "issued",
        "modified", "created", "language", "copyright", "managingeditor", "webmaster", "lastbuilddate", "generator",
        "docs", "ttl", "media:title", "itunes:author", "itunes:subtitle", "itunes:duration", "rights", "name", "uri",
        "email", "atom:title", "atom:id", "atom:updated", "atom:published", "feedburner:origlink", "wfw:commentrss",
        "slash:comments",
    ]

    /// Elements of text that may hold markup.
    static let markupLeaves: Set<String> = [
        "description", "content:encoded", "content", "summary", "subtitle", "tagline", "itunes:summary",
        "media:description", "atom:content", "atom:summary", "body", "xhtml:body", "fullitem",
    ]

    /// Elements that cannot be part of a text, however deep in markup they seem to stand.
    static let strong: Set<String> = [
        "pubdate", "guid", "description", "content:encoded", "enclosure", "lastbuilddate", "managingeditor",
        "feedburner:origlink", "wfw:commentrss", "slash:comments", "published", "updated", "dc:creator", "dc:date",
        "dc:subject", "dc:title", "dc:description", "webmaster", "comments", "category",
    ]

    /// Elements that are a new field where they follow a text directly.
    static let weak: Set<String> = [
        "title", "link", "author", "source", "id", "content", "summary", "language", "copyright", "generator", "ttl",
        "issued", "modified", "created", "rights", "image", "docs",
    ]

    /// The parts of an Atom author, which stand inside it.
    static let personParts: Set<String> = ["name", "uri", "email", "url", "homepage"]

    /// Elements of HTML without content, less those that feeds use otherwise.
    static let voids: Set<String> = [
        "br", "hr", "img", "input", "wbr", "area", "col", "embed", "meta", "param", "track",
    ]

    /// The elements that hold a feed and its items.
    static let containers: Set<String> = [
        "rss", "rdf:rdf", "rdf", "channel", "feed", "atom:feed", "rss:channel", "items", "rdf:seq",
    ]

    /// Elements of feeds without content.
    static let emptyFields: Set<String> = [
        "enclosure", "media:thumbnail", "media:player", "itunes:image", "atom:link", "atom10:link", "cloud",
    ]

    private static let prefixes: Set<String> = [
        "dc", "dcterms", "content", "itunes", "media", "atom", "wfw", "slash", "feedburner", "georss", "sy", "thr",
    ]

    /// Whether a qualified name has a prefix that feeds use for fields.
    static func hasFieldPrefix(_ word: String) -> Bool {
        guard let colon = word.firstIndex(of: ":") else { return false }
        return prefixes.contains(String(word[..<colon]))
    }
}
