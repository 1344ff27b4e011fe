import GRDB
import GRDBSQLite

/// Speaks to SQLite past GRDB, as ``SearchRank`` and the statements of the write path do: there is neither an API nor a
/// pragma for it.
enum PersistentWAL {
    /// Keeps the write-ahead log and its index on disk when the last connection closes.
    ///
    /// A reader that may not write in the directory cannot create these files; while they are there and readable,
    /// it needs neither to write nor to lock them exclusively.
    /// Source: sqlite3.h, `SQLITE_FCNTL_PERSIST_WAL`; wal.html, "Read-Only Databases".
    static func enable(_ db: Database) throws {
        var flag: CInt = 1
        let code = sqlite3_file_control(db.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &flag)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
