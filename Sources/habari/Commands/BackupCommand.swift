import ArgumentParser
import Storing

/// `habari backup`: copies the store while it is written.
struct BackupCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the store into a file, whole and of one moment, while the daemon writes.",
        discussion: """
            The copy is checked before it gets its name, and is a store: query it with --store, or put it in the place of a \
            lost one. Needs permission to read the store only. Note the digest elsewhere: `habari verify --expect` finds it in \
            the copy and in every later state of the store.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The file to be made.")
    var file: String

    @Flag(help: "Replace the file if it is there.")
    var force = false

    func run(on console: Console) async throws {
        let store = try Setup(common).openStore()
        let receipt = try store.backup(to: file, replaces: force) { done in
            if console.showsProgress { Console.complain("\r\(Int(done * 100)) %\u{1B}[K") }
        }
        if console.showsProgress { Console.complain("\r\u{1B}[K") }
        try console.output.line(
            "\(SafeText.line(file)): \(receipt.bytes) bytes, \(receipt.entries) entries, the last with digest "
                + receipt.digest)
    }
}
