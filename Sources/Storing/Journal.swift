import GRDB

import struct FoundationEssentials.Data

/// What an entry of the journal tells.
enum EntryKind: String {
    /// A feed became known.
    case feed
    /// A feed moved to another address, or back.
    case move
    /// An item became known: its identity, its first revision and its first verdict.
    case item
    /// A known item's text changed: the new revision and its verdict.
    case revision
    /// A known revision was judged anew.
    case verdict
    /// A person said of an item whether it is relevant, or took that back.
    case label
    /// Items that are not relevant were forgotten: their rows are gone, their digests stay.
    case forget
    /// What follows was taken over from another store.
    case imported = "import"

    /// The tables whose rows, in this order, are the entry's content.
    var tables: [JournalTable] {
        switch self {
        case .feed: [.feed]
        case .move: [.move]
        case .item: [.item, .revision, .verdict]
        case .revision: [.revision, .verdict]
        case .verdict: [.verdict]
        case .label: [.label]
        case .forget: [.forget]
        case .imported: [.imported]
        }
    }
}

/// A table whose rows are covered by the journal, with the columns that are, in their canonical order.
enum JournalTable: String, CaseIterable {
    case feed, move, item, revision, verdict, label, forget
    case imported = "import"

    /// The covered columns; `docs/journal.md` names them, and they are never reordered.
    var columns: [String] {
        switch self {
        case .feed: ["id", "url"]
        case .move: ["feed", "location"]
        case .item: ["id", "feed", "rule", "guid", "first_seen", "time"]
        case .revision:
            [
                "item", "number", "title", "link", "author", "published", "updated", "language", "categories",
                "enclosures", "omitted", "summary", "content",
            ]
        case .verdict:
            ["item", "number", "revision", "relevant", "score", "topics", "evidence", "language", "judge"]
        case .label: ["item", "number", "relevant", "topics", "note"]
        case .forget: ["bound", "items"]
        case .imported: ["source", "entries"]
        }
    }

    /// Reads the covered columns of the row that belongs to entry `?`.
    var selection: String {
        switch self {
        case .item: "SELECT \(list) FROM item WHERE id = (SELECT item FROM revision WHERE entry = ?)"
        case .verdict:
            "SELECT \(list.replacingLast("judge", by: "(SELECT name FROM judge WHERE id = judge)"))"
                + " FROM verdict WHERE entry = ?"
        case .feed, .move, .revision, .label, .forget, .imported: "SELECT \(list) FROM \(rawValue) WHERE entry = ?"
        }
    }

    private var list: String { columns.joined(separator: ", ") }
}

/// Appends entries to the journal within one transaction.
///
/// The digest of an entry is SHA-256 over the digest before it, the entry's head and the digest of its rows; the
/// first entry follows 32 zero bytes. A value: whoever rolls a savepoint back also goes back to the value before.
struct JournalWriter {
    /// The number of the newest entry.
    private(set) var last: Int64
    private var digest: Data

    /// Takes up the journal where it ends.
    init(_ db: Database) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT n, digest FROM journal ORDER BY n DESC LIMIT 1"))
        last = row?[0] ?? 0
        digest = row?[1] ?? Self.genesis
    }

    /// Appends an entry as another store has it, with its digest.
    mutating func append(_ kind: EntryKind, at time: Int64, digest: Data, to db: Database) throws {
        try db.run(
            "INSERT OR FAIL INTO journal (n, kind, time, digest) VALUES (?, ?, ?, ?)",
            [field(last + 1), kind.rawValue.databaseValue, field(time), digest.databaseValue])
        last += 1
        self.digest = digest
    }

    /// The digest of the newest entry.
    var end: Data { digest }

    /// The digest before the first entry.
    static var genesis: Data { Data(repeating: 0, count: 32) }

    /// Appends an entry whose content is `fields`, the covered columns of its rows one after the other.
    ///
    /// The caller inserts the rows under the number that is returned.
    mutating func append(
        _ kind: EntryKind, at time: Int64, _ fields: [DatabaseValue], to db: Database
    ) throws -> Int64 {
        var rows = CanonicalContent()
        for field in fields { rows.add(field) }
        return try append(kind, at: time, rows, to: db)
    }

    /// The same of rows in canonical form.
    mutating func append(
        _ kind: EntryKind, at time: Int64, _ rows: CanonicalContent, to db: Database
    ) throws -> Int64 {
        let digest = JournalDigest(after: digest, number: last + 1, kind: kind.rawValue, time: time)
            .over(rows: JournalDigest.ofRows(rows))
        try append(kind, at: time, digest: digest, to: db)
        return last
    }
}

extension String {
    /// The text with its last word replaced, where it ends in `word`.
    fileprivate func replacingLast(_ word: String, by other: String) -> String {
        hasSuffix(word) ? dropLast(word.count) + other : self
    }
}
