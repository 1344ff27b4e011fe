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
    /// The item as it was published, as far as its text is kept.
    func item(guid: String?) -> ParsedItem {
        ParsedItem(
            id: guid, title: text.title, link: text.link, summary: text.summary, content: text.content,
            author: columns.text(2),
            published: columns.integer(3).map(Date.init(milliseconds:)),
            updated: columns.integer(4).map(Date.init(milliseconds:)),
            categories: ListText.strings(columns.text(6)),
            enclosures: ListText.enclosures(columns.text(7)), language: columns.text(5))
    }
}

/// Appends what another store had to the tables that follow from the journal.
struct ItemWriting {
    let db: Database
    var index = IndexChanges()
    var names = Names()
    var numbers = ItemNumbers()

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
                field(entry), field(entry), field(entry), field(judged.relevant), verdict.score.databaseValue,
                field(judged.language), field(state.story), field(state.seen), field(state.isRenamed),
            ])
        try revision.insert(entry, in: db)
        try verdict.insert(entry, &names, in: db)
        try mark(state.marks, id)
        try ItemTopics.add(judged.topics, of: id, time: time, &names, in: db)
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
            "UPDATE item SET revision = ?, revisions = ? WHERE id = ?",
            [field(entry), field(revision.number), field(id)])
        index.add(id, revision)
        try show(verdict, of: id, entry: entry)
    }

    /// Makes a verdict that is in the journal the newest of its item.
    mutating func show(_ verdict: VerdictRow, of id: Int64, entry: Int64) throws {
        let state = try ItemState(id, in: db)
        try verdict.insert(entry, &names, in: db)
        let change = try VerdictChange.show(verdict, of: id, state, entry: entry, &names, in: db)
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
            try Marks.add(key, to: item, in: db)
        }
    }
}
