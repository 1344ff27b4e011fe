import ArgumentParser
import Fetching
import Glibc
import News
import Parsing
import Settings
import Subscriptions

/// The settings of a feed that can be given on the command line.
struct FeedDetails: ParsableArguments {
    @Option(help: ArgumentHelp("The name to show.", valueName: "name"))
    var title: String?

    @Option(help: ArgumentHelp("Tags, between commas.", valueName: "tags"))
    var tags: String?

    @Option(help: ArgumentHelp("The outlet's country: two letters, such as KE; empty for none.", valueName: "code"))
    var country: String?

    @Option(
        help: ArgumentHelp("A fixed polling interval, such as 30m or 2h; auto lets Habari learn it.", valueName: "time")
    )
    var interval: String?

    func validate() throws {
        if let country, !country.isEmpty,
            country.utf8.count != 2 || !country.allSatisfy({ $0.isASCII && $0.isLetter })
        {
            throw ValidationError("--country is \"\(country)\"; write a code of two letters, such as KE or US")
        }
        if let interval, interval != "auto", Self.duration(interval) == nil {
            throw ValidationError("--interval is \"\(interval)\"; write a time such as 30m, 2h or 1d, or auto")
        }
    }

    /// Whether nothing was given.
    var isEmpty: Bool { title == nil && tags == nil && country == nil && interval == nil }

    /// Puts what was given into a subscription.
    func apply(to subscription: inout Subscription) {
        if let title { subscription.title = title }
        if let tags { subscription.tags = FilterOptions.names([tags]) }
        if let country { subscription.country = country.isEmpty ? nil : country.uppercased() }
        if let interval { subscription.interval = Self.duration(interval) }
    }

    /// An interval of at least a second and at most a year.
    private static func duration(_ text: String) -> Duration? {
        guard let duration = Duration(spelling: text), (.seconds(1) ... .seconds(366 * 86_400)).contains(duration)
        else {
            return nil
        }
        return duration
    }
}

/// `habari feeds add`: subscribes to a feed.
struct FeedsAddCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Subscribe to a feed.",
        discussion: """
            The feed is added to the first OPML file of the configuration, which is made if it is not there. Where a \
            person watches, the address is tried first: of a page that is no feed the likeliest of its feeds is added, \
            and a feed that cannot be reached now is added all the same. --check and --no-check decide it by themselves.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The feed's address.")
    var url: String

    @OptionGroup var details: FeedDetails

    @Option(help: ArgumentHelp("The OPML file to add to, one of the configuration's.", valueName: "file"))
    var file: String?

    @Flag(inversion: .prefixedNo, help: "Try the address first.")
    var check: Bool?

    func run(on console: Console) async throws {
        let address = try TypedAddress.url(url)
        let settings = try Setup(common).settings()
        let files = try SubscriptionFiles(settings)
        let target = try files.target(file)
        try refuseRepeat(of: address, in: files, on: console)
        var trial = FeedTrial(url: address)
        if check ?? (console.isTerminal && console.showsProgress) {
            try await trial.run(settings, on: console)
            if trial.url != address { try refuseRepeat(of: trial.url, in: files, on: console) }
        }
        var subscription = Subscription(url: trial.url)
        details.apply(to: &subscription)
        if subscription.title.isEmpty { subscription.title = trial.title ?? "" }
        let added = subscription
        try FeedList.edit(target, creating: true) { list in try list.add(added) }
        try console.output.line("added \(SafeText.line("\(added.url)")) to \(SafeText.line(target))")
        if added.url.userInfo != nil {
            console.note(
                "\(target) now holds a password; a table [[access]] in the configuration keeps it in a file apart")
        }
    }

    /// Refuses a feed that is subscribed already; of one whose address only looks different, it is told.
    private func refuseRepeat(of address: FeedURL, in files: SubscriptionFiles, on console: Console) throws {
        let canonical = CanonicalLink.of(address.string)
        for list in try files.lists() {
            if list[address] != nil {
                throw CommandFailure("\(list.path): \(address) is subscribed already; `habari feeds set` changes it")
            }
            if let near = list.subscriptions.first(where: { CanonicalLink.of($0.url.string) == canonical }) {
                console.note("\(list.path): \(near.url) is subscribed already and may be the same feed")
            }
        }
    }
}

/// Tries an address before it is subscribed.
struct FeedTrial {
    /// The address that is to be subscribed: the one that was typed, or that of the feed behind it.
    private(set) var url: FeedURL
    /// The feed's title, where it has one and could be reached.
    private(set) var title: String?

    /// Nobody waits longer than this for one answer.
    private static let patience = Duration.seconds(10)

    /// Prepares to try an address.
    init(url: FeedURL) { self.url = url }

    /// Asks once, and puts what it finds into ``url`` and ``title``; that a feed cannot be reached is only noted.
    ///
    /// - Throws: A failure where the address answers with something that is no feed, and leads to none.
    mutating func run(_ settings: Settings, on console: Console) async throws {
        var limits = settings.poll.limits
        limits.timeout = min(limits.timeout, Self.patience)
        limits.connectTimeout = min(limits.connectTimeout, .seconds(5))
        let answer = try await TypedAddress.fetch(url, settings, limits: limits)
        switch answer.reply {
        case .fresh(let document, _):
            do {
                title = try FeedParser().parse(document).title
            } catch {
                try await look(behind: document, settings, limits, error, on: console)
            }
            if let refusal = answer.refusal { console.note("\(url): habarid will not poll it: \(refusal)") }
        case .unchanged: break
        case .failed(let failure, _): console.note("\(url): not tried: \(failure.reason)")
        }
    }

    /// Takes the feed that a page leads to.
    private mutating func look(
        behind page: Document, _ settings: Settings, _ limits: FetchLimits, _ error: ParseError,
        on console: Console
    ) async throws {
        guard let found = try await Discovery.feed(behind: page, settings, limits: limits) else {
            throw CommandFailure("\(url): \(error); name the feed itself, or use --no-check to add it all the same")
        }
        console.note("\(url) is a page; its feed is \(found.url)")
        if !found.others.isEmpty {
            let others = found.others.prefix(5).map(ShownAddress.of)
            console.note("the page points to other feeds too: \(others.joined(separator: ", "))")
        }
        (url, title) = (found.url, found.feed.title)
    }
}
