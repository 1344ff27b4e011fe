import FoundationEssentials
import Testing

@testable import habari

@Suite("habari train and evaluate")
struct TrainCommandTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardized
    /// The labelled items that the shipped weights are fitted to, in their order.
    private static let written = ["dev", "more-1", "more-2"].map {
        repository.appending(path: "seeds/labelled/\($0).jsonl").path(percentEncoded: false)
    }

    /// Some of the labelled items as a file of its own.
    private func some(_ count: Int, keeping: (Substring) -> Bool = { _ in true }) throws -> String {
        let text = String(decoding: try Data(contentsOf: URL(filePath: Self.written[0])), as: UTF8.self)
        let lines = text.split(separator: "\n").filter(keeping).prefix(count)
        return try place.write("some.jsonl", lines.joined(separator: "\n") + "\n")
    }

    @Test("the shipped weights are rebuilt from the shipped items, byte for byte")
    func rebuild() async throws {
        let out = place.path + "/weights.toml"
        let run = await habari("train", Self.written[0], Self.written[1], Self.written[2], "--out", out)
        #expect(run.status == 0)
        let shipped = Self.repository.appending(path: "Config/lexicon/weights.toml")
        let isSame = try place.text("weights.toml") == String(decoding: try Data(contentsOf: shipped), as: UTF8.self)
        #expect(isSame, "`make weights` fits them anew")
    }

    @Test("a file of weights that train wrote judges as the configuration's lexicon")
    func use() async throws {
        let file = try some(150)
        let out = place.path + "/weights.toml"
        #expect(await habari("train", file, "--out", out).complaints.count == 1)
        let config = try place.configuration("[classify]\nlexicon = [\"weights.toml\"]\n")
        let with = await habari("evaluate", file, "--format", "json", "--config", config)
        let without = await habari("evaluate", file, "--format", "json")
        #expect(with.status == 0 && without.status == 0)
        #expect(with.output != without.output)
    }

    @Test("items that all have one label, and a folder that is not there, are one line and status 1")
    func refusals() async throws {
        let file = try some(20) { $0.contains("\"relevant\": true") || $0.contains("\"relevant\":true") }
        let oneSided = await habari("train", file, "--out", place.path + "/w.toml")
        #expect(oneSided.status == 1)
        #expect(oneSided.complaints.count == 1)
        let nowhere = await habari("train", try some(60), "--out", place.path + "/no/w.toml")
        #expect(nowhere.status == 1)
        #expect(nowhere.complaints.first?.contains("/no/w.toml") == true)
    }

    @Test("cross-validation judges every item once, and says of which kinds the cases are")
    func folds() async throws {
        let file = try some(120)
        let run = await habari("evaluate", file, "--folds", "3")
        #expect(run.status == 0)
        #expect(run.lines.contains { $0.hasPrefix("relevance") && $0.contains(" 120 ") })
        #expect(run.output.contains("kinds of case"))
        #expect(await habari("evaluate", file, "--folds", "3").output == run.output)
        #expect(await habari("evaluate", file, "--folds", "1").status == 64)
    }
}
