import GRDBSQLite

/// A second file of the same schema, into which the rows of a store are copied by prepared inserts and nothing else.
///
/// The same tables, columns, indexes and full-text index with the same settings, write-ahead log, `synchronous=FULL`,
/// cache and checkpoints; no triggers, no foreign keys, no look-ups, no digests. The rows go in by item, as a program
/// without any thought would insert them. What every poll changes in `feed` and `poll` is left out.
final class BareInserts {
    private let source: Connection
    private let target: Connection
    private var statements: [String: Statement] = [:]
    private var lastEntry: Int64 = 0
    private var lastItem: Int64 = 0
    /// Rows inserted, an entry of the full-text index counting as one.
    private(set) var rows = 0

    init(from source: String, to path: String) throws {
        self.source = try Connection(source, flags: SQLITE_OPEN_READONLY)
        target = try Connection(path)
        try target.execute(
            """
            PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 2000; PRAGMA temp_store = MEMORY;
            PRAGMA journal_size_limit = 33554432; PRAGMA cache_size = -16384;
            """)
        let schema = """
            SELECT sql FROM sqlite_master WHERE type <> 'trigger' AND sql IS NOT NULL AND name NOT LIKE 'search_%'
                OR name = 'search_text' ORDER BY type = 'index', rowid
            """
        for sql in try self.source.texts(schema) { try target.execute(sql) }
        for key in try self.source.texts("SELECT k FROM search_config WHERE k <> 'version'") {
            let value = try self.source.texts("SELECT quote(v) FROM search_config WHERE k = '\(key)'")[0]
            try target.execute("INSERT INTO search (search, rank) VALUES ('\(key)', \(value))")
        }
    }

    /// Copies what the store has gained, so many items in a transaction; answers what `timed` says of each.
    func copyNews(perTransaction size: Int64, timed: (() throws -> Void) throws -> Void) throws {
        let end = try source.integer("SELECT coalesce(max(id), 0) FROM item")
        let marks = try Rows(
            "SELECT key, item FROM mark WHERE item > ? ORDER BY item", [lastItem], from: source)
        var nextMark = 0
        while lastItem < end {
            let until = min(lastItem + size, end)
            let entry = try source.integer("SELECT first FROM item WHERE id = \(until)")
            let firstMark = nextMark
            while nextMark < marks.rows.count, sqlite3_value_int64(marks.rows[nextMark][1]) <= until { nextMark += 1 }
            let parts = try self.parts(entries: entry, items: until)
            try timed {
                try target.execute("BEGIN IMMEDIATE")
                try insertByItem(parts, marks.rows[firstMark..<nextMark])
                try target.execute("COMMIT")
            }
            lastItem = until
            lastEntry = entry
        }
    }

    /// The new rows of each table; the column before the values says which item they belong to.
    private func parts(entries: Int64, items: Int64) throws -> [(table: String, rows: Rows)] {
        let byEntry = [lastEntry, entries]
        let byItem = [lastItem, items]
        return [
            ("journal", try Rows("SELECT n, * FROM journal WHERE n > ? AND n <= ? ORDER BY n", byEntry, from: source)),
            ("item", try Rows("SELECT first, * FROM item WHERE id > ? AND id <= ? ORDER BY id", byItem, from: source)),
            (
                "revision",
                try Rows(
                    "SELECT entry, * FROM revision WHERE entry > ? AND entry <= ? ORDER BY entry", byEntry, from: source
                )
            ),
            (
                "verdict",
                try Rows(
                    "SELECT entry, * FROM verdict WHERE entry > ? AND entry <= ? ORDER BY entry", byEntry, from: source)
            ),
            (
                "item_topic",
                try Rows(
                    """
                    SELECT item.first, topic.id, item.time, item.id
                    FROM item JOIN verdict ON verdict.entry = item.verdict, json_each(verdict.topics) AS name
                    JOIN topic ON topic.name = name.value WHERE item.id > ? AND item.id <= ? ORDER BY item.id
                    """, byItem, from: source)
            ),
            (
                "search (rowid, title, summary, content)",
                try Rows(
                    """
                    SELECT item.first, item.id, title, summary, content
                    FROM item JOIN revision ON revision.entry = item.revision WHERE item.id > ? AND item.id <= ?
                    ORDER BY item.id
                    """, byItem, from: source)
            ),
        ]
    }

    /// Inserts the rows entry by entry, as they were learned.
    private func insertByItem(_ parts: [(table: String, rows: Rows)], _ marks: ArraySlice<[OpaquePointer?]>) throws {
        var places = parts.map { _ in 0 }
        var mark = marks.startIndex
        for entry in parts[0].rows.rows {
            let number = sqlite3_value_int64(entry[0])
            var item: Int64?
            for (index, part) in parts.enumerated() {
                while places[index] < part.rows.rows.count {
                    let row = part.rows.rows[places[index]]
                    guard sqlite3_value_int64(row[0]) <= number else { break }
                    try insert(row.dropFirst(), into: part.table)
                    if part.table == "item" { item = sqlite3_value_int64(row[1]) }
                    places[index] += 1
                }
            }
            guard let item else { continue }
            while mark < marks.endIndex, sqlite3_value_int64(marks[mark][1]) <= item {
                try insert(marks[mark][...], into: "mark")
                mark += 1
            }
        }
    }

    private func insert(_ values: ArraySlice<OpaquePointer?>, into table: String) throws {
        let statement = try statement(for: table, width: values.count)
        var index: Int32 = 1
        for value in values {
            sqlite3_bind_value(statement.handle, index, value)
            index += 1
        }
        _ = try statement.step()
        statement.reset()
        rows += 1
    }

    private func statement(for table: String, width: Int) throws -> Statement {
        if let statement = statements[table] { return statement }
        let marks = Array(repeating: "?", count: width).joined(separator: ", ")
        let statement = try target.prepare("INSERT INTO \(table) VALUES (\(marks))")
        statements[table] = statement
        return statement
    }
}
