import GRDB

/// The ways in which the store uses its connection, each safe after it was closed: GRDB hands SQLite a null pointer
/// then, which SQLite does not check.
extension DatabaseQueue {
    /// Reads in one transaction, so that all that is read fits together.
    func reading<T>(_ body: (Database) throws -> T) throws -> T {
        try using { db in
            var result: T?
            try db.inTransaction(.deferred) {
                result = try body(db)
                return .commit
            }
            guard let result else { preconditionFailure("a transaction that was committed has run its body") }
            return result
        }
    }

    /// Uses the connection outside any transaction.
    func using<T>(_ body: (Database) throws -> T) throws -> T {
        try writeWithoutTransaction { db in
            try db.requireOpen()
            return try body(db)
        }
    }
}

extension Database {
    /// Makes sure that the connection was not closed.
    func requireOpen() throws {
        guard sqliteConnection != nil else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the store was closed")
        }
    }
}
