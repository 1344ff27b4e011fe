import ArgumentParser
import News
import Storing

/// `habari status`: how the store and the feeds are doing.
struct StatusCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say how the store and the feeds are doing.",
        discussion: "--format prometheus writes what node_exporter's textfile collector reads.")

    /// The formats of a status.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, prometheus
    }

    @OptionGroup var common: CommonOptions

    @Option(help: "The format.")
    var format: Format = .text

    func run(on console: Console) async throws {
        let store = try Setup(common).openStore()
        let status = try store.status()
        let feeds = try store.feedReports()
        let stale = feeds.filter { $0.feed.subscription.enabled && $0.feed.state.staleSince != nil }.count
        switch format {
        case .text: try writeText(status, feeds, stale, store, on: console)
        case .json:
            var json = JSONWriter(.indented)
            json.object { Self.write(status, stale, store.path, into: &$0) }
            json.newline()
            try console.output.write(json.bytes)
        case .prometheus:
            try console.output.write(PrometheusText.of(status, feeds))
        }
    }

    /// Writes the members of a status; the names are a promise.
    static func write(_ status: StoreStatus, _ stale: Int, _ path: String, into json: inout JSONWriter) {
        json.member("version", Habari.version)
        json.member("store", path)
        json.member("items", status.items)
        json.member("relevant", status.relevant)
        json.member("revisions", status.revisions)
        json.member("feeds", status.feeds)
        json.member("failing", status.failing)
        json.member("ended", status.ended)
        json.member("last_poll", status.lastPoll?.rfc3339)
        json.member("last_item", status.lastItem?.rfc3339)
        json.member("bytes", status.bytes)
        json.member("schema", status.schema)
        json.member("stale", stale)
    }

    private func writeText(
        _ status: StoreStatus, _ feeds: [FeedReport], _ stale: Int, _ store: Store, on console: Console
    ) throws {
        let lines: [(String, String)] = [
            ("store", "\(store.path), \(Self.size(status.bytes)), schema \(status.schema)"),
            ("items", "\(status.items), \(status.relevant) of them relevant, \(status.revisions) later revisions"),
            (
                "feeds",
                "\(status.feeds), \(status.failing) failing, \(stale) stale, \(status.ended) ended by their servers"
            ),
            ("last poll", status.lastPoll.map { "\($0.minute) UTC" } ?? "never"),
            ("last item", status.lastItem.map { "\($0.minute) UTC" } ?? "none"),
        ]
        for (name, value) in lines {
            try console.output.line(console.styled(DisplayWidth.pad(name, to: 12), .dim) + SafeText.line(value))
        }
        guard status.failing > 0 else { return }
        try console.output.line("\n" + console.styled("failing feeds", .bold))
        for report in feeds {
            guard let error = report.feed.state.error else { continue }
            let line = "  \(report.feed.title): \(error) (\(report.feed.state.failures) in a row)"
            try console.output.line(SafeText.line(line))
        }
    }

    /// A number of bytes for people: `12.3 MiB`.
    static func size(_ bytes: Int) -> String {
        var value = Double(bytes)
        for unit in ["bytes", "KiB", "MiB", "GiB"] {
            if value < 1024 || unit == "GiB" { return "\(unit == "bytes" ? "\(bytes)" : value.decimals(1)) \(unit)" }
            value /= 1024
        }
        return "\(bytes) bytes"
    }
}
