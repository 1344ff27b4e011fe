import GRDB
import Testing

import struct FoundationEssentials.Data

@testable import Storing

@Suite("Covered columns") struct CoveredColumnsTests {
    private let values: [DatabaseValue] = [
        .null, Int64.min.databaseValue, (-0.0).databaseValue, 1e300.databaseValue, "".databaseValue,
        "Ünïcödé 🇰🇪".databaseValue,
        Data().databaseValue, Data([0, 255]).databaseValue, Int64(7).databaseValue,
    ]

    @Test("they are stored as they are, be they empty or nothing, and the digest covers just that")
    func stored() throws {
        let columns = CoveredColumns(values)
        var content = CanonicalContent()
        for value in values { content.add(value) }
        #expect(columns.content.bytes == content.bytes)
        let found = try DatabaseQueue().write { db in
            try db.execute(sql: "CREATE TABLE row (n, a, b, c, d, e, f, g, h, i)")
            let insert = try db.cachedStatement(sql: "INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            try insert.run(42, then: columns, 0..<values.count)
            return try Row.fetchOne(db, sql: "SELECT * FROM row").map { Array($0.databaseValues) }
        }
        #expect(found == [Int64(42).databaseValue] + values)
    }

    @Test("only the places that are asked for are bound, and nothing stays bound")
    func places() throws {
        let columns = CoveredColumns(["first", "second", "third"].map(\.databaseValue))
        try DatabaseQueue().write { db in
            let statement = try db.cachedStatement(sql: "SELECT length(?1) + 10 * length(?2)")
            try statement.run(then: columns, [2, 1])
            #expect(try statement.integer([DatabaseValue]()) == nil)
        }
    }

    @Test("a text loses its NUL characters, where SQLite would end it")
    func nul() {
        var columns = CoveredColumns(count: 1)
        columns.add("AG\0OA")
        #expect(columns.text(0) == "AGOA")
        #expect(columns.content.bytes == Array("t4:AGOA".utf8))
    }
}
