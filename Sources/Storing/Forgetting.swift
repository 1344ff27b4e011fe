import GRDB
import News

import struct FoundationEssentials.Data

/// Forgets items: in one transaction their rows go, and what stays of them comes in their place.
///
/// (1) What may be forgotten is decided within the transaction, by the view `forgettable`. (2) An entry that is not what
/// was recorded is not forgotten: a tombstone must not hide damage. (3) Nothing that stays refers to what
/// goes: SQLite is not asked to check.
struct Forgetting {
    let db: Database
    /// Only items first seen before it, in milliseconds since 1970.
    let bound: Int64

    /// The next items that may be forgotten, by number, among those of the numbers in a range.
    static func candidates(
        in numbers: ClosedRange<Int64>, before bound: Int64, limit: Int, _ db: Database
    ) throws -> [Int64] {
        let statement = try db.cachedStatement(
            sql: "SELECT id FROM forgettable WHERE id BETWEEN ? AND ? AND first_seen < ? ORDER BY id LIMIT ?")
        return try Int64.fetchAll(statement, arguments: [numbers.lowerBound, numbers.upperBound, bound, limit])
    }

    /// Forgets those of some items, in ascending order, that may be forgotten.
    ///
    /// - Returns: How many were.
    func forget(_ candidates: [Int64], at now: Int64, journal: inout JournalWriter) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM forgettable WHERE id = ? AND first_seen < ?")
        let items = try candidates.filter { try Int.fetchOne(statement, arguments: [$0, bound]) != nil }
        guard !items.isEmpty else { return 0 }
        let entries = try items.map { try (item: $0, entries: self.entries(of: $0)) }
        let fields = [field(bound), field(NumberSpans(items).text)]
        let entry = try journal.append(.forget, at: now, fields, to: db)
        try db.cachedStatement(sql: "INSERT INTO forget (entry, bound, items) VALUES (?, ?, ?)")
            .execute(arguments: StatementArguments([field(entry)] + fields))
        var index = IndexChanges()
        for (item, _) in entries { try index.remove(item, in: db) }
        try index.apply(to: db)
        for (item, entries) in entries {
            try keepTraces(of: item, entry: entry)
            for entry in entries { try bury(entry, of: item) }
            try remove(item, entries.map(\.number))
        }
        return items.count
    }

    /// An entry about an item, with the digest of its rows.
    private struct Content {
        let number: Int64
        let digest: Data
    }

    /// All entries about an item, each proved to be what was recorded.
    private func entries(of item: Int64) throws -> [Content] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT entry.n, entry.kind, entry.time, entry.digest, before.digest
                    FROM (SELECT first AS number FROM item WHERE id = ?1
                        UNION SELECT entry FROM revision WHERE item = ?1 AND number > 1
                        UNION SELECT entry FROM verdict WHERE item = ?1 AND number > 1
                        UNION SELECT entry FROM label WHERE item = ?1) AS its
                    JOIN journal AS entry ON entry.n = its.number
                    LEFT JOIN journal AS before ON before.n = entry.n - 1
                    """), arguments: [item])
        return try rows.map { row in
            let fields = try EntryKind(rawValue: row[1])?.tables.flatMap { table in
                try Row.fetchOne(db.cachedStatement(sql: table.selection), arguments: [row[0] as Int64])
                    .map { Array($0.databaseValues) } ?? []
            }
            let digest = JournalDigest.ofRows(fields ?? [])
            let entry = JournalDigest(
                after: row[4] ?? JournalWriter.genesis, number: row[0], kind: row[1], time: row[2])
            guard entry.over(rows: digest) == row[3] as Data else {
                throw DatabaseError(
                    resultCode: .SQLITE_CORRUPT, message: "entry \(row[0] as Int64) is not what was recorded")
            }
            return Content(number: row[0], digest: digest)
        }
    }

    /// Keeps by what a forgotten item is recognised.
    private func keepTraces(of item: Int64, entry: Int64) throws {
        guard let known = try KnownItem.stored(item, in: db) else { return }
        let traces = known.tracesToKeep
        try db.cachedStatement(
            sql: """
                INSERT INTO forgotten (item, entry, feed, rule, guid, title, link, published, text, digest, renamed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: StatementArguments([
                field(item), field(entry), field(known.feed), field(known.rule.rawValue), field(traces.guid),
                field(traces.title), field(traces.link), field(known.published), field(known.text.fingerprint),
                field(traces.digest), field(known.isRenamed),
            ]))
    }

    /// Puts a tombstone in the place of an entry's rows.
    private func bury(_ entry: Content, of item: Int64) throws {
        try db.cachedStatement(sql: "INSERT INTO tombstone (entry, item, digest) VALUES (?, ?, ?)")
            .execute(arguments: [entry.number, item, entry.digest])
    }

    /// Removes an item's rows from all tables but `mark` and the full-text index.
    private func remove(_ item: Int64, _ entries: [Int64]) throws {
        try db.cachedStatement(
            sql: """
                DELETE FROM item_topic WHERE topic IN (SELECT id FROM topic)
                    AND time = (SELECT time FROM item WHERE id = ?1) AND item = ?1
                """
        ).execute(arguments: [item])
        try db.cachedStatement(
            sql: "UPDATE feed SET items = items - 1 WHERE id = (SELECT feed FROM item WHERE id = ?)"
        ).execute(arguments: [item])
        try db.cachedStatement(sql: "DELETE FROM item WHERE id = ?").execute(arguments: [item])
        for entry in entries {
            for table in ["revision", "verdict", "label"] {
                try db.cachedStatement(sql: "DELETE FROM \(table) WHERE entry = ?").execute(arguments: [entry])
            }
        }
    }
}
