import ArgumentParser
import Classifying
import Glibc
import News
import Settings
import Storing
import Subscriptions

/// `habari check`: says whether everything that is configured is right.
struct CheckCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the configuration, the feed lists, the lexicon and the store.",
        discussion: "Prints a line for each that is right, and every fault; a fault makes the exit status 1.")

    @OptionGroup var common: CommonOptions

    func run(on console: Console) async throws {
        let setup = Setup(common)
        var findings = Findings(console: console)
        if let settings = try configuration(setup, &findings) {
            try access(settings, &findings)
            try feedLists(settings, &findings)
            try lexicon(setup, settings, &findings)
            try store(setup, &findings)
        }
        try console.output.flush()
        if findings.hasFaults { throw Reported() }
    }

    private func configuration(_ setup: Setup, _ findings: inout Findings) throws -> Settings? {
        let faults = setup.configurationFaults()
        guard faults.isEmpty else {
            findings.faults(faults)
            return nil
        }
        let state =
            setup.hasConfiguration ? setup.configurationPath : "none at \(setup.configurationPath): the defaults"
        try findings.ok("configuration", state)
        return try setup.settings()
    }

    /// The tables of `[[access]]`; that this user may not read a secret's file is as it should be.
    private func access(_ settings: Settings, _ findings: inout Findings) throws {
        if settings.access.isEmpty { return }
        let sites = settings.access.count.counted("site")
        do {
            _ = try settings.feedAccess()
            try findings.ok("access", sites)
        } catch let error as SettingsError {
            let faults = error.lines.filter { !$0.hasSuffix("Permission denied") }
            findings.faults(faults)
            if faults.isEmpty { try findings.ok("access", "\(sites), with secrets that you may not read") }
        }
    }

    private func feedLists(_ settings: Settings, _ findings: inout Findings) throws {
        let paths: [String]
        do { paths = try settings.feedFiles() } catch { return findings.faults(error.lines) }
        for path in paths {
            do {
                let list = try FeedList(contentsOf: path)
                findings.faults(list.problems.map { "\(path): \($0)" })
                if list.problems.isEmpty {
                    try findings.ok("feeds", "\(path): \(list.subscriptions.count.counted("feed"))")
                }
            } catch let error as FeedListError {
                findings.faults(["\(error)"])
            }
        }
    }

    private func lexicon(_ setup: Setup, _ settings: Settings, _ findings: inout Findings) throws {
        do {
            let paths = try setup.lexiconPaths(settings)
            let lexicon = try Lexicon(contentsOf: paths)
            let size = "\(lexicon.entityCount) entities, \(lexicon.topics.count) topics"
            try findings.ok("lexicon", "\(paths.joined(separator: ", ")): \(size)")
        } catch let error as Output.Failure {
            throw error
        } catch {
            findings.faults(["\(error)"])
        }
    }

    private func store(_ setup: Setup, _ findings: inout Findings) throws {
        let path = try setup.storePath()
        do {
            let store = try setup.openStore()
            try findings.ok("store", "\(path): \(try store.status().items.counted("item"))")
        } catch let error as StoreError where error.kind == .missing {
            try findings.ok("store", "\(path): none yet; habarid makes it")
        } catch let error as StoreError {
            findings.faults(["\(error)"])
        }
    }
}

/// What a check has found so far.
private struct Findings {
    private let console: Console
    private(set) var hasFaults = false

    init(console: Console) { self.console = console }

    func ok(_ name: String, _ what: String) throws {
        let line = DisplayWidth.pad(name, to: 13) + "  " + SafeText.line(what)
        try console.output.line(console.styled("ok", .green) + "  " + line)
    }

    mutating func faults(_ lines: [String]) {
        if !lines.isEmpty { hasFaults = true }
        for line in lines { console.note(line) }
    }
}
