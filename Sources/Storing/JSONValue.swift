/// A value of JSON (RFC 8259) as an export holds it: whole numbers stay whole, and texts keep every byte.
enum JSONValue: Equatable {
    case null
    case truth(Bool)
    case integer(Int64)
    case real(Double)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// What is wrong with a text.
    struct Fault: Error, Equatable {
        var says: String
    }

    /// Reads a value that is the whole text.
    init(_ bytes: [UInt8]) throws(Fault) {
        var reader = JSONReader(bytes)
        self = try reader.whole()
    }

    /// A member of an object; `nil` where there is none, or this is none.
    subscript(name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// The text, if it is one.
    var text: String? { if case .text(let text) = self { text } else { nil } }
    /// The whole number, if it is one.
    var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    /// The number, whole or not, if it is one.
    var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .real(let number): number
        default: nil
        }
    }
    /// The values of an array; `nil` if it is none.
    var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
    /// The bytes that a text of hexadecimal digits stands for.
    var bytes: [UInt8]? { text.flatMap(Hexadecimal.bytes) }
}

/// Reads JSON byte by byte.
private struct JSONReader {
    private let bytes: [UInt8]
    private var index = 0
    /// Deeper nesting than this is refused, so that no input can exhaust the stack.
    private static let deepest = 32

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func whole() throws(JSONValue.Fault) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw fault("something stands after the object") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONValue.Fault) -> JSONValue {
        guard depth < Self.deepest else { throw fault("it is nested too deeply") }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "t"): return try literal("true", .truth(true))
        case UInt8(ascii: "f"): return try literal("false", .truth(false))
        case nil: throw fault("it ends too early")
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONValue.Fault) -> JSONValue {
        index += 1
        var members: [String: JSONValue] = [:]
        if next(is: "}") { return .object(members) }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw fault("a name is missing") }
            let name = try string()
            guard next(is: ":") else { throw fault("a colon is missing") }
            guard members.updateValue(try value(depth: depth + 1), forKey: name) == nil else {
                throw fault("`\(name)` stands there twice")
            }
        } while next(is: ",")
        guard next(is: "}") else { throw fault("a comma or a brace is missing") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONValue.Fault) -> JSONValue {
        index += 1
        var values: [JSONValue] = []
        if next(is: "]") { return .array(values) }
        repeat { values.append(try value(depth: depth + 1)) } while next(is: ",")
        guard next(is: "]") else { throw fault("a comma or a bracket is missing") }
        return .array(values)
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONValue.Fault) -> JSONValue {
        let end = index + word.utf8CodeUnitCount
        guard end <= bytes.count, word.withUTF8Buffer({ $0.elementsEqual(bytes[index..<end]) }) else {
            throw fault("a value is none")
        }
        index = end
        return value
    }

    private mutating func number() throws(JSONValue.Fault) -> JSONValue {
        let start = index
        while let byte = peek, isPartOfNumber(byte) { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if let integer = Int64(text) { return .integer(integer) }
        guard let real = Double(text), real.isFinite else { throw fault("a value is none") }
        return .real(real)
    }

    private func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    // MARK: Texts

    private mutating func string() throws(JSONValue.Fault) -> String {
        index += 1
        let start = index
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { index += 1 }
        guard peek != UInt8(ascii: "\"") else {
            index += 1
            return try decoded(bytes[start..<(index - 1)])
        }
        var text = Array(bytes[start..<index])
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw fault("a text holds a control character") }
            index += 1
            if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
        }
        guard next(is: "\"") else { throw fault("a text has no end") }
        return try decoded(text[...])
    }

    private func decoded(_ text: ArraySlice<UInt8>) throws(JSONValue.Fault) -> String {
        guard let text = String(validating: text, as: UTF8.self) else { throw fault("a text is not UTF-8") }
        return text
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONValue.Fault) {
        guard let kind = peek else { throw fault("a text has no end") }
        index += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: Array(String(try scalar()).utf8))
        default: throw fault("a text holds an unknown escape")
        }
    }

    /// The character behind `\u`, of two such escapes where it takes two.
    private mutating func scalar() throws(JSONValue.Fault) -> Unicode.Scalar {
        var value = try unit()
        if 0xD800..<0xDC00 ~= value {
            guard next(is: "\\"), next(is: "u") else { throw fault("a text holds half a character") }
            let low = try unit()
            guard 0xDC00..<0xE000 ~= low else { throw fault("a text holds half a character") }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw fault("a text holds half a character") }
        return scalar
    }

    private mutating func unit() throws(JSONValue.Fault) -> UInt32 {
        guard index + 4 <= bytes.count,
            let value = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16)
        else { throw fault("a text holds an unknown escape") }
        index += 4
        return value
    }

    // MARK: Bytes

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A { index += 1 }
    }

    /// Passes over white space and a character, if it is the next.
    private mutating func next(is character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private func fault(_ says: String) -> JSONValue.Fault { JSONValue.Fault(says: "\(says) (byte \(index + 1))") }
}
