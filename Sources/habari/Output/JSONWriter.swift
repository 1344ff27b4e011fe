/// Writes JSON text (RFC 8259) member by member, in the order given, into one buffer.
///
/// Besides what the RFC asks for, DEL, the C1 controls and U+2028/U+2029 are escaped, so that JSON from a hostile
/// feed is harmless on a terminal and in a script.
struct JSONWriter {
    /// How the text is laid out.
    enum Layout {
        /// On one line, with a space after each colon and comma.
        case line
        /// Each member on a line of its own, indented by two spaces.
        case indented
    }

    /// What was written so far.
    private(set) var bytes: [UInt8] = []
    private var layout: Layout
    private var depth = 0
    private var needsComma = false
    private var isAfterKey = false

    /// Starts with nothing written.
    init(_ layout: Layout = .line) {
        self.layout = layout
    }

    /// Forgets what was written and keeps the memory for the next value.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Ends the line.
    mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
    }

    // MARK: Structure

    /// Writes an object; `body` writes its members.
    mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    /// Writes an array; `body` writes its values.
    mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    /// Writes a member's name; the value follows.
    mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(UInt8(ascii: " "))
        isAfterKey = true
    }

    private mutating func nested(
        _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        separate()
        bytes.append(open)
        depth += 1
        needsComma = false
        try body(&self)
        depth -= 1
        if needsComma, layout == .indented { startLine() }
        bytes.append(close)
        needsComma = true
    }

    /// Puts what stands between the last value and the next.
    private mutating func separate() {
        if isAfterKey {
            isAfterKey = false
            return
        }
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        if layout == .indented, depth > 0 {
            startLine()
        } else if needsComma {
            bytes.append(UInt8(ascii: " "))
        }
        needsComma = true
    }

    private mutating func startLine() {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    // MARK: Values

    /// Writes a string.
    mutating func value(_ text: String) {
        separate()
        quote(text)
        needsComma = true
    }

    /// Writes a whole number.
    mutating func value(_ number: some BinaryInteger) { literal(String(number)) }

    /// Writes a number in the shortest form that reads back the same; `null` for what JSON has no number for.
    mutating func value(_ number: Double) { literal(number.isFinite ? "\(number)" : "null") }

    /// Writes `true` or `false`.
    mutating func value(_ truth: Bool) { literal(truth ? "true" : "false") }

    /// Writes `null`.
    mutating func null() { literal("null") }

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { appendEscaped($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Copies runs that need no escape as a whole.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var index = 0
        while index < text.count {
            guard let (escape, length) = Self.escape(text, at: index) else {
                index += 1
                continue
            }
            bytes.append(contentsOf: text[start..<index])
            bytes.append(contentsOf: escape.utf8)
            index += length
            start = index
        }
        bytes.append(contentsOf: text[start...])
    }

    /// The escape for what stands at an index, and how many bytes it replaces; `nil` where none is needed.
    private static func escape(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> (String, Int)? {
        let byte = text[index]
        switch byte {
        case UInt8(ascii: "\""): return ("\\\"", 1)
        case UInt8(ascii: "\\"): return ("\\\\", 1)
        case 0x0A: return ("\\n", 1)
        case 0x0D: return ("\\r", 1)
        case 0x09: return ("\\t", 1)
        case 0..<0x20, 0x7F: return (unicode(UInt16(byte)), 1)
        // U+0080…U+009F are C2 80 … C2 9F in UTF-8; U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
        case 0xC2 where text[index + 1] < 0xA0: return (unicode(UInt16(text[index + 1])), 2)
        case 0xE2 where text[index + 1] == 0x80 && text[index + 2] & 0xFE == 0xA8:
            return (unicode(0x2000 | UInt16(text[index + 2] & 0x3F)), 3)
        default: return nil
        }
    }

    private static func unicode(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension JSONWriter {
    /// Writes a member with a string, or `null`.
    mutating func member(_ name: String, _ text: String?) {
        key(name)
        if let text { value(text) } else { null() }
    }

    /// Writes a member with a whole number, or `null`.
    mutating func member(_ name: String, _ number: (some BinaryInteger)?) {
        key(name)
        if let number { value(number) } else { null() }
    }

    /// Writes a member with a number.
    mutating func member(_ name: String, _ number: Double) {
        key(name)
        value(number)
    }

    /// Writes a member with a truth.
    mutating func member(_ name: String, _ truth: Bool) {
        key(name)
        value(truth)
    }

    /// Writes a member with a list of strings, on one line whatever the layout.
    mutating func member(_ name: String, _ texts: [String]) {
        key(name)
        let outer = layout
        layout = .line
        array { json in texts.forEach { json.value($0) } }
        layout = outer
    }
}
