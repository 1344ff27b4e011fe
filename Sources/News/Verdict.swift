public import struct FoundationEssentials.Date

/// One of the subjects that a relevant item can have; the lexicon says which there are.
public struct Topic: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    /// The name, for example `climate-energy`.
    public let rawValue: String

    /// Takes a name as it stands.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Takes a name as it stands.
    public init(_ name: String) { rawValue = name }

    /// Takes a name as it stands.
    public init(stringLiteral name: String) { rawValue = name }

    /// The name.
    public var description: String { rawValue }

    /// Topics sort by name.
    public static func < (left: Topic, right: Topic) -> Bool { left.rawValue < right.rawValue }
}

/// The text that a verdict is about: what a reader sees of an item at first.
public struct ItemText: Hashable, Sendable {
    /// The headline.
    public var title: String
    /// The summary, or the content where there is no summary.
    public var summary: String
    /// The outlet's name, where known.
    public var source: String?
    /// The outlet's own country (ISO 3166-1 alpha-2), where known.
    public var sourceCountry: String?
    /// When the item was published, where known: offices are held between dates.
    public var published: Date?
    /// The language declared (RFC 5646), where known.
    public var language: String?

    /// Makes a text from its parts.
    public init(
        title: String, summary: String = "", source: String? = nil, sourceCountry: String? = nil,
        published: Date? = nil, language: String? = nil
    ) {
        self.title = title
        self.summary = summary
        self.source = source
        self.sourceCountry = sourceCountry
        self.published = published
        self.language = language
    }
}

/// A piece of text that counted for or against, and how much.
public struct Evidence: Hashable, Sendable {
    /// The words as they stand in the text.
    public var text: String
    /// The lexicon's name of what they mean, for example `us.rubio`.
    public var entity: String
    /// The side that the entity stands on, as the lexicon names it, for example `us`; `both`, `third` or `none`.
    public var side: String
    /// Where the words stand: `title`, `summary` or `source`.
    public var field: String
    /// What they add to the score before it is squeezed into 0…1; negative counts against.
    public var weight: Double

    /// Makes a piece of evidence.
    public init(text: String, entity: String, side: String, field: String, weight: Double) {
        self.text = text
        self.entity = entity
        self.side = side
        self.field = field
        self.weight = weight
    }
}

/// How an item bears on the relationship, and why.
public struct Verdict: Hashable, Sendable {
    /// Whether the score reached the threshold.
    public var relevant: Bool
    /// The score, 0…1.
    public var relevance: Double
    /// The topics, most certain first; empty where the item is not relevant.
    public var topics: [Topic]
    /// What decided, strongest first.
    public var evidence: [Evidence]
    /// The language of the text: `en`, `sw`, `fr` … (ISO 639-1), or `und`.
    public var language: String
    /// What judged: a name and digest of rules, so that a later judgement can be told from this one.
    public var judge: String

    /// Makes a verdict from its parts.
    public init(
        relevant: Bool, relevance: Double, topics: [Topic] = [], evidence: [Evidence] = [],
        language: String = "und", judge: String = ""
    ) {
        self.relevant = relevant
        self.relevance = relevance
        self.topics = topics
        self.evidence = evidence
        self.language = language
        self.judge = judge
    }
}

/// An item that has been parsed and judged: the only kind that can be stored.
public struct JudgedItem: Hashable, Sendable {
    /// The item as published.
    public var item: ParsedItem
    /// What was found about it.
    public var verdict: Verdict

    /// Puts an item and its verdict together.
    public init(item: ParsedItem, verdict: Verdict) {
        self.item = item
        self.verdict = verdict
    }
}
