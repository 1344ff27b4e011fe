import GRDB

import struct FoundationEssentials.Data

/// What a line of an export says, and why it cannot be taken.
struct ImportFault: Error {
    var says: String

    init(_ says: String) { self.says = says }
}

/// The first line of an export.
struct ImportHeader {
    /// The last entry of the journal that was exported, and its digest.
    let entries: Int64
    let digest: Data
    /// The last entry whose digest covers its rows directly.
    let direct: Int64
    /// Whether it holds some items only.
    let isPart: Bool

    init(_ line: JSONValue) throws(ImportFault) {
        guard line["format"]?.text == ExportFormat.name, let version = line["version"]?.integer else {
            throw ImportFault("this is no export of a store")
        }
        guard version <= ExportFormat.version, let schema = line["schema"]?.integer, schema <= Schema.version else {
            throw ImportFault("this was exported by a newer version of habari; install that")
        }
        guard let entries = line["entries"]?.integer, let direct = line["direct"]?.integer,
            let digest = line["digest"]?.bytes, digest.count == 32, entries >= 0
        else { throw ImportFault("it does not say which journal this is") }
        self.entries = entries
        self.direct = direct
        self.digest = Data(digest)
        isPart = line["part"]?.integer == 1
    }
}

/// One entry of an export, proved by its digest.
struct ImportEntry {
    let number: Int64
    let kind: EntryKind
    let time: Int64
    let digest: Data
    /// The covered columns, by table; empty where the rows are forgotten.
    let fields: [JournalTable: [DatabaseValue]]
    /// The digest of the rows, where they are forgotten, and whose they were.
    let forgotten: (rows: Data, item: Int64)?
    private let line: JSONValue

    /// Reads an entry; `before` is the digest before it, where the line does not say so itself.
    init(_ line: JSONValue, before: Data?, direct: Int64) throws(ImportFault) {
        self.line = line
        number = try Self.integer(line, "n")
        time = try Self.integer(line, "time")
        guard let name = line["kind"]?.text, let kind = EntryKind(rawValue: name) else {
            throw ImportFault("its kind is unknown")
        }
        self.kind = kind
        guard let digest = line["digest"]?.bytes else { throw ImportFault("it has no digest") }
        self.digest = Data(digest)
        guard let before = line["before"]?.bytes.map({ Data($0) }) ?? before else {
            throw ImportFault("it has no digest of the entry before")
        }
        let content = JournalDigest(after: before, number: number, kind: name, time: time)
        if let rows = line["rows"]?.bytes {
            forgotten = (Data(rows), try Self.integer(line, "forgotten"))
            fields = [:]
            guard content.over(rows: Data(rows)) == self.digest else { throw Self.altered }
            return
        }
        forgotten = nil
        var fields: [JournalTable: [DatabaseValue]] = [:]
        var all: [DatabaseValue] = []
        for table in kind.tables {
            let values = try Self.values(of: table, line)
            fields[table] = values
            all += values
        }
        self.fields = fields
        let found = number > direct ? content.over(rows: JournalDigest.ofRows(all)) : content.over(all)
        guard found == self.digest else { throw Self.altered }
    }

    private static let altered = ImportFault("its content does not match its digest")

    private static func integer(_ line: JSONValue, _ name: String) throws(ImportFault) -> Int64 {
        guard let number = line[name]?.integer else { throw ImportFault("`\(name)` is missing") }
        return number
    }

    private static func values(of table: JournalTable, _ line: JSONValue) throws(ImportFault) -> [DatabaseValue] {
        guard let row = line[table.rawValue] else { throw ImportFault("`\(table.rawValue)` is missing") }
        var values: [DatabaseValue] = []
        for column in table.columns {
            guard let value = row[column].flatMap({ databaseValue($0, of: column) }) else {
                throw ImportFault("`\(column)` of `\(table.rawValue)` is missing or wrong")
            }
            values.append(value)
        }
        return values
    }

    /// The value that a column holds; `nil` where it holds no such.
    private static func databaseValue(_ value: JSONValue, of column: String) -> DatabaseValue? {
        switch value {
        case .null: .null
        case .integer(let number): column == "score" ? Double(number).databaseValue : number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text):
            column == "source" ? Hexadecimal.bytes(text).map { Data($0).databaseValue } : text.databaseValue
        case .truth, .array, .object: nil
        }
    }

    // MARK: - What else the line says

    /// The columns of `state` or `traces`, as far as they are there.
    func other(_ name: String, _ columns: [String]) -> [DatabaseValue]? {
        guard let object = line[name] else { return nil }
        return columns.map { column in object[column].flatMap { Self.databaseValue($0, of: column) } ?? .null }
    }

    /// The keys in `state` or `traces`.
    func marks(_ name: String) -> [Int64] { line[name]?["marks"]?.array?.compactMap(\.integer) ?? [] }

    /// A covered column that is a whole number.
    func number(_ table: JournalTable, _ column: String) throws(ImportFault) -> Int64 {
        guard let number = value(table, column)?.integer else {
            throw ImportFault("`\(column)` of `\(table.rawValue)` is no whole number")
        }
        return number
    }

    /// A covered column that is a text; `nil` where it is none.
    func text(_ table: JournalTable, _ column: String) -> String? {
        value(table, column)?.text
    }

    /// A covered column.
    func value(_ table: JournalTable, _ column: String) -> DatabaseValue? {
        guard let values = fields[table], let place = table.columns.firstIndex(of: column) else { return nil }
        return values[place]
    }
}
