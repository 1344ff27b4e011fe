import ArgumentParser
import Storing

/// `habari verify`: proves that nothing recorded was altered.
struct VerifyCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that nothing recorded was altered.",
        discussion: """
            Checks the chain of the journal, the references, the search index and the database itself. Ends with "ok", \
            or names the first broken entry. Note the digest elsewhere, and nobody can change what came before it \
            without being found out: --expect says whether it is still there. --since-entry follows the chain from a digest \
            that is taken as given, for a store that is checked often.
            """)

    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "Follow the chain from behind this entry only, as an earlier check left it.", valueName: "number"))
    var sinceEntry: Int64 = 0

    @Option(
        help: ArgumentHelp(
            "A digest that an earlier check printed; some entry must still have it.", valueName: "digest"))
    var expect: String?

    func validate() throws {
        if sinceEntry < 0 { throw ValidationError("--since-entry is \(sinceEntry); entries are numbered from 1") }
        if let expect, expect.utf8.count != 64 || !expect.allSatisfy(\.isHexDigit) {
            throw ValidationError("--expect is \"\(expect)\"; a digest has 64 hexadecimal digits")
        }
    }

    func run(on console: Console) async throws {
        let store = try Setup(common).openStore()
        let check = try store.verify(since: sinceEntry, expecting: expect) { progress in
            guard console.showsProgress, progress.total > 0 else { return }
            Console.complain("\r\(progress.entries * 100 / progress.total) % of \(progress.total) entries\u{1B}[K")
        }
        if console.showsProgress { Console.complain("\r\u{1B}[K") }
        for skipped in check.skipped { console.note("\(store.path): not checked: \(skipped)") }
        guard check.isSound else {
            for fault in check.faults { console.note("\(store.path): \(fault)") }
            throw Reported()
        }
        try console.output.line("\(check.entries) entries, the last with digest \(check.digest)")
        try console.output.line("ok")
    }
}
