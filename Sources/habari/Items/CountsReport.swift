/// Writes counts of items.
struct CountsReport {
    private let counts: ItemCounts
    private let period: Period
    private let console: Console

    /// Writes counts by a period to a console.
    init(counts: ItemCounts, period: Period, console: Console) {
        self.counts = counts
        self.period = period
        self.console = console
    }

    private var groups: [(name: String, counts: [(name: String, count: Int)])] {
        [
            ("topic", ItemCounts.ranked(counts.topics)), ("feed", ItemCounts.ranked(counts.feeds)),
            ("language", ItemCounts.ranked(counts.languages)),
        ]
    }

    /// Writes tables for a person, with bars in a terminal.
    func writeTable() throws {
        if counts.total == 0 { return console.note("no items match; drop a filter, or use --all") }
        try console.output.line("\(counts.total) items")
        try write(period.rawValue, counts.periods(period).map { ($0.start, $0.count) })
        for group in groups where !group.counts.isEmpty { try write(group.name, group.counts) }
    }

    private func write(_ title: String, _ rows: [(name: String, count: Int)]) throws {
        try console.output.line("\n" + console.styled("by \(title)", .bold))
        let names = rows.map { DisplayWidth.fit(SafeText.line($0.name), to: 40) }
        let nameWidth = names.map(DisplayWidth.of).max() ?? 0
        let most = rows.map(\.count).max() ?? 0
        let countWidth = "\(most)".count
        for (name, row) in zip(names, rows) {
            let head =
                DisplayWidth.pad(name, to: nameWidth) + "  " + DisplayWidth.padLeft("\(row.count)", to: countWidth)
            let room = (console.width ?? 0) - nameWidth - countWidth - 6
            try console.output.line("  " + head + (room >= 10 ? "  " + Bar.text(row.count, of: most, room: room) : ""))
        }
    }

    /// Writes one object.
    func writeJSON() throws {
        var json = JSONWriter(.indented)
        json.object { json in
            json.member("items", counts.total)
            json.member("by", period.rawValue)
            json.key("periods")
            write(counts.periods(period).map { ($0.start, $0.count) }, as: "start", into: &json)
            for (name, plural) in [("topic", "topics"), ("feed", "feeds"), ("language", "languages")] {
                json.key(plural)
                write(groups.first { $0.name == name }?.counts ?? [], as: name, into: &json)
            }
        }
        json.newline()
        try console.output.write(json.bytes)
    }

    private func write(_ rows: [(name: String, count: Int)], as name: String, into json: inout JSONWriter) {
        json.array { json in
            for row in rows {
                json.object { json in
                    json.member(name, row.name)
                    json.member("items", row.count)
                }
            }
        }
    }

    /// Writes rows of group, name and count.
    func writeCSV() throws {
        try console.output.write(CSVWriter.header(["by", "name", "items"]))
        let periods = counts.periods(period).map { (name: $0.start, count: $0.count) }
        for group in [(name: period.rawValue, counts: periods)] + groups {
            for row in group.counts {
                try console.output.write(
                    CSVWriter.row([.plain(group.name), .text(row.name), .plain("\(row.count)")]))
            }
        }
    }
}

/// A bar of a chart, fine to an eighth of a column.
enum Bar {
    /// A bar as long as a count is of the most.
    static func text(_ count: Int, of most: Int, room: Int) -> String {
        guard most > 0, room > 0 else { return "" }
        let eighths = Int((Double(count) / Double(most) * Double(room * 8)).rounded())
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }
}
