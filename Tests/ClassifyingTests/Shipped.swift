import Classifying
import FoundationEssentials
import News

/// The lexicon that the repository ships, and the sentences beside these tests.
enum Shipped {
    /// `Config/lexicon.toml`, found from this file's own place.
    static let lexiconPath = root + "/Config/lexicon.toml"

    /// The lexicon, read once.
    static let lexicon: Result<Lexicon, LexiconError> = Result { () throws(LexiconError) in
        try Lexicon(contentsOf: [lexiconPath])
    }

    /// A classifier over it.
    static func classifier(threshold: Double = 0.5) throws -> Classifier {
        Classifier(lexicon: try lexicon.get(), threshold: threshold)
    }

    /// One line of `Fixtures/sentences.jsonl`: a text and what must come out.
    struct Sentence: Decodable, Sendable, CustomStringConvertible {
        var id: String
        var title: String
        var summary: String
        var source: String
        var published: String
        var language: String
        var relevant: Bool
        var topics: [String]

        var description: String { "\(id) \(title)" }

        var text: ItemText {
            ItemText(
                title: title, summary: summary, source: source.isEmpty ? nil : source,
                published: Date(rfc3339: published))
        }
    }

    /// All sentences; none where the file cannot be read, which a test refuses.
    static let sentences: [Sentence] = {
        let path = root + "/Tests/ClassifyingTests/Fixtures/sentences.jsonl"
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(Sentence.self, from: Data($0))
        }
    }()

    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
}
