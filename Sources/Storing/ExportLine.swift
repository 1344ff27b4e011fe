import GRDB

import struct FoundationEssentials.Data

/// One line of an export on its way out: a JSON object.
///
/// Control characters, DEL, the C1 controls and U+2028/U+2029 are escaped, so that the text of a hostile feed is harmless
/// on a terminal.
struct ExportLine {
    private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]
    private var needsComma = false

    init() { bytes.reserveCapacity(2048) }

    /// Closes the object and ends the line.
    consuming func ended() -> [UInt8] {
        bytes.append(contentsOf: "}\n".utf8)
        return bytes
    }

    /// Adds a member.
    mutating func add(_ name: String, _ value: DatabaseValue) {
        key(name)
        switch value.storage {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .int64(let number): bytes.append(contentsOf: String(number).utf8)
        case .double(let number): bytes.append(contentsOf: "\(number)".utf8)
        case .string(let text): quote(text)
        case .blob(let data): quote(Hexadecimal.digits(data))
        }
    }

    /// Adds an object of columns.
    mutating func add(_ name: String, _ columns: [String], _ values: [DatabaseValue]) {
        object(name) { line in
            for (column, value) in zip(columns, values) { line.add(column, value) }
        }
    }

    /// Adds an object.
    mutating func object(_ name: String, _ body: (inout ExportLine) -> Void) {
        key(name)
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Adds an array of numbers.
    mutating func add(_ name: String, _ numbers: [Int64]) {
        key(name)
        bytes.append(UInt8(ascii: "["))
        bytes.append(contentsOf: numbers.map(String.init).joined(separator: ",").utf8)
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func key(_ name: String) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        quote(name)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for index in utf8.indices {
                guard let (escape, length) = Self.escape(utf8, at: index) else { continue }
                bytes.append(contentsOf: utf8[start..<index])
                bytes.append(contentsOf: escape.utf8)
                start = index + length
            }
            if start < utf8.count { bytes.append(contentsOf: utf8[start...]) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The escape for what stands at an index, and how many bytes it replaces; `nil` where none is needed.
    private static func escape(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> (String, Int)? {
        switch text[index] {
        case UInt8(ascii: "\""): ("\\\"", 1)
        case UInt8(ascii: "\\"): ("\\\\", 1)
        case 0x0A: ("\\n", 1)
        case let byte where byte < 0x20 || byte == 0x7F: (unicode(UInt16(byte)), 1)
        // U+0080…U+009F are C2 80 … C2 9F in UTF-8; U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
        case 0xC2 where text[index + 1] < 0xA0: (unicode(UInt16(text[index + 1])), 2)
        case 0xE2 where text[index + 1] == 0x80 && text[index + 2] & 0xFE == 0xA8:
            (unicode(0x2000 | UInt16(text[index + 2] & 0x3F)), 3)
        default: nil
        }
    }

    private static func unicode(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
