import Classifying
import News

/// Tells a person how well verdicts agree with labels.
struct EvaluationText {
    private let console: Console
    private let evaluation: Evaluation

    /// Writes an evaluation to a console.
    init(console: Console, evaluation: Evaluation) {
        self.console = console
        self.evaluation = evaluation
    }

    /// Writes every figure.
    func write() throws {
        var table = TextTable(["", "ITEMS", "PRECISION", "RECALL", "F1"], right: [1, 2, 3, 4])
        table.add(row("relevance", evaluation.relevance))
        if evaluation.hard.total > 0 { table.add(row("  hard ones", evaluation.hard)) }
        for (language, counts) in evaluation.byLanguage.sorted(by: { $0.key < $1.key }) {
            table.add(row("  \(language)", counts))
        }
        table.add(row("topics", evaluation.topics))
        for (topic, counts) in evaluation.byTopic.sorted(by: { $0.key < $1.key }) {
            table.add(row("  \(topic)", counts))
        }
        for line in table.lines() { try console.output.line(line) }
        try console.output.line("")
        try console.output.line("average precision  \(evaluation.averagePrecision.decimals(3))")
        try console.output.line("Brier score        \(evaluation.brierScore.decimals(3))")
        try console.output.line("calibration error  \(evaluation.expectedCalibrationError.decimals(3))")
        try console.output.line("language told      \(evaluation.languageAccuracy.decimals(3))")
        try writeCases()
        try writeCalibration()
    }

    /// The confusion of each kind of case; an item may be of several kinds.
    private func writeCases() throws {
        if evaluation.byCase.isEmpty { return }
        try console.output.line("\n" + console.styled("kinds of case", .bold))
        var table = TextTable(
            ["", "ITEMS", "RELEVANT", "FOUND", "MISSED", "WRONGLY FOUND", "F1"], right: [1, 2, 3, 4, 5, 6])
        for (kind, counts) in evaluation.byCase.sorted(by: { ($1.value.total, $0.key) < ($0.value.total, $1.key) }) {
            table.add([
                "  \(kind)", "\(counts.total)", "\(counts.truePositives + counts.falseNegatives)",
                "\(counts.truePositives)", "\(counts.falseNegatives)", "\(counts.falsePositives)",
                counts.f1.decimals(3),
            ])
        }
        for line in table.lines() { try console.output.line(line) }
    }

    private func writeCalibration() throws {
        try console.output.line("\n" + console.styled("calibration", .bold))
        var table = TextTable(["  SCORES FROM", "ITEMS", "MEAN SCORE", "RELEVANT"], right: [0, 1, 2, 3])
        for bin in evaluation.calibration {
            table.add([bin.from.decimals(1), "\(bin.count)", bin.meanScore.decimals(2), bin.relevantShare.decimals(2)])
        }
        for line in table.lines() { try console.output.line(line) }
    }

    /// Writes the most surely wrong verdicts.
    func writeWorst(_ count: Int, _ items: [LabelledText], _ verdicts: [Verdict]) throws {
        let worst = evaluation.worst.prefix(count)
        if worst.isEmpty { return }
        try console.output.line("\n" + console.styled("most surely wrong", .bold))
        var table = TextTable(["  SCORE", "LABEL", "TITLE"], right: [0])
        for index in worst {
            let label = items[index].label.relevant ? "relevant" : "not relevant"
            table.add([verdicts[index].relevance.decimals(2), label, items[index].text.title])
        }
        for line in table.lines(width: console.width ?? 120) { try console.output.line(line) }
    }

    private func row(_ name: String, _ counts: Evaluation.Counts) -> [String] {
        [
            name, "\(counts.total)", counts.precision.decimals(3), counts.recall.decimals(3), counts.f1.decimals(3),
        ]
    }
}

/// How an evaluation is spelled in JSON.
enum EvaluationFields {
    /// Writes the members of an evaluation into an object.
    static func write(_ evaluation: Evaluation, into json: inout JSONWriter) {
        json.key("relevance")
        write(evaluation.relevance, into: &json)
        json.key("hard")
        write(evaluation.hard, into: &json)
        json.key("languages")
        json.object { json in
            for (language, counts) in evaluation.byLanguage.sorted(by: { $0.key < $1.key }) {
                json.key(language)
                write(counts, into: &json)
            }
        }
        json.key("topics")
        write(evaluation.topics, into: &json)
        json.key("by_topic")
        json.object { json in
            for (topic, counts) in evaluation.byTopic.sorted(by: { $0.key < $1.key }) {
                json.key(topic.rawValue)
                write(counts, into: &json)
            }
        }
        json.key("by_case")
        json.object { json in
            for (kind, counts) in evaluation.byCase.sorted(by: { $0.key < $1.key }) {
                json.key(kind)
                write(counts, into: &json)
            }
        }
        json.member("average_precision", evaluation.averagePrecision)
        json.member("calibration_error", evaluation.expectedCalibrationError)
        json.member("brier_score", evaluation.brierScore)
        json.member("language_accuracy", evaluation.languageAccuracy)
    }

    private static func write(_ counts: Evaluation.Counts, into json: inout JSONWriter) {
        json.object { json in
            json.member("items", counts.total)
            json.member("true_positives", counts.truePositives)
            json.member("false_positives", counts.falsePositives)
            json.member("false_negatives", counts.falseNegatives)
            json.member("precision", counts.precision)
            json.member("recall", counts.recall)
            json.member("f1", counts.f1)
        }
    }
}
