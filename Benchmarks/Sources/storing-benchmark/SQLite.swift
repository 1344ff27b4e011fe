import GRDBSQLite

/// An error of SQLite, with what was tried.
struct SQLiteError: Error, CustomStringConvertible {
    let description: String
}

/// A connection to SQLite's own interface, without anything between.
final class Connection {
    let handle: OpaquePointer

    init(_ path: String, flags: Int32 = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) throws {
        var handle: OpaquePointer?
        guard sqlite3_open_v2(path, &handle, flags, nil) == SQLITE_OK, let handle else {
            throw SQLiteError(description: "\(path) cannot be opened")
        }
        self.handle = handle
    }

    deinit { sqlite3_close(handle) }

    func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw SQLiteError(description: "\(String(cString: sqlite3_errmsg(handle))) in: \(sql)")
        }
    }

    func prepare(_ sql: String) throws -> Statement { try Statement(sql, on: handle) }

    func integer(_ sql: String) throws -> Int64 {
        let statement = try prepare(sql)
        _ = try statement.step()
        return sqlite3_column_int64(statement.handle, 0)
    }

    /// Texts of one column.
    func texts(_ sql: String) throws -> [String] {
        let statement = try prepare(sql)
        var result: [String] = []
        while try statement.step() { result.append(String(cString: sqlite3_column_text(statement.handle, 0))) }
        return result
    }
}

/// A prepared statement.
final class Statement {
    let handle: OpaquePointer
    private let connection: OpaquePointer

    init(_ sql: String, on connection: OpaquePointer) throws {
        var handle: OpaquePointer?
        guard sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil) == SQLITE_OK,
            let handle
        else { throw SQLiteError(description: "\(String(cString: sqlite3_errmsg(connection))) in: \(sql)") }
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    /// Whether there is a row.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteError(description: String(cString: sqlite3_errmsg(connection)))
        }
    }

    func reset() { sqlite3_reset(handle) }
}

/// Rows held outside of any statement, as SQLite's own values.
final class Rows {
    private(set) var rows: [[OpaquePointer?]] = []

    /// Takes all rows of a query, whose parameters are numbers.
    init(_ sql: String, _ parameters: [Int64], from connection: Connection) throws {
        let statement = try connection.prepare(sql)
        for (index, parameter) in parameters.enumerated() {
            sqlite3_bind_int64(statement.handle, Int32(index + 1), parameter)
        }
        let width = sqlite3_column_count(statement.handle)
        while try statement.step() {
            rows.append((0..<width).map { sqlite3_value_dup(sqlite3_column_value(statement.handle, $0)) })
        }
    }

    deinit { for row in rows { for value in row { sqlite3_value_free(value) } } }
}
