import ArgumentParser
import Classifying
import News
import Storing

/// `habari reclassify`: judges stored items by the rules of today.
struct ReclassifyCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "reclassify",
        abstract: "Judge stored items anew, after a change of lexicon, weights or threshold.",
        discussion: """
            New verdicts stand beside the old ones. Prints each item that turned: + where it counts as relevant now, - where \
            it no longer does. Labels win as before. An item whose text is not kept stays as it is. Needs permission to \
            write the store; the daemon may be running.
            """)

    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "Only items from this time on.", discussion: "Write \(TimeArgument.forms).", valueName: "time"),
        transform: TimeArgument.init(argument:))
    var since: TimeArgument?

    func run(on console: Console) async throws {
        let setup = Setup(common)
        let classifier = try setup.classifier()
        let store = try Store(path: setup.storePath(), access: .annotate)
        let receipt = try store.rejudge(
            since: since?.date(now: console.now), now: console.now,
            judge: { classifier.verdict(on: ItemText($0)) },
            turned: { item, verdict in
                let sign = verdict.relevant ? console.styled("+", .green) : console.styled("-", .red)
                let title = item.item.title ?? item.item.link ?? "(without a title)"
                try console.output.line("\(sign) \(item.id)  \(verdict.relevance.percentage)  \(SafeText.line(title))")
            })
        try console.output.flush()
        console.note(Self.summary(receipt))
    }

    private static func summary(_ receipt: RejudgeReceipt) -> String {
        let skipped = receipt.withoutText == 0 ? "" : "; \(receipt.withoutText) without stored text stay as they are"
        return "judged \(receipt.judged) items: \(receipt.changed) new verdicts, \(receipt.gained) now relevant, "
            + "\(receipt.lost) no longer" + skipped
    }
}
