public import struct FoundationEssentials.Date

/// The syndication formats, spelled as `habari parse --format json` prints them.
public enum FeedFormat: String, Hashable, Sendable, CaseIterable {
    case rss090 = "rss0.90"
    case rss091 = "rss0.91"
    case rss092 = "rss0.92"
    case rss10 = "rss1.0"
    case rss20 = "rss2.0"
    case atom03 = "atom0.3"
    case atom10 = "atom1.0"
    case jsonFeed10 = "jsonfeed1.0"
    case jsonFeed11 = "jsonfeed1.1"
    case cdf = "cdf"
}

/// A feed document as it was understood: one value, whatever the format.
///
/// Titles, summaries and contents are plain text: no markup, entities decoded, white space folded. Links are
/// absolute. What the document does not say is `nil`.
public struct ParsedFeed: Hashable, Sendable {
    /// The format and version that the document declares.
    public var format: FeedFormat
    /// The encoding that the bytes were read in, in lower case (IANA name).
    public var encoding: String
    /// Whether the document was not well formed and had to be mended.
    public var recovered: Bool
    /// What was wrong, in the order met; at most 20.
    public var problems: [ParseProblem]
    /// The feed's title.
    public var title: String?
    /// The site that the feed belongs to.
    public var link: String?
    /// The feed's description or subtitle.
    public var description: String?
    /// The language declared for the feed (RFC 5646), as spelled.
    public var language: String?
    /// When the feed says that it last changed.
    public var updated: Date?
    /// What the document says about when to come back.
    public var hints: PublishingHints
    /// The items in document order.
    public var items: [ParsedItem]

    /// Makes a feed from its parts.
    public init(
        format: FeedFormat, encoding: String = "utf-8", recovered: Bool = false, problems: [ParseProblem] = [],
        title: String? = nil, link: String? = nil, description: String? = nil, language: String? = nil,
        updated: Date? = nil, hints: PublishingHints = PublishingHints(), items: [ParsedItem] = []
    ) {
        self.format = format
        self.encoding = encoding
        self.recovered = recovered
        self.problems = problems
        self.title = title
        self.link = link
        self.description = description
        self.language = language
        self.updated = updated
        self.hints = hints
        self.items = items
    }
}

/// One fault of a document, for a person to look up.
public struct ParseProblem: Hashable, Sendable, CustomStringConvertible {
    /// The line of the document, from 1; 0 where it is not known.
    public var line: Int
    /// What is wrong there, in one line.
    public let message: String

    /// Makes a problem of a message that may quote the document.
    ///
    /// A message longer than 200 characters is cut, and control characters in it become spaces.
    public init(line: Int, message: String) {
        self.line = line
        var scalars = String.UnicodeScalarView()
        for scalar in message.unicodeScalars.prefix(200) {
            scalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        self.message = String(scalars)
    }

    /// `line N: message`.
    public var description: String { line > 0 ? "line \(line): \(message)" : message }
}

/// When a publisher would like to be asked, as the document itself says.
public struct PublishingHints: Hashable, Sendable, Codable {
    /// RSS 2.0 `ttl`, or the period of `sy:updatePeriod` and `sy:updateFrequency`, in minutes.
    public var ttlMinutes: Int?
    /// RSS `skipHours`: hours of the day in GMT, 0 to 23, in which nothing is published.
    public var skipHours: Set<Int>
    /// RSS `skipDays`: days of the week in GMT, 1 for Monday to 7 for Sunday (ISO 8601).
    public var skipDays: Set<Int>

    /// Makes hints from their parts.
    public init(ttlMinutes: Int? = nil, skipHours: Set<Int> = [], skipDays: Set<Int> = []) {
        self.ttlMinutes = ttlMinutes
        self.skipHours = skipHours
        self.skipDays = skipDays
    }

    /// Whether the document says nothing of it.
    public var isEmpty: Bool { ttlMinutes == nil && skipHours.isEmpty && skipDays.isEmpty }
}

/// A file that an item points to (RSS `enclosure`, Atom `link rel="enclosure"`).
public struct Enclosure: Hashable, Sendable {
    /// The file's absolute address.
    public var url: String
    /// The media type, where declared.
    public var type: String?
    /// The length in bytes, where declared and a number.
    public var length: Int?

    /// Makes an enclosure.
    public init(url: String, type: String? = nil, length: Int? = nil) {
        self.url = url
        self.type = type
        self.length = length
    }
}

/// One item of a feed document, as plain values.
public struct ParsedItem: Hashable, Sendable {
    /// The publisher's identifier: RSS `guid`, `atom:id`, `rdf:about`, JSON Feed `id`; trimmed, else untouched.
    public var id: String?
    /// The headline.
    public var title: String?
    /// The page that the item points to, absolute, as shown to a person (tracking parameters kept).
    public var link: String?
    /// The short text.
    public var summary: String?
    /// The full text, where the feed carries one beside or instead of the summary.
    public var content: String?
    /// The authors' names, joined by a comma.
    public var author: String?
    /// When the item was first published.
    public var published: Date?
    /// When the item last changed.
    public var updated: Date?
    /// Categories or tags, in document order, without repeats.
    public var categories: [String]
    /// Attached files, in document order.
    public var enclosures: [Enclosure]
    /// The language declared for the item, or inherited from the feed (RFC 5646), as spelled.
    public var language: String?

    /// Makes an item from its parts.
    public init(
        id: String? = nil, title: String? = nil, link: String? = nil, summary: String? = nil,
        content: String? = nil, author: String? = nil, published: Date? = nil, updated: Date? = nil,
        categories: [String] = [], enclosures: [Enclosure] = [], language: String? = nil
    ) {
        self.id = id
        self.title = title
        self.link = link
        self.summary = summary
        self.content = content
        self.author = author
        self.published = published
        self.updated = updated
        self.categories = categories
        self.enclosures = enclosures
        self.language = language
    }
}
