import ArgumentParser
import News
import Storing

/// `habari export`: everything that the store knows, as lines of JSON.
struct ExportCommand: ConsoleCommand {
    /// The formats of an export.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case jsonl
    }

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write out everything that the store knows, for `habari import` or another program.",
        discussion: """
            One JSON object a line: a header with the digest of the journal's last entry, then each entry with its rows. \
            Without filters it is the whole journal with what was judged not relevant, and an empty store that imports it has the \
            same digests. With filters it is a part, which can be merged into another store; --all takes in what was judged \
            not relevant. --as-of exports the journal as it was then. What servers handed out to recognise this reader by \
            (validators) stays behind; the feeds' addresses go out as they are. docs/journal.md describes the lines.
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var filter: FilterOptions

    @Argument(help: "Words to search for.")
    var terms: [String] = []

    @Option(help: "The format.")
    var format: Format = .jsonl

    func run(on console: Console) async throws {
        let setup = Setup(common)
        let store = try setup.openStore()
        let query = try filter.query(terms: terms, now: console.now, setup: setup, store: store)
        let receipt = try store.export(
            query.isSelective ? query : nil, asOf: query.asOf, now: console.now,
            progress: { done in
                if console.showsProgress { Console.complain("\r\(Int(done * 100)) %\u{1B}[K") }
            }, { line in try console.output.write(line) })
        try console.output.flush()
        if console.showsProgress { Console.complain("\r\u{1B}[K") }
        console.note("\(receipt.entries) entries of the journal whose last digest is \(receipt.digest)")
    }
}

extension ItemQuery {
    /// Whether it asks for some items only, apart from the moment and from what was judged.
    fileprivate var isSelective: Bool {
        terms != nil || since != nil || until != nil || !topics.isEmpty || !feeds.isEmpty || !languages.isEmpty
            || story != nil || minimumScore != nil || isEdited
    }
}
