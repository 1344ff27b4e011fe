import GRDB

import struct FoundationEssentials.Data

/// How far the journal's chain was followed, and whether it holds.
///
/// A value: each step is a new one.
struct ChainCheck {
    /// The last entry that is what was recorded.
    private(set) var last: Int64 = 0
    /// Its digest.
    private(set) var digest = JournalWriter.genesis
    /// What is wrong with the entry after it; `nil` as long as nothing is.
    private(set) var fault: String?
    /// How many rows the entries followed cover, by table.
    private(set) var rows: [JournalTable: Int] = [:]
    /// The last entry whose digest covers its rows directly.
    private let direct: Int64

    /// Begins behind an entry, whose digest is taken as given; behind 0, at the beginning.
    init(after entry: Int64, in db: Database) throws {
        direct = try Int64.fetchOne(db, sql: "SELECT direct FROM chain") ?? 0
        guard entry > 0 else { return }
        guard let digest = try Data.fetchOne(db, sql: "SELECT digest FROM journal WHERE n = ?", arguments: [entry])
        else {
            fault = "entry \(entry) is missing"
            return
        }
        last = entry
        self.digest = digest
    }

    /// Follows the chain up to an entry, or to the first that is wrong.
    func followed(upTo end: Int64, in db: Database) throws -> ChainCheck {
        var chain = self
        let entries = try Row.fetchCursor(
            db,
            sql: """
                SELECT n, kind, time, journal.digest, tombstone.digest
                FROM journal LEFT JOIN tombstone ON tombstone.entry = n WHERE n > ? AND n <= ? ORDER BY n
                """, arguments: [last, end])
        while chain.fault == nil, let entry = try entries.next() { try chain.take(entry, in: db) }
        if chain.fault == nil, chain.last < end { chain.fault = "entry \(chain.last + 1) is missing" }
        return chain
    }

    /// Takes the next entry, if it is what was recorded.
    private mutating func take(_ entry: Row, in db: Database) throws {
        let number: Int64 = entry[0]
        let kind: String = entry[1]
        guard number == last + 1 else { return fault = "entry \(last + 1) is missing" }
        guard let known = EntryKind(rawValue: kind) else {
            return fault = "entry \(number) is of an unknown kind, `\(kind)`"
        }
        let content = JournalDigest(after: digest, number: number, kind: kind, time: entry[2])
        let found: Data
        if let forgotten = entry[4] as Data? {
            guard number > direct, try !hasRows(known, number, in: db) else {
                return fault = "entry \(number) (\(kind)) has a tombstone, but its rows are there"
            }
            found = content.over(rows: forgotten)
        } else {
            guard let fields = try fields(of: known, number, in: db) else { return }
            found = number > direct ? content.over(rows: JournalDigest.ofRows(fields)) : content.over(fields)
        }
        guard found == entry[3] as Data else {
            return fault = "entry \(number) (\(kind)) is not what was recorded: its digest does not match its content"
        }
        last = number
        digest = found
    }

    /// The covered columns of an entry's rows; `nil`, and a fault, where a row is missing.
    private mutating func fields(of kind: EntryKind, _ number: Int64, in db: Database) throws -> [DatabaseValue]? {
        var fields: [DatabaseValue] = []
        for table in kind.tables {
            guard let row = try Row.fetchOne(db.cachedStatement(sql: table.selection), arguments: [number]) else {
                fault = "entry \(number) (\(kind.rawValue)) has no row in `\(table.rawValue)`"
                return nil
            }
            fields += row.databaseValues
            rows[table, default: 0] += 1
        }
        return fields
    }

    /// Whether any row of an entry is there.
    private func hasRows(_ kind: EntryKind, _ number: Int64, in db: Database) throws -> Bool {
        try kind.tables.contains { table in
            try Row.fetchOne(db.cachedStatement(sql: table.selection), arguments: [number]) != nil
        }
    }
}
