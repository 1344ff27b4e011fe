import ArgumentParser
import Classifying
import News
import Settings

/// `habari evaluate`: how well verdicts agree with labels.
struct EvaluateCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Compare verdicts with labelled items.",
        discussion: """
            Reads JSON Lines as classify does; "relevant", "topics" and, where known, "language" and "hard" are the labels, \
            which the classifier does not see. Prints how well the verdicts agree. With --folds the shipped weights are not \
            used: the items are dealt into so many folds by their "event", and each fold is judged by weights fitted to \
            the others. No store is needed and no configuration.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "Files of labelled items; - is standard input.")
    var files: [String]

    @Option(
        help: ArgumentHelp("Cross-validate in so many folds, an event's items in one of them.", valueName: "count"))
    var folds: Int?

    @Option(help: ArgumentHelp("How many of the worst errors to show.", valueName: "count"))
    var worst: Int = 10

    @Option(help: "The format.")
    var format: TextFormat = .text

    func validate() throws {
        if let folds, !(2...100).contains(folds) {
            throw ValidationError("--folds is \(folds); 2 to 100 make sense, and 10 is usual")
        }
        if worst < 0 { throw ValidationError("--worst is \(worst); ask for none or more") }
    }

    func run(on console: Console) async throws {
        let items = try files.flatMap { try LabelledFile.items(of: $0) }
        let (verdicts, evaluation) = try judge(items)
        switch format {
        case .text:
            let report = EvaluationText(console: console, evaluation: evaluation)
            try report.write()
            try report.writeWorst(worst, items, verdicts)
        case .json:
            var json = JSONWriter(.indented)
            json.object { EvaluationFields.write(evaluation, into: &$0) }
            json.newline()
            try console.output.write(json.bytes)
        }
    }
}

extension EvaluateCommand {
    /// The verdicts, and how well they agree with the labels.
    private func judge(_ items: [LabelledText]) throws -> ([Verdict], Evaluation) {
        let setup = Setup(common)
        let (lexicon, threshold) = (try setup.lexicon(), try setup.settingsIfReadable().classify.threshold)
        if let folds {
            let validation = CrossValidation(of: lexicon, over: items, folds: folds, threshold: threshold)
            return (validation.verdicts, validation.evaluation)
        }
        let classifier = Classifier(lexicon: lexicon, threshold: threshold)
        let verdicts = items.map { classifier.verdict(on: $0.text) }
        let results = zip(verdicts, items).map { (verdict: $0, label: $1.label) }
        return (verdicts, Evaluation(results, cases: items.map { lexicon.cases(of: $0.text) }))
    }
}

/// Reads labelled items from JSON Lines.
enum LabelledFile {
    /// Every item of a file.
    ///
    /// - Throws: A failure that names the first line that cannot be read: half a set would measure something else.
    static func items(of path: String) throws -> [LabelledText] {
        let descriptor = try InputFile.open(path)
        defer { InputFile.close(descriptor) }
        var lines = LineReader(descriptor, name: path)
        var items: [LabelledText] = []
        var number = 0
        while let line = try lines.next() {
            number += 1
            do {
                guard case .bytes(let bytes) = line else { throw JSONFault(column: 1, message: "the line is too long") }
                if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
                items.append(try item(JSONLine(bytes)))
            } catch let fault as JSONFault {
                throw CommandFailure("\(path): line \(number): \(fault)")
            }
        }
        if items.isEmpty { throw CommandFailure("\(path): there are no items in it; give a file of labelled items") }
        return items
    }

    private static func item(_ object: JSONLine) throws(JSONFault) -> LabelledText {
        guard let relevant = try object.truth("relevant") else {
            throw JSONFault(column: 1, message: "there is no label \"relevant\"")
        }
        let label = LabelledText.Label(
            relevant: relevant, topics: try object.strings("topics").map { Topic($0) },
            language: try object.string("language"), isHard: try object.truth("hard") ?? false,
            event: try object.string("event"))
        return LabelledText(text: try LineJudge.text(object), label: label)
    }
}
