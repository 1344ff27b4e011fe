import GRDB

import struct FoundationEssentials.Data

/// Checks a whole store: the chain first, then that the other tables follow from it.
struct JournalCheck {
    private let database: DatabaseQueue
    private let mayWrite: Bool
    /// The chain is followed from behind this entry.
    private let since: Int64
    /// A digest that some entry must have, in lower-case hexadecimal.
    private let expected: String?
    private var check = StoreCheck(entries: 0, digest: "", faults: [], skipped: [])

    /// Entries read in one transaction; between them the write-ahead log can be taken over.
    private static let pageSize: Int64 = 5000
    /// More faults than a person reads.
    private static let maximumFaults = 20

    init(_ database: DatabaseQueue, mayWrite: Bool, since: Int64 = 0, expected: String? = nil) {
        self.database = database
        self.mayWrite = mayWrite
        self.since = since
        self.expected = expected
    }

    /// Runs every check.
    consuming func run(_ progress: (StoreCheck.Progress) -> Void) throws -> StoreCheck {
        let chain = try followChain(progress)
        check.entries = chain.last
        check.digest = Hexadecimal.digits(chain.digest)
        if let fault = chain.fault {
            check.faults.append(fault)
        } else {
            try checkExpectation(chain)
            try checkDerived(upTo: chain)
        }
        try checkReferences()
        try checkSearchIndex()
        try checkStructure()
        return check
    }

    private func followChain(_ progress: (StoreCheck.Progress) -> Void) throws -> ChainCheck {
        var (chain, total) = try database.reading { db in
            (
                try ChainCheck(after: since, in: db),
                try Int64.fetchOne(db, sql: "SELECT coalesce(max(n), 0) FROM journal") ?? 0
            )
        }
        while chain.fault == nil, chain.last < total {
            let end = min(chain.last + Self.pageSize, total)
            chain = try database.reading { [chain] db in try chain.followed(upTo: end, in: db) }
            progress(StoreCheck.Progress(entries: chain.last, total: total))
        }
        return chain
    }

    /// A digest noted earlier must be that of an entry; else the journal was exchanged as a whole.
    private mutating func checkExpectation(_ chain: ChainCheck) throws {
        guard let expected, expected != check.digest else { return }
        let isKnown = try database.reading { db in
            let sql = "SELECT EXISTS (SELECT 1 FROM journal WHERE n <= ? AND lower(hex(digest)) = ?)"
            return try Bool.fetchOne(db, sql: sql, arguments: [chain.last, expected]) ?? false
        }
        if !isKnown {
            check.faults.append("no entry has the digest \(expected): this is not the journal it was noted from")
        }
    }

    // MARK: - What follows from it

    private mutating func checkDerived(upTo chain: ChainCheck) throws {
        let faults = try database.reading { db in
            var faults: [String] = []
            for table in JournalTable.allCases {
                let column = table == .item ? "first" : "entry"
                let sql = "SELECT count(*) FROM \(table.rawValue) WHERE \(column) > ? AND \(column) <= ?"
                let found = try Int.fetchOne(db, sql: sql, arguments: [since, chain.last]) ?? 0
                let rows = chain.rows[table] ?? 0
                if found != rows {
                    faults.append("`\(table.rawValue)` has \(found) rows, the journal tells of \(rows)")
                }
            }
            for (sql, says) in Self.derivations {
                if let id = try Int64.fetchOne(db, sql: sql) { faults.append("item \(id) \(says)") }
            }
            return faults + (try ForgottenCheck.faults(upTo: chain.last, in: db))
        }
        check.faults += faults
        let elsewhere = try database.reading { db in
            let sql = "SELECT count(*) FROM forgotten WHERE entry = ?"
            return try Int.fetchOne(db, sql: sql, arguments: [ForgottenCheck.elsewhere]) ?? 0
        }
        if elsewhere > 0 {
            check.skipped.append("whether \(elsewhere) items were forgotten before this store was made of an export")
        }
    }

    /// Queries that find an item whose present state is not what the journal says, and what to say of it.
    private static let derivations = [
        (
            """
            SELECT item.id FROM item LEFT JOIN revision ON revision.entry = item.revision
            WHERE revision.item IS NOT item.id OR revision.number <> item.revisions LIMIT 1
            """, "does not show its newest revision"
        ),
        (
            """
            SELECT later.item FROM revision AS later JOIN item ON item.id = later.item
            WHERE later.number > 1 AND later.number > item.revisions LIMIT 1
            """, "does not show its newest revision"
        ),
        (
            """
            SELECT item.id FROM item LEFT JOIN verdict ON verdict.entry = item.verdict
            WHERE verdict.item IS NOT item.id OR verdict.number <> item.verdicts
                OR item.label IS NULL AND (verdict.relevant <> item.relevant OR verdict.score <> item.score) LIMIT 1
            """, "does not show its newest verdict"
        ),
        (
            """
            SELECT held.item FROM label AS held JOIN item ON item.id = held.item
            WHERE NOT EXISTS (SELECT 1 FROM label AS later WHERE later.item = held.item AND later.number > held.number)
                AND (item.label IS NOT iif(held.relevant IS NULL, NULL, held.entry)
                    OR held.relevant IS NOT NULL AND held.relevant <> item.relevant) LIMIT 1
            """, "does not show its newest label"
        ),
        (
            """
            SELECT item.id FROM item LEFT JOIN label ON label.entry = item.label
            WHERE item.label IS NOT NULL AND label.item IS NOT item.id LIMIT 1
            """, "does not show its newest label"
        ),
        (
            """
            SELECT later.item FROM verdict AS later JOIN item ON item.id = later.item
            WHERE later.number > 1 AND later.number > item.verdicts LIMIT 1
            """, "does not show its newest verdict"
        ),
    ]

    private mutating func checkReferences() throws {
        let broken = try database.reading { db in
            try Row.fetchAll(
                db, sql: "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT \(Self.maximumFaults)")
        }
        for row in broken {
            let place =
                (row[1] as Int64?).map { "row \($0) of `\(row[0] as String)`" } ?? "a row of `\(row[0] as String)`"
            check.faults.append("\(place) refers to nothing in `\(row[2] as String)`")
        }
    }

    /// SQLite checks the index only through a statement that could write.
    private mutating func checkSearchIndex() throws {
        let counts = try database.reading { db in
            (
                try Int.fetchOne(db, sql: "SELECT count(*) FROM item") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM search_docsize") ?? 0
            )
        }
        if counts.0 != counts.1 { check.faults.append("the search index holds \(counts.1) items of \(counts.0)") }
        guard mayWrite else {
            check.skipped.append("the words of the search index, which only the store's owner can compare")
            return
        }
        do {
            try database.using { db in
                try db.execute(sql: "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            check.faults.append("the search index does not match the items")
        }
    }

    private mutating func checkStructure() throws {
        let faults = try database.reading { db in
            try String.fetchAll(db, sql: "SELECT * FROM pragma_integrity_check(\(Self.maximumFaults))")
        }
        check.faults += faults.filter { $0 != "ok" }
    }
}
