import ArgumentParser
import News
import Subscriptions

/// `habari feeds import`: takes over the feeds of another list.
struct FeedsImportCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add every feed of an OPML file that is not subscribed yet.",
        discussion: "Any feed reader's export will do. Folders become tags where the feeds have no categories.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The OPML file; - is standard input.")
    var source: String

    @Option(help: ArgumentHelp("The OPML file to add to, one of the configuration's.", valueName: "file"))
    var file: String?

    func run(on console: Console) async throws {
        let list = try read(on: console)
        let files = try SubscriptionFiles(Setup(common).settings())
        let target = try files.target(file)
        let known = Set(try files.subscriptions().map(\.url))
        let wanted = list.subscriptions.filter { !known.contains($0.url) }
        let additions = try FeedList(bytes: Array(FeedList.opml(wanted).utf8), path: list.path)
        let added = wanted.isEmpty ? 0 : try FeedList.edit(target, creating: true) { try $0.merge(additions).count }
        let skipped = list.subscriptions.count - added
        try console.output.line(
            "added \(added.counted("feed")) to \(SafeText.line(target)), skipped \(skipped) that were subscribed already"
        )
    }

    /// The list to import; what in it is of no use is noted.
    private func read(on console: Console) throws -> FeedList {
        let name = source == "-" ? "standard input" : source
        let list = try FeedList(bytes: try InputFile.bytes(of: source), path: name)
        for problem in list.problems.prefix(20) { console.note("\(name): \(problem)") }
        if list.problems.count > 20 { console.note("\(name): and \(list.problems.count - 20) more") }
        if list.subscriptions.isEmpty {
            throw CommandFailure("\(name): there is no feed in it; export it again in OPML format")
        }
        return list
    }
}

/// `habari feeds export`: writes the subscriptions for another reader.
struct FeedsExportCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write all subscriptions as one OPML 2.0 document.",
        discussion: "Passwords and tokens in addresses are hidden, unless --secrets asks for them.")

    /// The formats of an export.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case opml
    }

    @OptionGroup var common: CommonOptions

    @Option(help: "The format.")
    var format: Format = .opml

    @Flag(help: "Write addresses with the passwords and tokens that are in them.")
    var secrets = false

    func run(on console: Console) async throws {
        var subscriptions = try SubscriptionFiles(Setup(common).settings()).subscriptions()
        if !secrets {
            let shown = subscriptions.map { FeedURL("\($0.url)") ?? $0.url }
            let hidden = zip(subscriptions, shown).count { $0.url != $1 }
            for (index, url) in shown.enumerated() { subscriptions[index].url = url }
            if hidden > 0 { console.note("secrets in \(hidden.counted("feed")) are hidden; --secrets writes them") }
        }
        try console.output.write(FeedList.opml(subscriptions, title: "Habari"))
    }
}
