/// Why an export cannot go on.
enum ExportFault: Error, CustomStringConvertible {
    /// Items that belong to it were forgotten meanwhile.
    case forgotten

    var description: String { "items were forgotten while the export was under way; run it again" }
}

/// The names in an export; `docs/journal.md` describes them.
enum ExportFormat {
    static let name = "habari-journal"
    /// Changes when an older program could no longer read the lines.
    static let version: Int64 = 1

    /// What is told of a feed besides its address: not what servers handed out to recognise us by, the validators.
    static let feedState = [
        "subscribed", "position", "list_title", "tags", "country", "fixed_interval", "enabled", "title", "link",
        "location", "last_polled", "last_success", "last_fresh", "interval", "reason", "http_status", "error",
        "failures", "ended",
    ]

    /// What is told of a forgotten item.
    static let traces = [
        "entry", "feed", "rule", "guid", "title", "link", "published", "text", "digest", "renamed",
    ]
}
