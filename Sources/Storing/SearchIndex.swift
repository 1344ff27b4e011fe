import GRDB

/// Changes of the full-text index over every item's newest revision, kept until a transaction's end.
///
/// FTS5 writes what it holds in memory to the disk at every savepoint, and SQLite sets one for each statement that a
/// trigger could stop. Made one by one among the other writes, a change costs a segment of the index; made together at
/// the end, a whole transaction costs one.
struct IndexChanges {
    private enum Change {
        case add(Int64, CoveredColumns)
        case remove(Int64, [DatabaseValue])
    }

    private var changes: [Change] = []

    /// Adds an item's newest revision.
    mutating func add(_ item: Int64, _ revision: RevisionRow) {
        changes.append(.add(item, revision.columns))
    }

    /// Takes an item out; to be called while its newest revision is still the one that was added.
    mutating func remove(_ item: Int64, in db: Database) throws {
        let text = try db.cachedStatement(sql: "SELECT title, summary, content FROM search_text WHERE id = ?")
        guard let row = try Row.fetchOne(text, arguments: [item]) else { return }
        changes.append(.remove(item, Array(row.databaseValues)))
    }

    /// Makes the changes, in their order.
    func apply(to db: Database) throws {
        let add = try db.cachedStatement(sql: "INSERT INTO search (rowid, title, summary, content) VALUES (?, ?, ?, ?)")
        let remove = try db.cachedStatement(
            sql: "INSERT INTO search (search, rowid, title, summary, content) VALUES ('delete', ?, ?, ?, ?)")
        for change in changes {
            switch change {
            case .add(let item, let columns): try add.run(item, then: columns, RevisionRow.searched)
            case .remove(let item, let text): try remove.run([field(item)] + text)
            }
        }
    }
}
