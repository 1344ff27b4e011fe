/// Reads JSON (RFC 8259), and what is left of it where it is cut off or slightly wrong.
///
/// A document that ends too early gives what it held up to there; a comma too many, a comment, a line break within a
/// string and an unknown escape are passed over. Whatever was wrong is counted. Time is linear in the document.
///
/// Of the values only a bounded number is kept, because a document of ten million brackets would take a hundred times its
/// size. The items of a feed are left where they are, to be read one by one.
struct JSONReader {
    /// The deepest nesting that is read.
    static let maxDepth = 256
    /// The most values that are kept; no item of a feed, and no feed without its items, has as many.
    static let maxValues = 50_000
    /// Where the items stand, the elements of the document's own member `items`; `nil` where it is no array.
    private(set) var items: [Range<Int>]?
    private let maximumItems: Int
    private var values = 0
    /// Whether values are only stepped over.
    private var isSkipping = false

    /// How many faults were met.
    private(set) var faults = 0
    private let bytes: Bytes
    private var position = 0
    /// Whether the rest makes no sense, so that everything open ends here.
    private var isLost = false

    /// Prepares to read; of the places of items one more than `maximumItems` are kept.
    init(_ bytes: Bytes, maximumItems: Int = 0) {
        self.bytes = bytes
        self.maximumItems = maximumItems
    }

    /// The document's value; `nil` where it does not even start as one.
    mutating func read() -> JSONValue? {
        let value = value(depth: 0)
        skipSpace()
        if position < bytes.count { faults += 1 }
        return value
    }

    // MARK: Values

    private mutating func value(depth: Int) -> JSONValue? {
        skipSpace()
        guard position < bytes.count, depth < Self.maxDepth else { return lost() }
        switch bytes[position] {
        case UInt8(ascii: "{"): return object(depth)
        case UInt8(ascii: "["): return array(depth)
        case UInt8(ascii: "\""): return .string(string())
        case UInt8(ascii: "-"), 0x30...0x39: return number()
        default: return word()
        }
    }

    private mutating func object(_ depth: Int) -> JSONValue {
        position += 1
        var members: [String: JSONValue] = [:]
        while moreFollows(before: UInt8(ascii: "}")) {
            guard bytes[position] == UInt8(ascii: "\"") else {
                lost()
                break
            }
            let name = string()
            skipSpace()
            if position < bytes.count, bytes[position] == UInt8(ascii: ":") { position += 1 } else { faults += 1 }
            guard let member = depth == 0 && name == "items" ? itemsOrValue() : value(depth: depth + 1) else { break }
            // What the document says of itself is not lost to what stands before it.
            if depth == 0 && members.count < 1000 || keepsMore() { members[name] = member }
        }
        return .object(members)
    }

    private mutating func array(_ depth: Int) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        while moreFollows(before: UInt8(ascii: "]")) {
            guard let element = value(depth: depth + 1) else { break }
            if keepsMore() { elements.append(element) }
        }
        return .array(elements)
    }

    /// The document's member `items`: an array is stepped over, and the places of its elements kept.
    private mutating func itemsOrValue() -> JSONValue? {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "[") else {
            items = nil
            return value(depth: 1)
        }
        position += 1
        isSkipping = true
        defer { isSkipping = false }
        var places: [Range<Int>] = []
        while moreFollows(before: UInt8(ascii: "]")) {
            let start = position
            guard value(depth: 2) != nil else { break }
            if places.count <= maximumItems { places.append(start..<position) }
        }
        items = places
        return .array([])
    }

    private mutating func keepsMore() -> Bool {
        guard !isSkipping else { return false }
        values += 1
        return values <= Self.maxValues
    }

    /// Steps to the next member or element; answers `false` behind the closing mark, or where the document ends.
    private mutating func moreFollows(before close: UInt8) -> Bool {
        guard !isLost else { return false }
        let opening = position
        var commas = 0
        skipSpace()
        while position < bytes.count, bytes[position] == UInt8(ascii: ",") {
            commas += 1
            position += 1
            skipSpace()
        }
        guard position < bytes.count else {
            lost()
            return false
        }
        let isFirst = bytes[opening - 1] == UInt8(ascii: "{") || bytes[opening - 1] == UInt8(ascii: "[")
        if bytes[position] == close {
            if commas > 0 { faults += 1 }
            position += 1
            return false
        }
        if commas != (isFirst ? 0 : 1) { faults += 1 }
        return true
    }

    private mutating func number() -> JSONValue {
        let start = position
        while position < bytes.count, bytes[position].isASCIIDigit || "+-.eE".utf8.contains(bytes[position]) {
            position += 1
        }
        return .number(isSkipping ? "" : bytes.part(start..<position).text)
    }

    private mutating func word() -> JSONValue? {
        for word in ["true", "false", "null"] as [StaticString] where bytes.holds(word, at: position) {
            position += word.utf8CodeUnitCount
            return .other
        }
        return lost()
    }

    // MARK: Strings

    private mutating func string() -> String {
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let start = position
            while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
                if bytes[position] < 0x20 { faults += 1 }
                position += 1
            }
            if !isSkipping { text.append(contentsOf: bytes.part(start..<position)) }
            guard position < bytes.count else { break }
            position += 1
            if bytes[position - 1] == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            escape(into: &text)
            if isSkipping { text.removeAll(keepingCapacity: true) }
        }
        lost()
        return String(decoding: text, as: UTF8.self)
    }

    /// What stands behind a backslash.
    private mutating func escape(into text: inout [UInt8]) {
        guard position < bytes.count else { return }
        let mark = bytes[position]
        position += 1
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(mark)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"), UInt8(ascii: "f"): text.append(0x20)
        case UInt8(ascii: "u"): text.append(scalar: scalar())
        default:
            faults += 1
            text.append(mark)
        }
    }

    /// The character of `XXXX` behind `\u`, of two such where they are a surrogate pair.
    private mutating func scalar() -> Unicode.Scalar {
        guard let first = unit() else {
            faults += 1
            return "\u{FFFD}"
        }
        if first & 0xFC00 == 0xD800, bytes.holds("\\u", at: position) {
            let back = position
            position += 2
            if let second = unit(), second & 0xFC00 == 0xDC00 {
                return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
            }
            position = back
        }
        return Unicode.Scalar(first) ?? "\u{FFFD}"
    }

    private mutating func unit() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for offset in 0..<4 {
            guard let digit = bytes[position + offset].hexDigit else { return nil }
            value = value << 4 | digit
        }
        position += 4
        return value
    }

    // MARK: Between values

    /// Steps over white space, and over the comments that JSON does not have.
    private mutating func skipSpace() {
        while position < bytes.count {
            if bytes[position].isASCIISpace {
                position += 1
            } else if bytes.holds("//", at: position) {
                faults += 1
                position = bytes.firstIndex(of: 0x0A, from: position) ?? bytes.count
            } else if bytes.holds("/*", at: position) {
                faults += 1
                position = bytes.firstIndex(of: "*/", from: position + 2).map { $0 + 2 } ?? bytes.count
            } else {
                return
            }
        }
    }

    @discardableResult
    private mutating func lost() -> JSONValue? {
        if !isLost { faults += 1 }
        isLost = true
        return nil
    }
}

/// Any JSON value, so that one odd member does not cost the document.
enum JSONValue {
    case object([String: JSONValue])
    case array([JSONValue])
    case string(String)
    /// A number as it is written: identifiers are longer than a `Double` is exact.
    case number(String)
    case other

    /// A member of an object.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The elements of an array.
    var list: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// A string, or a number as it is written.
    var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    /// A text that says something, without white space at its ends.
    var word: String? {
        // Escapes can spell control characters, which XML would not let in.
        guard var text else { return nil }
        if text.utf8.contains(where: { $0 < 0x20 }) { text.removeAll(where: \.isControl) }
        let trimmed = text.trimmingSpace()
        return trimmed.isEmpty ? nil : trimmed
    }

    /// A whole number that is not negative.
    var whole: Int? {
        guard let number = text.flatMap(Double.init), number >= 0 else { return nil }
        return Int(exactly: number)
    }
}

extension Character {
    /// Whether this is one of the characters below a space that are no white space.
    fileprivate var isControl: Bool { unicodeScalars.contains { $0.value < 0x20 && !$0.properties.isWhitespace } }
}
