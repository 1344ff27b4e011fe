/// Collects the text of one element, with the markup that it may hold.
struct TextCapture {
    /// What to do with child elements.
    enum Mode: Equatable {
        /// Children count for nothing, their text does: dates, identifiers, links.
        case plain
        /// Text that stands for itself, until a child element shows it to be markup.
        case literal
        /// Markup within text that may itself be escaped markup.
        case raw(TextKind)
        /// Markup in which text stands for itself (Atom `type="xhtml"`).
        case markup
        /// Base64 of whatever the type is.
        case base64(TextKind)
    }

    private(set) var bytes: [UInt8] = []
    private(set) var mode: Mode = .plain
    private var children: [[UInt8]] = []

    /// Starts anew.
    mutating func begin(_ mode: Mode) {
        bytes.removeAll(keepingCapacity: true)
        children.removeAll(keepingCapacity: true)
        self.mode = mode
    }

    /// The longest text that is collected, in bytes with its markup: many times what is kept of it.
    static let longest = 4 << 20

    /// Takes text, as far as there is room.
    mutating func append(_ text: Bytes) {
        guard bytes.count < Self.longest else { return }
        var end = min(text.count, Self.longest - bytes.count)
        if end < text.count { while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 } }
        let text = text.part(0..<end)
        if mode == .markup { appendEscaped(text) } else { bytes.append(contentsOf: text) }
    }

    /// Takes the start of a child element.
    mutating func startChild(_ name: [UInt8]) {
        if mode == .literal || mode == .raw(.untyped) {
            let before = bytes
            bytes.removeAll(keepingCapacity: true)
            mode = .markup
            before.withUnsafeBufferPointer { appendEscaped($0) }
        }
        children.append(name)
        writeTag(name, "<")
    }

    /// Takes the end of the innermost child element.
    mutating func endChild() {
        if let name = children.popLast() { writeTag(name, "</") }
    }

    private mutating func writeTag(_ name: [UInt8], _ mark: StaticString) {
        switch mode {
        case .raw, .markup:
            bytes.append(mark)
            bytes.append(contentsOf: name)
            bytes.append(UInt8(ascii: ">"))
        case .plain, .literal, .base64: break
        }
    }

    private mutating func appendEscaped(_ text: Bytes) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "<"): bytes.append("&lt;")
            case UInt8(ascii: "&"): bytes.append("&amp;")
            default: bytes.append(byte)
            }
        }
    }

    /// The text without white space at its ends; `nil` where there is none.
    var trimmed: String? {
        bytes.withUnsafeBufferPointer {
            let text = $0.trimmed
            return text.isEmpty ? nil : text.text
        }
    }

    /// The text as plain text of at most `limit` characters; `nil` where there is none.
    func plainText(limit: Int) -> String? {
        bytes.withUnsafeBufferPointer { text in
            switch mode {
            case .plain, .literal: return PlainText.make(text, .literal, limit: limit)
            case .markup: return PlainText.make(text, .html, limit: limit)
            case .raw(let kind): return PlainText.make(text, kind, limit: limit)
            case .base64(let kind):
                guard let decoded = Base64.decode(text), decoded.withUnsafeBufferPointer(UTF8Survey.init).invalid == 0
                else {
                    return nil
                }
                return decoded.withUnsafeBufferPointer { PlainText.make($0, kind, limit: limit) }
            }
        }
    }
}

/// A person while the parts come in.
struct PersonDraft {
    var text: [UInt8] = []
    var name: String?
    var email: String?

    /// The name, as far as one was given.
    var displayName: String? {
        if let name { return PersonName.name(in: name) }
        let written = text.withUnsafeBufferPointer { PlainText.make($0, .title, limit: 1000) }
        return written.flatMap(PersonName.name) ?? email
    }
}
