import ArgumentParser
import News

/// `habari explain`: why an item was judged as it was.
struct ExplainCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why a stored item was judged as it was.",
        discussion: """
            Prints the sentence and the table that a person can check: each term, what it means, where it stands, and \
            what it adds. The weights are those of the moment of judging.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The item's number, as `habari query` lists it.")
    var id: Int64

    @OptionGroup var moment: MomentOption

    func run(on console: Console) async throws {
        let history = try Setup(common).item(id, asOf: moment.date(now: console.now))
        try console.output.line(console.styled(SafeText.line(history.item.headline), .bold))
        if history.label != nil {
            try console.output.line("A person has \(LabelText.sentence(history)), which wins over the verdict.")
        }
        if let verdict = history.verdicts.last?.verdict { try Explanation.write(verdict, on: console) }
    }
}

/// Puts a verdict into words.
enum Explanation {
    /// Writes the sentence, and the table of evidence whose weights add up to the score.
    static func write(_ verdict: Verdict, on console: Console) throws {
        for line in DisplayWidth.wrap(SafeText.line(sentence(verdict)), to: console.width ?? 100) {
            try console.output.line(line)
        }
        try console.output.line("")
        try EvidenceText.write(verdict.evidence, on: console)
        let sum = verdict.evidence.reduce(0) { $0 + $1.weight }
        try console.output.line("  sum \(sum.decimals(3)), which makes the score \(verdict.relevance.decimals(3))")
    }

    /// One sentence: the verdict, its score, and what spoke most for and against it.
    static func sentence(_ verdict: Verdict) -> String {
        let judged = verdict.relevant ? "Judged relevant" : "Judged not relevant"
        var result = "\(judged), with a score of \(verdict.relevance.percentage)"
        if !verdict.topics.isEmpty { result += ", on \(verdict.topics.map(\.rawValue).joined(separator: ", "))" }
        let pieces = verdict.evidence.filter { !$0.text.isEmpty }
        let forIt = names(pieces.filter { $0.weight > 0 })
        let against = names(pieces.filter { $0.weight < 0 })
        if !forIt.isEmpty { result += "; for it speak \(forIt)" }
        if !against.isEmpty { result += "; against it \(against)" }
        return result + "."
    }

    private static func names(_ evidence: [Evidence]) -> String {
        let strongest = evidence.sorted { abs($0.weight) > abs($1.weight) }.prefix(4)
        return strongest.map { "“\($0.text)” (\($0.entity), \($0.field))" }.joined(separator: ", ")
    }
}
