import ArgumentParser
import News
import Settings
import Storing

import struct FoundationEssentials.Date

/// `habari prune`: forgets what is old and was never relevant.
struct PruneCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Forget items that are old and never were relevant.",
        discussion: """
            Without options: those first seen longer ago than forget_after under [store], which the daemon also does by itself \
            once a day. An item that once counted as relevant, by a verdict or by a label, or that has a label, stays. What is \
            forgotten leaves a tombstone in the journal, so that `habari verify` still proves what is left, and never comes \
            back as new. What was stored before schema 3 stays, because its digests do not allow it. The file shrinks. Needs permission to write the store; the daemon may be running.
            """)

    @OptionGroup var common: CommonOptions

    @Flag(help: "List the items that would be forgotten, and change nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "Those first seen before this time.", discussion: "Write \(TimeArgument.forms).", valueName: "time"),
        transform: TimeArgument.init(argument:))
    var before: TimeArgument?

    @Option(
        help: ArgumentHelp("Those first seen longer ago than this, such as 90d or 12h.", valueName: "duration"),
        transform: PruneCommand.duration)
    var olderThan: Duration?

    func validate() throws {
        if before != nil, olderThan != nil {
            throw ValidationError("--before and --older-than say the same in two ways; give one of them")
        }
    }

    private static func duration(_ text: String) throws -> Duration {
        guard let duration = Duration(spelling: text) else {
            throw ValidationError("no such duration; write 90d, 12h or 1h30m")
        }
        return duration
    }

    func run(on console: Console) async throws {
        let setup = Setup(common)
        let bound = try bound(setup, now: console.now)
        if dryRun {
            try list(bound, try setup.openStore(), on: console)
        } else {
            try await forget(bound, try Store(path: setup.storePath(), access: .annotate), on: console)
        }
    }

    /// Before when an item must have been first seen.
    private func bound(_ setup: Setup, now: Date) throws -> Date {
        if let before { return before.date(now: now) }
        if let olderThan { return now.addingTimeInterval(-olderThan.inSeconds) }
        let age = try setup.settings().store.forgetAfter
        guard age > .zero else {
            throw CommandFailure("forget_after under [store] is 0s, so nothing grows old; say --older-than or --before")
        }
        return now.addingTimeInterval(-age.inSeconds)
    }

    private func list(_ bound: Date, _ store: Store, on console: Console) throws {
        var count = 0
        try store.forgettable(before: bound) { item in
            count += 1
            let number = DisplayWidth.padLeft("\(item.id)", to: 6)
            try console.output.line("\(number)  \(item.firstSeen.minute)  \(SafeText.line(item.title))")
        }
        try console.output.flush()
        console.note("\(count.counted("item")) first seen before \(bound.rfc3339) would be forgotten")
    }

    private func forget(_ bound: Date, _ store: Store, on console: Console) async throws {
        var run = ForgettingRun(before: bound, now: console.now)
        // A writer that waits for its turn looks for it every tenth of a second.
        let pause = Duration.milliseconds(store.hasOtherWriter() ? 120 : 10)
        while try run.step(in: store) {
            if console.showsProgress { Console.complain("\r\(run.items) items forgotten\u{1B}[K") }
            try await Task.sleep(for: pause)
        }
        if console.showsProgress { Console.complain("\r\u{1B}[K") }
        let space = run.bytes > 0 ? "; \(run.bytes) bytes were given back" : ""
        let time = run.items > 0 ? "; no transaction took longer than \(run.longest.roundedUp) ms" : ""
        try console.output.line("forgot \(run.items.counted("item")) first seen before \(bound.rfc3339)\(space)\(time)")
    }
}

extension Duration {
    /// Whole milliseconds, and one more where there is a fraction.
    fileprivate var roundedUp: Int { Int((self / .milliseconds(1)).rounded(.up)) }
}
