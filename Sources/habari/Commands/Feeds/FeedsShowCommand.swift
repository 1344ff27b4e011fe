import ArgumentParser
import News
import Storing

/// `habari feeds show`: one feed, why it is polled when it is, and how its last polls went.
struct FeedsShowCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show how one feed is doing: when it is polled next and why, and its last polls.",
        discussion: "The store remembers the last 50 polls of each feed.")

    /// The formats of a feed.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    @OptionGroup var common: CommonOptions

    @Argument(help: "The feed's address, as `feeds list` shows it or as it was subscribed.")
    var url: String

    @Option(help: "The format.")
    var format: Format = .text

    func run(on console: Console) async throws {
        let setup = Setup(common)
        let feed = try Self.feed(at: TypedAddress.url(url), in: FeedOverview.all(setup))
        let polls = try setup.openStore().polls(of: feed.feed.url)
        switch format {
        case .text: try write(feed, polls, on: console)
        case .json:
            var json = JSONWriter(.indented)
            json.object { json in
                FeedRecords.write(feed, into: &json)
                json.key("polls")
                json.array { json in
                    for poll in polls { json.object { Self.write(poll, into: &$0) } }
                }
            }
            json.newline()
            try console.output.write(json.bytes)
        }
    }

    private static func feed(at url: FeedURL, in feeds: [FeedOverview]) throws -> FeedOverview {
        let found = feeds.filter { feed in
            feed.feed.url == url || feed.feed.location == url
                || ["\(feed.feed.url)", "\(feed.feed.location)"].contains("\(url)")
        }
        guard let feed = found.first else {
            throw CommandFailure("\(url): no such feed is subscribed; `habari feeds list` shows those that are")
        }
        return found.first { $0.feed.url == url } ?? feed
    }

    private static func write(_ poll: PollLogEntry, into json: inout JSONWriter) {
        json.member("started", poll.started.rfc3339)
        json.member("seconds", poll.duration.inSeconds)
        json.member("http_status", poll.httpStatus)
        json.member("bytes", poll.bytesOnWire)
        json.member("new", poll.new)
        json.member("revised", poll.revised)
        json.member("error", poll.error)
    }

    private func write(_ feed: FeedOverview, _ polls: [PollLogEntry], on console: Console) throws {
        for (name, value) in Self.facts(feed) {
            let label = console.styled(DisplayWidth.pad(name, to: 12), .dim)
            try console.output.line(label + SafeText.line(value))
        }
        if polls.isEmpty { return }
        var table = TextTable(
            ["POLL (UTC)", "STATUS", "BYTES", "SECONDS", "NEW", "REVISED", "ERROR"], right: [1, 2, 3, 4, 5])
        for poll in polls {
            table.add([
                poll.started.minute, poll.httpStatus.map(String.init) ?? "–", "\(poll.bytesOnWire)",
                poll.duration.inSeconds.decimals(2), "\(poll.new)", "\(poll.revised)", poll.error ?? "",
            ])
        }
        let lines = table.lines(width: console.width)
        try console.output.line("\n" + console.styled(lines[0], .bold))
        for line in lines.dropFirst() { try console.output.line(line) }
    }

    private static func facts(_ feed: FeedOverview) -> [(String, String)] {
        let state = feed.feed.state
        var facts = [("title", feed.feed.title), ("address", "\(feed.feed.location)")]
        if let old = feed.movedFrom { facts.append(("moved from", "\(old)")) }
        if let redirect = state.redirect {
            let proof = "seen in \(redirect.count) polls since \(redirect.since.minute) UTC, not yet believed"
            facts.append(("redirected", "to \(redirect.target), for good as its server says; \(proof)"))
        }
        facts.append(("condition", feed.condition))
        facts.append(("items", "\(feed.items), \(feed.relevant) of them relevant"))
        facts.append(("last poll", state.lastPolled.map { "\($0.minute) UTC" } ?? "never"))
        facts.append(("last success", state.lastSuccess.map { "\($0.minute) UTC" } ?? "never"))
        let next = state.nextPoll.map { "\($0.minute) UTC" } ?? (state.ended ? "never" : "as soon as may be")
        facts.append(("next poll", next + (state.reason.map { "; \($0)" } ?? "")))
        return facts
    }
}
