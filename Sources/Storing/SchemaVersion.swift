import GRDB

/// Which schema a file has, and the way to ours.
enum SchemaVersion {
    /// The marks in SQLite's header.
    struct Found: Equatable {
        let applicationID: Int32
        let version: Int
    }

    static func read(from db: Database) throws -> Found {
        Found(
            applicationID: try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
            version: try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0)
    }

    /// Refuses what is no store, and what this program cannot read.
    static func check(_ found: Found, isEmpty: Bool, path: String, mayMigrate: Bool) throws(StoreError) {
        let isNew = isEmpty && found.version == 0 && found.applicationID == 0
        guard isNew || found.applicationID == Schema.applicationID else {
            throw StoreError(
                kind: .notAStore,
                message: "\(path): this is another program's database; set `path` under [store] to a file of its own")
        }
        if found.version > Schema.version {
            throw StoreError(
                kind: .newer,
                message: "\(path): the store has schema \(found.version), this program knows up to \(Schema.version);"
                    + " install the newer version of habari")
        }
        if found.version < Schema.version && !mayMigrate {
            throw StoreError(
                kind: .older,
                message: "\(path): the store has schema \(found.version), this program reads \(Schema.version);"
                    + " start habarid once, which brings it up to date")
        }
    }

    /// Brings the file up to date; to be called within a transaction, so that it is done whole or not at all.
    static func migrate(_ db: Database) throws {
        let found = try read(from: db).version
        guard found < Schema.version else { return }
        for script in Schema.scripts[found...] { try db.execute(sql: script) }
        try db.execute(
            sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(Schema.version);")
    }
}
