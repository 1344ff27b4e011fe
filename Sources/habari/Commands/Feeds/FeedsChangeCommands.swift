import ArgumentParser
import News
import Subscriptions

/// The feeds that a change is about.
struct FeedNames: ParsableArguments {
    @Argument(help: "The addresses of the feeds.")
    var urls: [String]

    /// Changes each of the feeds in the list that names it, after it is clear that all of them are subscribed.
    ///
    /// A feed that has moved may be named by its old address or by its new one.
    func change(
        _ setup: Setup, _ console: Console, _ word: String, _ body: (inout FeedList, FeedURL) throws -> Void
    ) throws {
        let files = try SubscriptionFiles(setup.settings())
        let places = try urls.map { text in
            let url = try TypedAddress.url(text)
            let listed = try subscribed(url, files, setup)
            return (url: listed, path: try files.path(listing: listed))
        }
        for place in places {
            try FeedList.edit(place.path) { list in try body(&list, place.url) }
            try console.output.line("\(word) \(SafeText.line("\(place.url)")) in \(SafeText.line(place.path))")
        }
    }

    /// The subscribed address of a feed that is named by the one it has moved to, or by the form without secrets that
    /// `feeds list` shows.
    private func subscribed(_ url: FeedURL, _ files: SubscriptionFiles, _ setup: Setup) throws -> FeedURL {
        let known = try files.subscriptions().map(\.url)
        if known.contains(url) { return url }
        let overview = overview(setup)
        if let moved = overview.first(where: { $0.feed.location == url }) { return moved.feed.url }
        let shown = Set(
            known.filter { "\($0)" == url.string }
                + overview.filter { "\($0.feed.location)" == url.string }.map(\.feed.url))
        if shown.count > 1 {
            throw CommandFailure("\(url) stands for \(shown.count) feeds; write the address with what is hidden in it")
        }
        return shown.first ?? url
    }

    /// What is known of the feeds; nothing where the store cannot be read, which must not keep a list from changing.
    func overview(_ setup: Setup) -> [FeedOverview] {
        (try? FeedOverview.all(setup)) ?? []
    }
}

/// `habari feeds remove`: ends a subscription.
struct FeedsRemoveCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "End the subscription to a feed.",
        discussion: "What was collected from it stays in the store.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var feeds: FeedNames

    func run(on console: Console) async throws {
        try feeds.change(Setup(common), console, "removed") { list, url in try list.remove(url) }
    }
}

/// `habari feeds enable`: polls a feed again.
struct FeedsEnableCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Poll a feed again that was disabled.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var feeds: FeedNames

    func run(on console: Console) async throws {
        let setup = Setup(common)
        var unchanged: [FeedURL] = []
        try feeds.change(setup, console, "enabled") { list, url in
            if list[url]?.enabled == true { unchanged.append(url) }
            try list.setEnabled(true, for: url)
        }
        for feed in feeds.overview(setup) where feed.feed.state.ended && unchanged.contains(feed.feed.url) {
            console.note(
                "\(feed.feed.url): its server has ended it (410); disable it, and enable it when habarid has seen that")
        }
    }
}

/// `habari feeds disable`: keeps a feed without polling it.
struct FeedsDisableCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Keep a feed in the list without polling it.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var feeds: FeedNames

    func run(on console: Console) async throws {
        try feeds.change(Setup(common), console, "disabled") { list, url in try list.setEnabled(false, for: url) }
    }
}

/// `habari feeds set`: changes a feed's settings.
struct FeedsSetCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change the title, tags, country or interval of a feed.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var feeds: FeedNames
    @OptionGroup var details: FeedDetails

    func validate() throws {
        if details.isEmpty { throw ValidationError("name what to set: --title, --tags, --country or --interval") }
    }

    func run(on console: Console) async throws {
        try feeds.change(Setup(common), console, "changed") { list, url in
            guard var subscription = list[url] else { return }
            details.apply(to: &subscription)
            try list.update(subscription)
        }
    }
}
