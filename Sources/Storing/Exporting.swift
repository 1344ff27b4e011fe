import GRDB
import News

import struct FoundationEssentials.Data
import struct FoundationEssentials.Date

/// An export under way.
struct Exporting {
    /// The last entry that is exported.
    let last: Int64
    /// Its digest.
    let digest: Data
    private let direct: Int64
    /// The newest entry when the export began.
    private let newest: Int64
    /// The items of a part, and their feeds; `nil` where everything is exported.
    private let part: (items: Set<Int64>, feeds: Set<Int64>)?

    init(_ query: ItemQuery?, asOf time: Date?, in db: Database) throws {
        let sql = "SELECT n, digest FROM journal WHERE time <= ? ORDER BY n DESC LIMIT 1"
        let end = try Row.fetchOne(db, sql: sql, arguments: [time?.milliseconds ?? .max])
        newest = try Int64.fetchOne(db, sql: "SELECT coalesce(max(n), 0) FROM journal") ?? 0
        last = end?[0] ?? 0
        digest = end?[1] ?? JournalWriter.genesis
        direct = try Int64.fetchOne(db, sql: "SELECT direct FROM chain") ?? 0
        guard let query else {
            part = nil
            // There is no index of marks by item, and a sorted copy takes less time than a search for each.
            try db.execute(
                sql: """
                    CREATE TEMP TABLE exported_mark (item INTEGER, key INTEGER, PRIMARY KEY (item, key)) WITHOUT ROWID;
                    INSERT INTO exported_mark SELECT item, key FROM mark ORDER BY item, key;
                    """)
            return
        }
        let items = try Self.numbers(query, asOf: time, in: db)
        let feed = try db.cachedStatement(sql: "SELECT feed FROM item WHERE id = ?")
        let feeds = try Set(items.compactMap { try Int64.fetchOne(feed, arguments: [$0]) })
        part = (Set(items), feeds)
    }

    private static func numbers(_ query: ItemQuery, asOf time: Date?, in db: Database) throws -> [Int64] {
        guard let time else { return try ItemSelection(query, in: db).numbers(in: db) }
        let past = try PastItems(asOf: time, in: db)
        defer { try? past.drop(in: db) }
        return try PastSelection(query, past: past, in: db).numbers(in: db)
    }

    func end(in db: Database) throws { try db.execute(sql: "DROP TABLE IF EXISTS temp.exported_mark") }

    /// The first line: what this is, and the digest that vouches for it.
    func header(now: Date) -> [UInt8] {
        var line = ExportLine()
        line.add("format", ExportFormat.name.databaseValue)
        line.add("version", ExportFormat.version.databaseValue)
        line.add("schema", Schema.version.databaseValue)
        line.add("exported", now.rfc3339.databaseValue)
        line.add("entries", last.databaseValue)
        line.add("digest", digest.databaseValue)
        line.add("direct", min(direct, last).databaseValue)
        line.add("part", (part != nil).databaseValue)
        return line.ended()
    }

    /// The last line: how many entries there were.
    static func footer(entries: Int64) -> [UInt8] {
        var line = ExportLine()
        line.add("end", entries.databaseValue)
        return line.ended()
    }

    /// The lines of some entries.
    func lines(after start: Int64, upTo end: Int64, in db: Database) throws -> [[UInt8]] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT entry.n, entry.kind, entry.time, entry.digest, before.digest, tombstone.digest, tombstone.item
                FROM journal AS entry LEFT JOIN tombstone ON tombstone.entry = entry.n
                LEFT JOIN journal AS before ON before.n = entry.n - 1
                WHERE entry.n > ? AND entry.n <= ? ORDER BY entry.n
                """, arguments: [start, end])
        var lines: [[UInt8]] = []
        while let row = try rows.next() {
            if let line = try line(row, in: db) { lines.append(line) }
        }
        return lines
    }

    private func line(_ row: Row, in db: Database) throws -> [UInt8]? {
        let number: Int64 = row[0]
        guard let kind = EntryKind(rawValue: row[1]) else { return nil }
        let content = (row[5] as Data?) == nil ? try content(of: kind, number, in: db) : []
        let subject: Int64? = row[6] ?? content.first?.values.first.flatMap(Int64.fromDatabaseValue)
        guard isWanted(kind, subject) else { return nil }
        var line = ExportLine()
        line.add("n", number.databaseValue)
        line.add("kind", kind.rawValue.databaseValue)
        line.add("time", row[2])
        line.add("digest", row[3])
        if part != nil { line.add("before", (row[4] as Data?)?.databaseValue ?? JournalWriter.genesis.databaseValue) }
        for (table, values) in content { line.add(table.rawValue, table.columns, values) }
        if let forgotten = row[5] as Data?, let subject {
            try requireForgottenBefore(subject, in: db)
            line.add("rows", forgotten.databaseValue)
            line.add("forgotten", subject.databaseValue)
            if kind == .item { try addTraces(of: subject, to: &line, in: db) }
        } else if let subject, part == nil {
            if kind == .item { try addState(of: subject, to: &line, in: db) }
            if kind == .feed { try addFeedState(of: subject, to: &line, in: db) }
        }
        return line.ended()
    }

    private func content(
        of kind: EntryKind, _ number: Int64, in db: Database
    ) throws -> [(table: JournalTable, values: [DatabaseValue])] {
        try kind.tables.map { table in
            guard let row = try Row.fetchOne(db.cachedStatement(sql: table.selection), arguments: [number]) else {
                throw DatabaseError(
                    resultCode: .SQLITE_CORRUPT, message: "entry \(number) has no row in `\(table.rawValue)`")
            }
            return (table, Array(row.databaseValues))
        }
    }

    /// Whether an entry about an item or a feed belongs to the export.
    private func isWanted(_ kind: EntryKind, _ subject: Int64?) -> Bool {
        guard let part else { return true }
        guard let subject else { return false }
        switch kind {
        case .feed, .move: return part.feeds.contains(subject)
        case .item, .revision, .verdict, .label: return part.items.contains(subject)
        case .forget, .imported: return false
        }
    }

    // MARK: - What is not in the journal, but would not be found again

    private func addState(of item: Int64, to line: inout ExportLine, in db: Database) throws {
        let sql = """
            SELECT story, iif(revision <= ?2 AND verdict <= ?2, seen, NULL), renamed FROM item WHERE id = ?1
            """
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [item, last]) else { return }
        let marks = try marks(of: item, in: db)
        line.object("state") { line in
            line.add("story", row[0])
            line.add("seen", row[1])
            line.add("renamed", row[2])
            line.add("marks", marks)
        }
    }

    /// Refuses an item that was forgotten since the export began: entries of it may have gone out with their rows.
    private func requireForgottenBefore(_ item: Int64, in db: Database) throws {
        let statement = try db.cachedStatement(sql: "SELECT entry FROM forgotten WHERE item = ?")
        let entry = try Int64.fetchOne(statement, arguments: [item]) ?? 0
        guard entry <= newest || entry == ForgottenCheck.elsewhere else { throw ExportFault.forgotten }
    }

    private func addTraces(of item: Int64, to line: inout ExportLine, in db: Database) throws {
        let columns = ExportFormat.traces
        let sql = "SELECT \(columns.joined(separator: ", ")) FROM forgotten WHERE item = ?"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [item]) else { return }
        let marks = try marks(of: item, in: db)
        line.object("traces") { line in
            for (column, value) in zip(columns, row.databaseValues) { line.add(column, value) }
            line.add("marks", marks)
        }
    }

    private func addFeedState(of feed: Int64, to line: inout ExportLine, in db: Database) throws {
        let columns = ExportFormat.feedState
        let sql = "SELECT \(columns.joined(separator: ", ")) FROM feed WHERE id = ?"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [feed]) else { return }
        line.add("state", columns, Array(row.databaseValues))
    }

    private func marks(of item: Int64, in db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT key FROM temp.exported_mark WHERE item = ?"), arguments: [item])
    }
}
