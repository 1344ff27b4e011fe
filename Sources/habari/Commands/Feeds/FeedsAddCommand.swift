import ArgumentParser
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
            person watches, the address is tried first: a page that is no feed is refused, and a feed that cannot be \
            reached now is added all the same. --check and --no-check decide it by themselves.
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
        var subscription = Subscription(url: address)
        details.apply(to: &subscription)
        if check ?? (console.isTerminal && console.showsProgress) {
            let title = try await FeedTrial.title(of: address, settings.poll, on: console)
            if subscription.title.isEmpty { subscription.title = title ?? "" }
        }
        let added = subscription
        try FeedList.edit(target, creating: true) { list in try list.add(added) }
        try console.output.line("added \(SafeText.line(added.url.string)) to \(SafeText.line(target))")
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
enum FeedTrial {
    /// Nobody waits longer than this for a feed to be added.
    private static let patience = Duration.seconds(10)

    /// The title of the feed at an address; `nil` where it has none or cannot be reached, which is only noted.
    ///
    /// - Throws: A failure where the address answers with something that is no feed.
    static func title(of url: FeedURL, _ poll: Settings.Poll, on console: Console) async throws -> String? {
        var limits = poll.limits
        limits.timeout = min(limits.timeout, patience)
        limits.connectTimeout = min(limits.connectTimeout, .seconds(5))
        let answer = try await TypedAddress.fetch(url, poll, limits: limits)
        switch answer.reply {
        case .fresh(let document, _):
            do {
                let title = try FeedParser().parse(document).title
                if let refusal = answer.refusal { console.note("\(url): habarid will not poll it: \(refusal)") }
                return title
            } catch {
                let advice = Discovery.advice(on: document) ?? "name the feed itself"
                throw CommandFailure("\(url): \(error); \(advice), or use --no-check to add it all the same")
            }
        case .unchanged: return nil
        case .failed(let failure, _):
            console.note("\(url): not tried: \(failure.reason)")
            return nil
        }
    }
}
