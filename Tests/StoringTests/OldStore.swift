import Foundation
import GRDB
import News

@testable import Storing

/// A store as an earlier version of the program wrote it, with some of everything.
enum OldStore {
    /// Creates the tables of a schema and fills them by the rules of that time.
    ///
    /// - Returns: The digest of the last entry.
    static func create(schema version: Int, at path: String) throws -> Data {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.write { db in
            for script in Schema.scripts[..<version] { try db.execute(sql: script) }
            try db.execute(
                sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(version)")
            var writer = OldWriter(db: db)
            try fill(&writer, schema: version)
            return writer.digest
        }
    }

    /// A feed that moved; three items of it: one edited and judged anew, two that are not relevant.
    private static func fill(_ writer: inout OldWriter, schema version: Int) throws {
        try writer.append("feed", [["id": 1, "url": someFeed.string]])
        try writer.append("move", [["feed": 1, "location": "https://moved.example/feed"]])
        try writer.db.execute(sql: "INSERT INTO judge (id, name) VALUES (1, 'rules 1'), (2, 'rules 2')")
        try writer.add(1, guid: "1", title: "Kenya signs", text: "First text", relevant: true)
        try writer.add(2, guid: "2", title: "Rain tomorrow", text: nil, relevant: false)
        try writer.add(3, guid: "3", title: "Sun tomorrow", text: nil, relevant: false)
        let revision = writer.revision(1, number: 2, title: "Kenya signs at last", text: "Second text")
        let verdict = writer.verdict(1, number: 2, revision: 2, relevant: true, judge: 1)
        try writer.takeFromIndex(1)
        let edited = try writer.append("revision", [revision, verdict])
        try writer.show("revision = \(edited), revisions = 2, verdict = \(edited), verdicts = 2", of: 1)
        try writer.putIntoIndex(1)
        let judged = try writer.append(
            "verdict", [writer.verdict(1, number: 3, revision: 2, relevant: true, judge: 2)])
        try writer.show("verdict = \(judged), verdicts = 3", of: 1)
        guard version >= 2 else { return }
        let label = try writer.append(
            "label", [["item": 3, "number": 1, "relevant": 1, "topics": #"["trade"]"#, "note": "It says so below."]])
        try writer.show("label = \(label), relevant = 1, score = 1.0", of: 3)
    }
}

/// Writes entries by the rule of the first two schemas.
struct OldWriter {
    let db: Database
    private(set) var digest = JournalWriter.genesis
    private var last: Int64 = 0

    init(db: Database) { self.db = db }

    /// Appends an entry with the rows of its tables, in the tables' order.
    @discardableResult
    mutating func append(_ kind: String, _ rows: [[String: (any DatabaseValueConvertible)?]]) throws -> Int64 {
        last += 1
        let time = minute(Int(last)).milliseconds
        let tables = EntryKind(rawValue: kind)?.tables ?? []
        var fields: [DatabaseValue] = []
        for (table, row) in zip(tables, rows) {
            fields += table.columns.map { column in
                let value = (row[column] ?? nil)?.databaseValue ?? .null
                return table == .verdict && column == "judge"
                    ? "rules \(row[column].map { "\($0 ?? 0)" } ?? "")".databaseValue : value
            }
        }
        digest = JournalDigest(after: digest, number: last, kind: kind, time: time).over(fields)
        try db.execute(
            sql: "INSERT INTO journal (n, kind, time, digest) VALUES (?, ?, ?, ?)",
            arguments: [last, kind, time, digest])
        for (table, row) in zip(tables, rows) { try insert(row, into: table) }
        return last
    }

    private func insert(_ row: [String: (any DatabaseValueConvertible)?], into table: JournalTable) throws {
        var row = row
        if table == .item {
            row.merge([
                "first": last, "revision": last, "revisions": 1, "verdict": last, "verdicts": 1, "language": "en",
                "story": row["id"] ?? nil, "seen": 0,
            ]) { old, _ in old }
        } else {
            row["entry"] = last
        }
        let columns = row.keys.sorted()
        try db.execute(
            sql: """
                INSERT INTO \(table.rawValue) (\(columns.joined(separator: ", ")))
                VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
                """, arguments: StatementArguments(columns.map { row[$0] ?? nil }))
    }

    /// Adds an item with all that follows from it.
    mutating func add(_ id: Int64, guid: String, title: String, text: String?, relevant: Bool) throws {
        let time = minute(Int(last) + 1).milliseconds
        let item: [String: (any DatabaseValueConvertible)?] = [
            "id": id, "feed": 1, "rule": "guid", "guid": guid, "first_seen": time, "time": time,
            "relevant": relevant ? 1 : 0, "score": relevant ? 0.75 : 0.25,
        ]
        let revision = revision(id, number: 1, title: title, text: text)
        try append("item", [item, revision, verdict(id, number: 1, revision: 1, relevant: relevant, judge: 1)])
        try db.execute(
            sql: "INSERT INTO mark (key, item) VALUES (?, ?)", arguments: [MarkKey.guid(guid, feed: 1), id])
        try db.execute(sql: "UPDATE feed SET items = items + 1, relevant = relevant + ?", arguments: [relevant ? 1 : 0])
        if relevant {
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO topic (name) VALUES ('trade');
                    INSERT INTO item_topic (topic, time, item) SELECT topic.id, item.time, item.id FROM topic, item
                        WHERE item.id = \(id)
                    """)
        }
        try putIntoIndex(id)
    }

    func revision(
        _ item: Int64, number: Int, title: String, text: String?
    ) -> [String: (any DatabaseValueConvertible)?] {
        let omitted = text == nil ? StoredText(ParsedItem(title: title)).fingerprint : nil
        return [
            "item": item, "number": number, "title": title, "link": "https://news.example/\(item)",
            "published": minute(0).milliseconds, "omitted": omitted, "summary": text,
        ]
    }

    func verdict(
        _ item: Int64, number: Int, revision: Int, relevant: Bool, judge: Int64
    ) -> [String: (any DatabaseValueConvertible)?] {
        [
            "item": item, "number": number, "revision": revision, "relevant": relevant ? 1 : 0,
            "score": relevant ? 0.75 : 0.25, "topics": relevant ? #"["trade"]"# : nil, "language": "en", "judge": judge,
        ]
    }

    func show(_ changes: String, of item: Int64) throws {
        try db.execute(sql: "UPDATE item SET \(changes) WHERE id = \(item)")
    }

    func putIntoIndex(_ item: Int64) throws {
        try db.execute(
            sql: "INSERT INTO search (rowid, title, summary, content) SELECT * FROM search_text WHERE id = \(item)")
    }

    func takeFromIndex(_ item: Int64) throws {
        var index = IndexChanges()
        try index.remove(item, in: db)
        try index.apply(to: db)
    }
}
