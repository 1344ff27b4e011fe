import News
import Storing
import Testing

@testable import habari

@Suite("habari label, labels and reclassify")
struct LabelCommandTests {
    private let place: Workplace
    private let config: String

    init() async throws {
        place = try Workplace()
        config = try place.configuration()
        try await Sample.store(in: place)
    }

    @Test("a label is told, shown, and wins in a query")
    func label() async {
        let run = await habari(
            "label", "3", "relevant", "--topics", "trade,haiti", "--note", "a cue", "--config", config)
        #expect(run.status == 0)
        #expect(run.complaints == [])
        #expect(run.output == "item 3: labelled relevant (trade, haiti): Rains expected in Kisumu\n")
        let query = await habari("query", "Kisumu", "--config", config, "--format", "jsonl")
        #expect(query.output.contains("\"relevant\": true, \"relevance\": 1.0, \"topics\": [\"trade\", \"haiti\"]"))
        let show = await habari("show", "3", "--config", config)
        #expect(show.output.contains("relevant, as labelled: trade, haiti"))
        #expect(show.output.contains("a cue"))
        let explain = await habari("explain", "3", "--config", config)
        #expect(explain.output.contains("wins over the verdict"))
        #expect(await habari("verify", "--config", config).lines.last == "ok")
        let back = await habari("label", "3", "none", "--config", config)
        #expect(back.output == "item 3: judged not relevant, without a label: Rains expected in Kisumu\n")
    }

    @Test("a mistyped word, topic or number is explained and changes nothing")
    func mistakes() async {
        #expect(await habari("label", "1", "yes", "--config", config).status == 64)
        #expect(await habari("label", "1", "irrelevant", "--topics", "trade", "--config", config).status == 64)
        let topic = await habari("label", "1", "relevant", "--topics", "trad", "--config", config)
        #expect(topic.status == 64)
        #expect(topic.complaints.first?.contains("did you mean \"trade\"?") == true)
        let unknown = await habari("label", "99", "relevant", "--config", config)
        #expect(unknown.status == 1)
        #expect(unknown.complaints.count == 1)
        #expect(await habari("labels", "--config", config).output == "")
    }

    @Test("the labels come out as train and evaluate read them")
    func labels() async throws {
        _ = await habari("label", "3", "relevant", "--topics", "trade", "--config", config)
        _ = await habari("label", "1", "irrelevant", "--config", config)
        let labels = await habari("labels", "--config", config)
        #expect(labels.lines.count == 2)
        #expect(labels.lines.first?.contains("\"relevant\": true, \"topics\": [\"trade\"]") == true)
        let file = try place.write("labels.jsonl", labels.output)
        let evaluation = await habari("evaluate", file, "--format", "json")
        #expect(evaluation.status == 0)
        #expect(evaluation.output.contains("\"items\": 2"))
    }

    @Test("judging anew tells what turned, and a second time nothing has")
    func reclassify() async throws {
        let first = await habari("reclassify", "--config", config)
        #expect(first.status == 0)
        // The sample's verdicts were made up: its summaries name nobody.
        #expect(
            first.complaints == [
                "habari: judged 4 items: 4 new verdicts, 0 now relevant, \(first.lines.count) no longer"
            ])
        #expect(first.lines.allSatisfy { $0.hasPrefix("- ") })
        let second = await habari("reclassify", "--since", "2025-01-01", "--config", config)
        #expect(second.complaints == ["habari: judged 4 items: 0 new verdicts, 0 now relevant, 0 no longer"])
        #expect(second.output == "")
        #expect(await habari("verify", "--config", config).lines.last == "ok")
    }
}
