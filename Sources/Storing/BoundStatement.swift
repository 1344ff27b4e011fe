import GRDB
import GRDBSQLite

import struct FoundationEssentials.Data

/// What a poll's rows pass through on their way in, a dozen statements an item: parameters are bound by position and
/// the statement is stepped, without GRDB's lists of arguments and its observers, which nothing here has.
///
/// A statement is reset when a call returns, however it returns. Source: sqlite3_bind_text(3), sqlite3_step(3).
extension Statement {
    /// Runs the statement, which gives no rows.
    func run(_ values: some Sequence<DatabaseValue>) throws {
        defer { sqlite3_reset(sqliteStatement) }
        try bind(values)
        while try stepRow() {}
    }

    /// Runs the statement, which gives no rows, with numbers.
    func run(numbers: [Int64]) throws {
        defer { sqlite3_reset(sqliteStatement) }
        try bind(numbers)
        while try stepRow() {}
    }

    /// Runs the statement, which gives no rows, with numbers first and then columns of some places, bound where they stand.
    func run(_ numbers: Int64..., then covered: CoveredColumns, _ places: some Sequence<Int>) throws {
        // Nothing may be left bound to bytes that are about to go.
        defer {
            sqlite3_reset(sqliteStatement)
            sqlite3_clear_bindings(sqliteStatement)
        }
        try bind(numbers)
        var index = CInt(numbers.count)
        try covered.content.bytes.withUnsafeBytes { bytes in
            for place in places {
                index += 1
                guard bind(covered.columns[place], of: bytes, at: index) == SQLITE_OK else { throw failure }
            }
            while try stepRow() {}
        }
    }

    /// SQLite does not copy what is bound here: it outlives the step.
    private func bind(_ column: CoveredColumns.Column, of bytes: UnsafeRawBufferPointer, at index: CInt) -> CInt {
        switch column {
        case .null: return sqlite3_bind_null(sqliteStatement, index)
        case .integer(let number): return sqlite3_bind_int64(sqliteStatement, index, number)
        case .real(let number): return sqlite3_bind_double(sqliteStatement, index, number)
        case .text(let place):
            let text = UnsafeRawBufferPointer(rebasing: bytes[place]).bindMemory(to: CChar.self)
            // An empty text may have no address, and SQLite would take that for NULL.
            guard let start = text.baseAddress, !text.isEmpty else {
                return sqlite3_bind_text(sqliteStatement, index, "", 0, Self.copied)
            }
            return sqlite3_bind_text64(
                sqliteStatement, index, start, UInt64(text.count), nil, UInt8(SQLITE_UTF8))
        case .blob(let place):
            let blob = UnsafeRawBufferPointer(rebasing: bytes[place])
            guard let start = blob.baseAddress, !blob.isEmpty else {
                return sqlite3_bind_zeroblob(sqliteStatement, index, 0)
            }
            return sqlite3_bind_blob64(sqliteStatement, index, start, UInt64(blob.count), nil)
        }
    }

    /// SQLITE_TRANSIENT, which Swift cannot import: SQLite copies what it is given.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    /// The first column of the first row, a number; `nil` where there is no row or it is NULL.
    func integer(_ values: some Sequence<DatabaseValue>) throws -> Int64? {
        defer { sqlite3_reset(sqliteStatement) }
        try bind(values)
        guard try stepRow(), sqlite3_column_type(sqliteStatement, 0) != SQLITE_NULL else { return nil }
        return sqlite3_column_int64(sqliteStatement, 0)
    }

    /// The first column of every row, numbers.
    func integers(_ values: some Sequence<DatabaseValue>) throws -> [Int64] {
        defer { sqlite3_reset(sqliteStatement) }
        try bind(values)
        var result: [Int64] = []
        while try stepRow() { result.append(sqlite3_column_int64(sqliteStatement, 0)) }
        return result
    }

    /// Whether there is another row.
    private func stepRow() throws -> Bool {
        switch sqlite3_step(sqliteStatement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure
        }
    }

    private func bind(_ numbers: [Int64]) throws {
        sqlite3_reset(sqliteStatement)
        for (place, number) in numbers.enumerated() {
            guard sqlite3_bind_int64(sqliteStatement, CInt(place + 1), number) == SQLITE_OK else { throw failure }
        }
    }

    private func bind(_ values: some Sequence<DatabaseValue>) throws {
        // GRDB leaves a statement that it has run as it is, and SQLite binds nothing to one that is not reset.
        sqlite3_reset(sqliteStatement)
        var index: CInt = 0
        for value in values {
            index += 1
            guard bind(value, at: index) == SQLITE_OK else { throw failure }
        }
    }

    /// SQLite copies texts and blobs, for they do not outlive the call.
    private func bind(_ value: DatabaseValue, at index: CInt) -> CInt {
        let copied = Self.copied
        switch value.storage {
        case .null: return sqlite3_bind_null(sqliteStatement, index)
        case .int64(let number): return sqlite3_bind_int64(sqliteStatement, index, number)
        case .double(let number): return sqlite3_bind_double(sqliteStatement, index, number)
        case .string(var text):
            return text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) { bytes in
                    // An empty text has no address, and SQLite would take that for NULL.
                    guard let start = bytes.baseAddress else {
                        return sqlite3_bind_text(sqliteStatement, index, "", 0, copied)
                    }
                    return sqlite3_bind_text64(
                        sqliteStatement, index, start, UInt64(bytes.count), copied, UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let data):
            return data.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return sqlite3_bind_zeroblob(sqliteStatement, index, 0) }
                return sqlite3_bind_blob64(sqliteStatement, index, start, UInt64(bytes.count), copied)
            }
        }
    }

    /// What SQLite says went wrong last.
    private var failure: DatabaseError {
        let connection = sqlite3_db_handle(sqliteStatement)
        return DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)), sql: sql)
    }
}

extension Database {
    /// Runs a statement that is kept prepared.
    func run(_ sql: String, _ values: some Sequence<DatabaseValue>) throws {
        try cachedStatement(sql: sql).run(values)
    }

    /// Runs a statement that is kept prepared, with numbers.
    func run(_ sql: String, numbers: Int64...) throws { try cachedStatement(sql: sql).run(numbers: numbers) }
}
