import ArgumentParser
import Classifying
import FoundationEssentials  // Data.write, to replace a file whole
import News

/// `habari train`: fits the weights of the lexicon to labelled items.
struct TrainCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Fit the lexicon's weights to labelled items.",
        discussion: """
            Reads JSON Lines as evaluate does, those of `habari labels` among them, and writes the weights as TOML. The same \
            lexicon and items give the same file, byte for byte. To use it, name the file under `lexicon` in [classify]: what \
            is read later wins. No store is needed and no configuration.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "Files of labelled items; - is standard input.")
    var files: [String]

    @Option(help: ArgumentHelp("Where to write the weights; - is standard output.", valueName: "file"))
    var out: String

    func run(on console: Console) async throws {
        let items = try files.flatMap { try LabelledFile.items(of: $0) }
        let relevant = items.count { $0.label.relevant }
        guard relevant > 0, relevant < items.count else {
            throw CommandFailure(
                "all \(items.count) items have one label; give relevant ones and others, for there is nothing to tell apart"
            )
        }
        let text = try Setup(common).lexicon().trained(on: items).weightsText
        if out == "-" { return try console.output.write(Array(text.utf8)) }
        do {
            try Data(text.utf8).write(to: URL(filePath: out), options: .atomic)
        } catch {
            throw CommandFailure("\(out): the weights cannot be written there; check the folder and its permissions")
        }
        console.note("\(out): weights fitted to \(items.count) items, \(relevant) of them relevant")
    }
}
