import News

import struct FoundationEssentials.Date

/// A table of items for a person: as wide as the terminal, or as wide as it likes where there is none.
struct ItemTable: ItemWriter {
    private let console: Console
    private let layout: Layout
    private let showsSnippets: Bool
    private var hasHeader = false

    /// A table on a console; snippets stand below their items.
    init(console: Console, showsSnippets: Bool) {
        self.console = console
        self.showsSnippets = showsSnippets && console.isTerminal
        layout = Layout(width: console.width)
    }

    mutating func write(_ item: Item) throws {
        if !hasHeader {
            let names = row(id: "ID", time: "TIME (UTC)", score: "SCORE", "TOPICS", "TITLE", "FEED")
            try console.output.line(console.styled(names, .bold))
            hasHeader = true
        }
        let line = row(
            id: "\(item.id)", time: item.time.minute, score: item.relevance.percentage,
            item.topics.map(\.rawValue).joined(separator: ","), item.headline, item.feedTitle)
        try console.output.line(item.relevant ? line : console.styled(line, .dim))
        if showsSnippets, let snippet = item.snippet { try write(snippet: snippet) }
    }

    mutating func end() {}

    private func row(
        id: String, time: String, score: String, _ topics: String, _ title: String, _ feed: String
    ) -> String {
        var cells = [
            DisplayWidth.padLeft(id, to: 6), DisplayWidth.pad(time, to: 16), DisplayWidth.padLeft(score, to: 5),
        ]
        if let width = layout.topics { cells.append(cell(topics, width)) }
        cells.append(layout.feed == nil && layout.isBounded ? fit(title, layout.title) : cell(title, layout.title))
        if let width = layout.feed { cells.append(fit(feed, width)) }
        return cells.joined(separator: "  ")
    }

    private func cell(_ text: String, _ width: Int) -> String { DisplayWidth.pad(fit(text, width), to: width) }

    private func fit(_ text: String, _ width: Int) -> String {
        let line = SafeText.line(text)
        return layout.isBounded ? DisplayWidth.fit(line, to: width) : line
    }

    private func write(snippet: String) throws {
        let indent = String(repeating: " ", count: Layout.indent)
        let width = max(20, (console.width ?? 80) - Layout.indent)
        // The marks of the hits take no column, so they are counted in and the line stays within the width.
        let text = DisplayWidth.fit(SafeText.line(snippet), to: width)
        try console.output.line(indent + Highlight.marked(text, on: console))
    }

    /// How many columns each cell gets.
    private struct Layout {
        /// The columns before the topics: number, time and score with the gaps after them.
        static let indent = 6 + 2 + 16 + 2 + 5 + 2

        let topics: Int?
        let title: Int
        let feed: Int?
        let isBounded: Bool

        /// Shares a width; without one the columns are only lined up, and nothing is cut.
        init(width: Int?) {
            isBounded = width != nil
            let rest = (width ?? 0) - Self.indent
            if width == nil {
                (topics, title, feed) = (54, 80, 0)  // room for six topics
            } else if rest >= 72 {
                let (forTopics, forFeed) = (min(30, rest * 22 / 100), min(22, rest * 17 / 100))
                (topics, title, feed) = (forTopics, rest - forTopics - forFeed - 4, forFeed)
            } else if rest >= 40 {
                (topics, title, feed) = (14, rest - 16, nil)
            } else {
                (topics, title, feed) = (nil, max(rest, 16), nil)
            }
        }
    }
}

/// Shows the hits that the store marks in a snippet, each between U+E000 and U+E001.
enum Highlight {
    /// The text with its hits in bold, or without marks where colours are not welcome.
    static func marked(_ text: String, on console: Console) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xE000: if console.usesColour { result.append(contentsOf: "\u{1B}[1;33m".unicodeScalars) }
            case 0xE001: if console.usesColour { result.append(contentsOf: "\u{1B}[0m".unicodeScalars) }
            default: result.append(scalar)
            }
        }
        if console.usesColour { result.append(contentsOf: "\u{1B}[0m".unicodeScalars) }
        return String(result)
    }
}

extension Item {
    /// The time that the item is listed under: its publication, or its arrival where it claims to come from later.
    var time: Date { published.map { min($0, firstSeen) } ?? firstSeen }

    /// What to call the item: its title, else the beginning of its text, else its address.
    var headline: String {
        if !title.isEmpty { return title }
        if let summary, !summary.isEmpty { return String(summary.prefix(200)) }
        return url ?? guid ?? "(without a title)"
    }
}

extension Date {
    /// The instant to the minute in UTC, for people: `2025-09-24 18:05`.
    var minute: String {
        let text = rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }
}

extension Double {
    /// A number from 0 to 1 with two digits after the point: `0.97`.
    var percentage: String { decimals(2) }

    /// The number with so many digits after the point.
    func decimals(_ count: Int) -> String {
        guard isFinite, abs(self) < 1e15 else { return "\(self)" }
        var scale = 1.0
        for _ in 0..<count { scale *= 10 }
        let scaled = Int((abs(self) * scale).rounded())
        let digits = String(scaled % Int(scale))
        let fraction = String(repeating: "0", count: count - digits.count) + digits
        return "\(self < 0 && scaled != 0 ? "-" : "")\(scaled / Int(scale))" + (count == 0 ? "" : ".\(fraction)")
    }
}
