import ArgumentParser
import News

/// `habari feeds list`: every subscribed feed and how it is doing.
struct FeedsListCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the subscribed feeds and how they are doing.",
        discussion: "Works before the daemon has run; what only polling teaches is then null.")

    /// The formats of the list.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, json, csv
    }

    @OptionGroup var common: CommonOptions

    @Option(help: "The format.")
    var format: Format = .table

    func run(on console: Console) async throws {
        let feeds = try FeedOverview.all(Setup(common))
        switch format {
        case .table: try writeTable(feeds, on: console)
        case .json: try FeedRecords.writeJSON(feeds, to: console.output)
        case .csv: try FeedRecords.writeCSV(feeds, to: console.output)
        }
    }

    private func writeTable(_ feeds: [FeedOverview], on console: Console) throws {
        if feeds.isEmpty { return console.note("no feeds are subscribed; `habari feeds add URL` adds one") }
        // A narrow terminal keeps what is asked most: which feed, how much, and what ails it.
        let isNarrow = console.width.map { $0 < 120 } ?? false
        let times = isNarrow ? ["LAST POLL (UTC)"] : ["LAST POLL (UTC)", "NEXT POLL (UTC)"]
        var table = TextTable(["FEED", "ITEMS", "RELEVANT"] + times + ["CONDITION", "ADDRESS"], right: [1, 2])
        for feed in feeds {
            let polls = [feed.feed.state.lastPolled, feed.feed.state.nextPoll].prefix(times.count)
            let (title, condition) = (SafeText.line(feed.feed.title), SafeText.line(feed.condition))
            table.add(
                [
                    console.isTerminal ? DisplayWidth.fit(title, to: isNarrow ? 24 : 40) : title, "\(feed.items)",
                    "\(feed.relevant)",
                ] + polls.map { $0?.minute ?? "–" } + [
                    console.isTerminal ? DisplayWidth.fit(condition, to: isNarrow ? 16 : 40) : condition,
                    "\(feed.feed.location)",
                ])
        }
        let lines = table.lines(width: console.width)
        try console.output.line(console.styled(lines[0], .bold))
        for line in lines.dropFirst() { try console.output.line(line) }
    }
}

/// How the list of feeds is spelled for programs; the names are a promise.
enum FeedRecords {
    /// The names of the fields.
    static let names = [
        "url", "title", "enabled", "tags", "last_polled", "last_success", "next_poll", "interval_seconds",
        "http_status", "error", "failures", "items", "relevant", "moved_from", "reason", "stale_since",
    ]

    /// Writes an array of objects, each on a line.
    static func writeJSON(_ feeds: [FeedOverview], to output: Output) throws {
        if feeds.isEmpty { return try output.write("[]\n") }
        var separator = "[\n"
        for feed in feeds {
            var json = JSONWriter()
            json.object { write(feed, into: &$0) }
            try output.write(separator)
            try output.write(json.bytes)
            separator = ",\n"
        }
        try output.write("\n]\n")
    }

    /// Writes the members of a feed.
    static func write(_ feed: FeedOverview, into json: inout JSONWriter) {
        let state = feed.feed.state
        json.member("url", "\(feed.feed.location)")
        json.member("title", feed.feed.title)
        json.member("enabled", feed.feed.subscription.enabled)
        json.member("tags", feed.feed.subscription.tags)
        json.member("last_polled", state.lastPolled?.rfc3339)
        json.member("last_success", state.lastSuccess?.rfc3339)
        json.member("next_poll", state.nextPoll?.rfc3339)
        json.member("interval_seconds", feed.intervalSeconds)
        json.member("http_status", state.httpStatus)
        json.member("error", state.error)
        json.member("failures", state.failures)
        json.member("items", feed.items)
        json.member("relevant", feed.relevant)
        json.member("moved_from", feed.movedFrom?.description)
        json.member("reason", state.reason)
        json.member("stale_since", feed.staleSince?.rfc3339)
    }

    /// Writes a header and a row for each feed.
    static func writeCSV(_ feeds: [FeedOverview], to output: Output) throws {
        try output.write(CSVWriter.header(names))
        for feed in feeds {
            let state = feed.feed.state
            try output.write(
                CSVWriter.row([
                    .text("\(feed.feed.location)"), .text(feed.feed.title),
                    .plain("\(feed.feed.subscription.enabled)"),
                    .text(feed.feed.subscription.tags.joined(separator: ";")), .plain(state.lastPolled?.rfc3339),
                    .plain(state.lastSuccess?.rfc3339), .plain(state.nextPoll?.rfc3339),
                    .plain(feed.intervalSeconds.map(String.init)), .plain(state.httpStatus.map(String.init)),
                    .text(state.error), .plain("\(state.failures)"), .plain("\(feed.items)"),
                    .plain("\(feed.relevant)"),
                    .text(feed.movedFrom?.description),
                    .text(state.reason), .plain(feed.staleSince?.rfc3339),
                ]))
        }
    }
}
