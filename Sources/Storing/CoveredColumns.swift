import GRDB

import struct FoundationEssentials.Date

/// Columns on their way into the journal, in canonical form: the bytes that a digest covers, and where each column
/// stands in them.
///
/// One buffer serves twice. What the digest is made of is what SQLite stores: it binds texts where they stand, uncopied.
struct CoveredColumns {
    /// A column's value, or where its bytes are.
    enum Column {
        case null
        case integer(Int64)
        case real(Double)
        case text(Range<Int>)
        case blob(Range<Int>)
    }

    /// The columns in canonical form, one after the other.
    private(set) var content = CanonicalContent()
    /// The columns, in their order.
    private(set) var columns: [Column] = []

    /// Makes room for so many columns.
    init(count: Int) { columns.reserveCapacity(count) }

    /// Takes columns as they were read.
    init(_ values: some Collection<DatabaseValue>) {
        self.init(count: values.count)
        for value in values {
            switch value.storage {
            case .null: addNull()
            case .int64(let number): add(number)
            case .double(let number): add(number)
            case .string(var text): text.withUTF8 { add(utf8: $0) }
            case .blob(let data):
                content.add(blob: data)
                columns.append(.blob(content.bytes.count - data.count..<content.bytes.count))
            }
        }
    }

    /// Adds a number.
    mutating func add(_ number: Int64) {
        content.add(number)
        columns.append(.integer(number))
    }

    /// Adds a number.
    mutating func add(_ number: Double) {
        content.add(number)
        columns.append(.real(number))
    }

    /// Adds a text as SQLite can give it back whole: it ends texts at a NUL character.
    mutating func add(_ text: String) {
        var text = text.storable
        text.withUTF8 { add(utf8: $0) }
    }

    /// Adds a text that is valid UTF-8 without a NUL character.
    mutating func add(utf8: some Collection<UInt8>) {
        content.add(text: utf8)
        columns.append(.text(content.bytes.count - utf8.count..<content.bytes.count))
    }

    /// Adds a number, or that there is none.
    mutating func add(_ number: Int64?) { number.map { add($0) } ?? addNull() }

    /// Adds a text, or that there is none.
    mutating func add(_ text: String?) { text.map { add($0) } ?? addNull() }

    /// Adds a time in whole milliseconds, or that there is none.
    mutating func add(_ time: Date?) { add(time?.milliseconds) }

    /// Adds a list as its JSON text, or that there is none.
    mutating func add(list: [UInt8]?) { list.map { add(utf8: $0) } ?? addNull() }

    private mutating func addNull() {
        content.addNull()
        columns.append(.null)
    }

    /// The number of a column; `nil` where it is none.
    func integer(_ column: Int) -> Int64? {
        guard case .integer(let number) = columns[column] else { return nil }
        return number
    }

    /// The text of a column; `nil` where it is none.
    func text(_ column: Int) -> String? {
        guard case .text(let place) = columns[column] else { return nil }
        return String(decoding: content.bytes[place], as: UTF8.self)
    }
}
