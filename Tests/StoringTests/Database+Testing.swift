import GRDB

extension TemporaryStore {
    /// Reads one number from the file, past the store.
    func number(_ sql: String) throws -> Int {
        try raw { db in try Int.fetchOne(db, sql: sql) ?? 0 }
    }

    /// Does something to the file, past the store.
    func raw<T>(_ body: (Database) throws -> T) throws -> T {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.writeWithoutTransaction(body)
    }

    /// Executes a statement, past the store.
    func execute(_ sql: String) throws { try raw { try $0.execute(sql: sql) } }

    /// Does what the triggers refuse.
    func tamper(_ sql: String) throws {
        try raw { db in
            let triggers = try Row.fetchAll(db, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger[0] as String)") }
            try db.execute(sql: sql)
            for trigger in triggers { try db.execute(sql: trigger[1]) }
        }
    }
}
