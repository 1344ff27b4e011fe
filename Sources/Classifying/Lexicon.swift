import FoundationEssentials
public import News

/// What is known about two countries and what lies between them: who and what stands on which side, the topics,
/// the words that speak for or against, and the weights that all of it carries.
///
/// A lexicon is written in TOML; `Config/lexicon.toml` explains the format. It is read once and never changes, so that
/// any number of threads may use it.
public struct Lexicon: Sendable {
    /// Its name, for example `kenya-us`.
    public let name: String
    /// The names of the two sides, first and second.
    public let sides: [String]
    /// The topics that a relevant item can have, in the lexicon's order.
    public let topics: [Topic]
    /// A digest of all its texts (16 hexadecimal digits): equal texts judge equally.
    public private(set) var digest: String
    /// How many entities it knows.
    public var entityCount: Int { contents.entities.count }

    let contents: LexiconContents

    /// Reads a lexicon from files, in order; what a file names under `include` is read with it.
    ///
    /// Paths are relative to the working directory, those under `include` to the file that names them. Throws for a file
    /// that cannot be read, text that is not TOML, an unknown key or a value that makes no sense.
    public init(contentsOf paths: [String]) throws(LexiconError) {
        var sources: [TOMLSource] = []
        for path in paths { try Self.read(path, into: &sources) }
        try self.init(sources)
    }

    /// Reads a lexicon from texts, in order; the names serve for messages, and nothing may be included.
    public init(toml texts: [(name: String, text: String)]) throws(LexiconError) {
        var sources: [TOMLSource] = []
        for (name, text) in texts {
            let source = try TOMLSource(name: name, text: text)
            if source.top.has("include") {
                throw source.error("“include” works in files only; give the texts themselves", key: "include")
            }
            sources.append(source)
        }
        try self.init(sources)
    }

    /// The same lexicon with other contents; the digest tells the two apart.
    init(_ other: Lexicon, contents: LexiconContents) {
        name = other.name
        sides = other.sides
        topics = other.topics
        self.contents = contents
        digest = ""
        digest = Self.digest(of: [other.digest, weightsText])
    }

    private static func digest(of texts: [String]) -> String {
        var hash = Folding.emptyHash
        for text in texts { for byte in text.utf8 { hash = Folding.hash(hash, adding: byte) } }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private init(_ sources: [TOMLSource]) throws(LexiconError) {
        var reader = LexiconReader()
        contents = try reader.read(sources)
        name = reader.name
        sides = reader.sides.map(\.id)
        topics = reader.topics.map { Topic($0) }
        digest = Self.digest(of: sources.map(\.text))
    }

    /// Reads a file and the ones it includes, each once.
    private static func read(_ path: String, into sources: inout [TOMLSource]) throws(LexiconError) {
        if sources.contains(where: { $0.name == path }) { return }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw LexiconError(file: path, "cannot be read; check that the file exists and may be read")
        }
        let source = try TOMLSource(name: path, text: String(decoding: data, as: UTF8.self))
        sources.append(source)
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        for other in try source.top.strings("include") {
            try read(other.hasPrefix("/") ? other : folder + other, into: &sources)
        }
    }
}

/// What a lexicon holds, made ready for matching.
final class LexiconContents: Sendable {
    let name: String
    let sides: [SideEntry]
    let topics: [String]
    let entities: [Entity]
    /// The entities' facts, in the same order.
    let facts: [EntityFacts]
    let smallWords: SmallWords
    let cues: [Cue]
    let languages: [Language]
    let vocabulary: Vocabulary
    let automaton: Automaton
    /// Outlets by the hash of their folded names.
    let outlets: [UInt64: OutletEntry]
    let space: FeatureSpace
    let relevance: RelevanceModel
    let topicModel: TopicModel

    /// The same contents with other weights.
    init(_ other: LexiconContents, relevance: RelevanceModel, topicModel: TopicModel) {
        name = other.name
        sides = other.sides
        topics = other.topics
        entities = other.entities
        facts = other.facts
        smallWords = other.smallWords
        cues = other.cues
        languages = other.languages
        vocabulary = other.vocabulary
        automaton = other.automaton
        outlets = other.outlets
        space = other.space
        self.relevance = relevance
        self.topicModel = topicModel
    }

    init(_ reader: LexiconReader, relevance: RelevanceModel, topicModel: TopicModel) {
        name = reader.name
        sides = reader.sides
        topics = reader.topics
        entities = reader.entities
        facts = reader.entities.map(EntityFacts.init)
        smallWords = reader.compiler.smallWords
        cues = reader.cues
        languages = reader.languages
        vocabulary = reader.compiler.vocabulary
        automaton = reader.compiler.automaton
        outlets = reader.outlets
        space = reader.space
        self.relevance = relevance
        self.topicModel = topicModel
    }
}

/// One of the two sides.
struct SideEntry: Sendable {
    var id: String
    /// ISO 3166-1 alpha-2, for a feed's own country.
    var country: String?
}

/// A kind of words that speak for or against an item as a whole.
struct Cue: Sendable {
    var id: String
    var effect: Effect

    /// Which sign its weights may have.
    enum Effect: String, CaseIterable, Sendable {
        case `for`, against, either
    }
}

/// A language that texts are told by.
struct Language: Sendable {
    var id: String
    /// Known only so that it is not taken for another one; reported as `und`.
    var isRival: Bool
}
