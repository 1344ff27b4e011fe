import GRDB
import News

import struct FoundationEssentials.Date

extension DatabaseValue {
    /// The text, if it is one.
    var text: String? { String.fromDatabaseValue(self) }
    /// The whole number, if it is one.
    var integer: Int64? { Int64.fromDatabaseValue(self) }
    /// The number, if it is one.
    var real: Double? { Double.fromDatabaseValue(self) }
}

/// Rows that are taken over as another store had them.
extension RevisionRow {
    /// A revision by its covered columns.
    init(fields: [DatabaseValue]) {
        self.fields = fields
        text = StoredText(
            title: fields[2].text, link: fields[3].text, summary: fields[11].text, content: fields[12].text,
            omitted: fields[10].integer)
    }

    /// The item as it was published, as far as its text is kept.
    func item(guid: String?) -> ParsedItem {
        ParsedItem(
            id: guid, title: text.title, link: text.link, summary: text.summary, content: text.content,
            author: fields[4].text,
            published: fields[5].integer.map(Date.init(milliseconds:)),
            updated: fields[6].integer.map(Date.init(milliseconds:)),
            categories: ListText.strings(fields[8].text),
            enclosures: ListText.enclosures(fields[9].text), language: fields[7].text)
    }
}

extension VerdictRow {
    /// A verdict by its covered columns.
    init(fields: [DatabaseValue], in db: Database) throws {
        guard let name = fields[8].text else { throw ImportFault("a verdict has no judge") }
        self.fields = fields
        judge = try Names.number(of: name, in: "judge", db)
    }

    /// The verdict.
    var verdict: Verdict {
        Verdict(
            relevant: fields[3].integer == 1, relevance: fields[4].real ?? 0,
            topics: ListText.strings(fields[5].text).map(Topic.init(rawValue:)),
            evidence: ListText.evidence(fields[6].text),
            language: fields[7].text ?? "", judge: fields[8].text ?? "")
    }
}

/// Appends what another store had to the tables that follow from the journal.
struct ItemWriting {
    let db: Database
    var index = IndexChanges()

    init(_ db: Database) { self.db = db }

    /// What is told of a new item besides its covered columns.
    struct State {
        var story: Int64
        var seen: Int64
        var isRenamed: Bool
        var marks: [Int64]
    }

    /// Inserts an item that entry `entry` brings.
    mutating func add(
        _ identity: [DatabaseValue], _ revision: RevisionRow, _ verdict: VerdictRow, _ state: State, entry: Int64
    ) throws {
        guard let id = identity[0].integer, let time = identity[5].integer else {
            throw ImportFault("an item has no number or no time")
        }
        let judged = verdict.verdict
        try db.run(
            """
            INSERT INTO item (id, feed, rule, guid, first_seen, time, first, revision, revisions, verdict,
                verdicts, relevant, score, language, story, seen, renamed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 1, ?, ?, ?, ?, ?, ?)
            """,
            identity + [
                field(entry), field(entry), field(entry), field(judged.relevant), verdict.score,
                field(judged.language), field(state.story), field(state.seen), field(state.isRenamed),
            ])
        try revision.insert(entry, in: db)
        try verdict.insert(entry, in: db)
        try mark(state.marks, id)
        try ItemTopics.add(judged.topics, of: id, time: time, in: db)
        index.add(id, revision)
        try db.run(
            "UPDATE feed SET items = items + 1, relevant = relevant + ? WHERE id = ?",
            [field(judged.relevant), identity[1]])
    }

    /// Makes a revision that is in the journal the newest of its item.
    mutating func show(_ revision: RevisionRow, _ verdict: VerdictRow, of id: Int64, entry: Int64) throws {
        try index.remove(id, in: db)
        try revision.insert(entry, in: db)
        try db.run(
            "UPDATE item SET revision = ?, revisions = ? WHERE id = ?", [field(entry), revision.fields[1], field(id)])
        index.add(id, revision)
        try show(verdict, of: id, entry: entry)
    }

    /// Makes a verdict that is in the journal the newest of its item.
    func show(_ verdict: VerdictRow, of id: Int64, entry: Int64) throws {
        let state = try ItemState(id, in: db)
        try verdict.insert(entry, in: db)
        let change = try VerdictChange.show(verdict, verdict.verdict, of: id, state, entry: entry, in: db)
        try FeedTable.count(change, ofItem: id, in: db)
    }

    /// Makes a label that is in the journal that which holds.
    func show(label fields: [DatabaseValue], of id: Int64, entry: Int64) throws {
        let state = try ItemState(id, in: db)
        try db.run(
            "INSERT INTO label (entry, item, number, relevant, topics, note) VALUES (?, ?, ?, ?, ?, ?)",
            [field(entry)] + fields)
        let topics = ListText.strings(fields[3].text).map(Topic.init(rawValue:))
        let label = ItemLabel(
            relevant: fields[2].integer.map { $0 == 1 }, topics: topics,
            note: fields[4].text)
        try LabelChange.show(label, topics, of: id, state, entry: entry, in: db)
    }

    func mark(_ keys: [Int64], _ item: Int64) throws {
        for key in keys {
            try db.run("INSERT OR IGNORE INTO mark (key, item) VALUES (?, ?)", [field(key), field(item)])
        }
    }
}
