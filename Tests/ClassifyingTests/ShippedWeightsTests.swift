import Classifying
import FoundationEssentials
import News
import Testing

/// The shipped weights are what training makes of the shipped items.
@Suite("Shipped weights")
struct ShippedWeightsTests {
    private struct Line: Decodable {
        var title: String
        var summary: String
        var source: String?
        var published: String?
        var language: String?
        var relevant: Bool
        var topics: [String]
        var hard: Bool?
        var event: String?

        var labelled: LabelledText {
            LabelledText(
                text: ItemText(
                    title: title, summary: summary, source: source, published: published.flatMap { Date(rfc3339: $0) },
                    language: language),
                label: .init(
                    relevant: relevant, topics: topics.map { Topic($0) }, language: language, isHard: hard ?? false,
                    event: event))
        }
    }

    private static func items() throws -> [LabelledText] {
        try ["dev", "more-1", "more-2"].flatMap { name in
            let data = try #require(
                FileManager.default.contents(atPath: "\(Shipped.root)/seeds/labelled/\(name).jsonl"))
            return try data.split(separator: UInt8(ascii: "\n")).map {
                try JSONDecoder().decode(Line.self, from: Data($0)).labelled
            }
        }
    }

    @Test("training on the shipped items rebuilds the shipped weights to the byte")
    func rebuild() throws {
        let trained = try Shipped.lexicon.get().trained(on: Self.items())
        let shipped = try #require(FileManager.default.contents(atPath: "\(Shipped.root)/Config/lexicon/weights.toml"))
        #expect(trained.weightsText == String(decoding: shipped, as: UTF8.self))
    }
}
