import ArgumentParser
import Glibc
import News
import Storing

/// `habari import`: takes over what `habari export` wrote.
struct ImportCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over what `habari export` wrote.",
        discussion: """
            A store that is empty, or whose journal is the beginning of the exported one, becomes the same journal with the same \
            digests. Into another store items are merged: those that are here already are not doubled and get at most a label; \
            others come with their revisions, verdicts, labels and times, as entries of now. Every line is proved by its digest. \
            At a damaged line the import ends; the 500 lines around it are left out, those before are kept, and the store is \
            whole. To import again does what is left to do, also after a kill. The daemon must not be running. Feed lists are \
            moved by `habari feeds export` and `import`.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The export, or - for standard input.")
    var file: String

    func run(on console: Console) async throws {
        let path = try Setup(common).storePath()
        let descriptor = try InputFile.open(file)
        defer { InputFile.close(descriptor) }
        var lines = LineReader(descriptor, name: file)
        let store = try Store(path: path, access: .readWrite)
        let receipt: ImportReceipt
        do {
            receipt = try store.importLines(
                now: console.now,
                progress: { if console.showsProgress { Console.complain("\r\($0) lines\u{1B}[K") } },
                next: { try Self.bytes(lines.next(), file) })
        } catch let error as StoreError where error.kind == .corrupt && error.message.hasPrefix("line ") {
            let name = file == "-" ? "standard input" : file
            throw CommandFailure(
                "\(name): \(error.message); nothing from there on was imported: mend it, or export again, and import again"
            )
        }
        if console.showsProgress { Console.complain("\r\u{1B}[K") }
        try store.close()
        try console.output.line("\(path): " + Self.summary(receipt))
    }

    private static func bytes(_ line: LineReader.Line?, _ name: String) throws(CommandFailure) -> [UInt8]? {
        switch line {
        case nil: return nil
        case .bytes(let bytes): return bytes
        case .tooLong: throw CommandFailure("\(name): a line is longer than 16 MiB; this is no export of a store")
        }
    }

    private static func summary(_ receipt: ImportReceipt) -> String {
        let end = "the last entry has digest \(receipt.digest)"
        if receipt.entries == 0 { return "nothing to import that is not there; \(end)" }
        if receipt.isCopy {
            return "\(receipt.entries) entries with \(receipt.items.counted("item")), the journal of the export; \(end)"
        }
        return "\(receipt.items.counted("item")) added, \(receipt.known) there already, "
            + "\(receipt.labels.counted("label")) added to those; \(end)"
    }
}
