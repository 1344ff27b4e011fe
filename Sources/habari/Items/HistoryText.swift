import News

/// Tells a person everything about one item.
struct HistoryText {
    private let console: Console

    /// Writes to a console.
    init(console: Console) { self.console = console }

    private var width: Int { min(console.width ?? 100, 100) }

    /// Writes an item's history.
    func write(_ history: ItemHistory) throws {
        try writeHead(history)
        try writeText(history)
        try writeEvidence(history)
        try writeRevisions(history)
        try writeVerdicts(history)
        try writeLabels(history)
    }

    private func writeHead(_ history: ItemHistory) throws {
        let item = history.item
        for line in DisplayWidth.wrap(SafeText.line(item.headline), to: width) {
            try console.output.line(console.styled(line, .bold))
        }
        try fact("item", "\(item.id), revision \(item.revision), story \(item.story)")
        try fact("link", item.url)
        try fact("feed", item.feedTitle == "\(item.feed)" ? item.feedTitle : "\(item.feedTitle) <\(item.feed)>")
        try fact("author", item.author)
        try fact("published", item.published?.rfc3339)
        try fact("first seen", item.firstSeen.rfc3339)
        try fact("language", item.language)
        try fact("identity", identity(history))
        let judged = item.relevant ? console.styled("relevant", .green) : console.styled("not relevant", .yellow)
        let topics = item.topics.isEmpty ? "" : ": " + item.topics.map(\.rawValue).joined(separator: ", ")
        try console.output.line(
            label("verdict") + "\(judged)\(said(history))" + SafeText.line(topics))
        try fact("note", history.label?.note)
    }

    /// Who says so: the score, or a person.
    private func said(_ history: ItemHistory) -> String {
        history.label == nil ? ", score \(history.item.relevance.percentage)" : ", as labelled"
    }

    private func identity(_ history: ItemHistory) -> String {
        switch history.identityRule {
        case .guid: "told from others by its guid, \(history.item.guid ?? "which is gone")"
        case .link: "told from others by its link"
        case .digest: "told from others by its title and content"
        }
    }

    private func writeText(_ history: ItemHistory) throws {
        guard let newest = history.revisions.last?.item else { return }
        let texts = [newest.summary ?? history.item.summary, newest.content].compactMap(\.self).filter { !$0.isEmpty }
        if texts.isEmpty {
            try section("text")
            try console.output.line("  not kept, or the feed carries none")
        }
        for (name, text) in zip(["summary", "content"], [newest.summary ?? history.item.summary, newest.content]) {
            guard let text, !text.isEmpty, name == "summary" || text != newest.summary else { continue }
            try section(name)
            for line in DisplayWidth.wrap(SafeText.paragraph(text), to: width - 2) {
                try console.output.line(line.isEmpty ? "" : "  " + line)
            }
        }
        if !newest.categories.isEmpty { try fact("categories", newest.categories.joined(separator: ", ")) }
        for enclosure in newest.enclosures { try fact("enclosure", enclosure.url) }
    }

    private func writeEvidence(_ history: ItemHistory) throws {
        guard let verdict = history.verdicts.last?.verdict else { return }
        try section("evidence")
        try EvidenceText.write(verdict.evidence, on: console)
    }

    private func writeRevisions(_ history: ItemHistory) throws {
        try section("revisions")
        var previous: ParsedItem?
        for revision in history.revisions {
            let changes = previous.map { RevisionChange.between($0, revision.item) }
            let summary = changes.map { $0.isEmpty ? "nothing that is kept" : $0.map(\.name).joined(separator: ", ") }
            try console.output.line(
                "  \(revision.number)  \(revision.seen.rfc3339)  " + (summary.map { "changed: \($0)" } ?? "first seen"))
            for change in changes ?? [] { try write(change) }
            previous = revision.item
        }
    }

    /// Writes what changed: in a text that was there before and after, word by word.
    private func write(_ change: RevisionChange) throws {
        if let old = change.old, let new = change.new, !old.isEmpty, !new.isEmpty, change.isText {
            let difference = WordDifference(from: old, to: new)
            for line in difference.lines(context: 6, width: width - 8, console) {
                try console.output.line("     " + line)
            }
            return
        }
        for (sign, text, style) in [("-", change.old, Console.Style.red), ("+", change.new, .green)] {
            guard let text, !text.isEmpty else { continue }
            for line in DisplayWidth.wrap(SafeText.line(text), to: width - 8) {
                try console.output.line("     " + console.styled("\(sign) \(line)", style))
            }
        }
    }

    private func writeVerdicts(_ history: ItemHistory) throws {
        try section("verdicts")
        var table = TextTable(["  JUDGED", "REVISION", "SCORE", "VERDICT", "TOPICS", "BY"], right: [1, 2])
        for entry in history.verdicts {
            table.add([
                "  " + entry.judged.rfc3339, "\(entry.revision)", entry.verdict.relevance.percentage,
                entry.verdict.relevant ? "relevant" : "not relevant",
                entry.verdict.topics.map(\.rawValue).joined(separator: ","), entry.verdict.judge,
            ])
        }
        for line in table.lines(width: console.width) { try console.output.line(line) }
    }

    private func writeLabels(_ history: ItemHistory) throws {
        if history.labels.isEmpty { return }
        try section("labels")
        var table = TextTable(["  GIVEN", "LABEL", "TOPICS", "NOTE"])
        for entry in history.labels {
            let word = entry.label.relevant.map { $0 ? "relevant" : "not relevant" } ?? "taken back"
            let topics = (entry.label.topics ?? []).map(\.rawValue).joined(separator: ",")
            table.add(["  " + entry.labelled.rfc3339, word, topics, entry.label.note ?? ""])
        }
        for line in table.lines(width: console.width) { try console.output.line(line) }
    }

    private func section(_ name: String) throws {
        try console.output.line("\n" + console.styled(name, .bold))
    }

    private func fact(_ name: String, _ value: String?) throws {
        if let value, !value.isEmpty { try console.output.line(label(name) + SafeText.line(value)) }
    }

    private func label(_ name: String) -> String {
        console.styled(DisplayWidth.pad(name, to: 12), .dim)
    }
}

/// One field that differs between two revisions.
struct RevisionChange: Equatable {
    /// The field's name.
    var name: String
    /// What it was; `nil` where it was not there.
    var old: String?
    /// What it is.
    var new: String?

    /// Whether it is a text of words, rather than an address, a time or a list.
    var isText: Bool { ["title", "summary", "content"].contains(name) }

    /// What changed from one revision to the next, in the order that a reader meets it.
    static func between(_ old: ParsedItem, _ new: ParsedItem) -> [RevisionChange] {
        let fields: [(String, String?, String?)] = [
            ("title", old.title, new.title), ("link", old.link, new.link), ("summary", old.summary, new.summary),
            ("content", old.content, new.content), ("author", old.author, new.author),
            ("published", old.published?.rfc3339, new.published?.rfc3339),
            ("updated", old.updated?.rfc3339, new.updated?.rfc3339),
            ("categories", old.categories.joined(separator: ", "), new.categories.joined(separator: ", ")),
            (
                "enclosures", old.enclosures.map(\.url).joined(separator: " "),
                new.enclosures.map(\.url).joined(separator: " ")
            ),
            ("language", old.language, new.language), ("id", old.id, new.id),
        ]
        return fields.filter { $0.1 != $0.2 }.map { RevisionChange(name: $0.0, old: $0.1, new: $0.2) }
    }
}

/// Tells a person what decided.
enum EvidenceText {
    /// Writes a table of evidence, the strongest first.
    static func write(_ evidence: [Evidence], on console: Console) throws {
        if evidence.isEmpty { return try console.output.line("  none: nothing of the text is in the lexicon") }
        var table = TextTable(["  TERM", "ENTITY", "SIDE", "FIELD", "WEIGHT"], right: [4])
        for piece in evidence {
            let sign = piece.weight > 0 ? "+" : ""
            table.add([
                "  " + (piece.text.isEmpty ? "–" : piece.text), piece.entity, piece.side, piece.field,
                sign + piece.weight.decimals(3),
            ])
        }
        for line in table.lines() { try console.output.line(line) }
    }
}
