/// A piece of markup and the bytes that it occupies; what lies between two pieces is text.
enum MarkupPiece {
    /// A start tag, end tag or empty-element tag.
    case tag(MarkupTag)
    /// A comment, a CDATA section, a processing instruction or a document type: nothing inside it is a tag.
    case opaque(Range<Int>, isComment: Bool)
}

/// One tag.
struct MarkupTag {
    /// The three shapes of a tag.
    enum Kind { case start, end, empty }

    /// One attribute of a start tag.
    struct Attribute {
        /// The name as written, prefix included.
        var name: String
        /// The bytes between the quotes, or the bare word where there are none.
        var value: Range<Int>
        /// The quote, where there is one.
        var quote: UInt8?
        /// The whole attribute, from the name's first byte to behind the closing quote.
        var range: Range<Int>
    }

    /// The shape.
    var kind: Kind
    /// The name as written, prefix included.
    var name: String
    /// The whole tag, angle brackets included.
    var range: Range<Int>
    /// The line that it starts on, counted from 1.
    var line: Int
    /// The attributes in order; repeated ones too.
    var attributes: [Attribute]
}

/// Finds the tags of a document in its bytes, without changing or judging any.
///
/// libxml2 says what a document means but not which bytes said it, and only bytes that are known can be left
/// alone. The encoding must be one in which the bytes below 0x40 are always ASCII: UTF-8, the ISO 8859 and
/// Windows families, GBK, Big5, Shift_JIS. Damage never stops the scan: a `<` that starts nothing is text.
struct MarkupScanner {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var pieces: [MarkupPiece] = []

    /// The pieces of a document, in order.
    static func pieces(of bytes: [UInt8]) -> [MarkupPiece] {
        var scanner = MarkupScanner(bytes: bytes)
        scanner.scan()
        return scanner.pieces
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        if byte == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private mutating func advance(to end: Int) {
        while position < min(end, bytes.count) { advance() }
    }

    private func isAt(_ mark: StaticString) -> Bool {
        position < bytes.count && mark.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    private mutating func scan() {
        while let byte {
            guard byte == UInt8(ascii: "<") else {
                advance()
                continue
            }
            let start = position
            if isAt("<!--") {
                opaque(from: start, until: "-->", isComment: true)
            } else if isAt("<![CDATA[") {
                opaque(from: start, until: "]]>", isComment: false)
            } else if isAt("<?") {
                opaque(from: start, until: "?>", isComment: false)
            } else if isAt("<!") {
                documentType(from: start)
            } else if isAt("</") || (start + 1 < bytes.count && bytes[start + 1].startsName) {
                tag(from: start)
            } else {
                advance()
            }
        }
    }

    private mutating func opaque(from start: Int, until end: StaticString, isComment: Bool) {
        // "<!-->" does not close itself: the end is looked for behind the opening mark.
        advance(to: start + (isComment ? 4 : 2))
        while byte != nil, !isAt(end) { advance() }
        advance(to: position + end.utf8CodeUnitCount)
        pieces.append(.opaque(start..<position, isComment: isComment))
    }

    /// A document type, whose internal subset, comments and quoted strings may hold `>`.
    private mutating func documentType(from start: Int) {
        var depth = 0
        var quote: UInt8?
        while let byte {
            if quote == nil, isAt("<!--") {
                while self.byte != nil, !isAt("-->") { advance() }
                advance(to: position + 3)
                continue
            }
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte.isQuote {
                quote = byte
            } else if byte == UInt8(ascii: "[") {
                depth += 1
            } else if byte == UInt8(ascii: "]") {
                depth -= 1
            } else if byte == UInt8(ascii: ">"), depth <= 0 {
                break
            }
            advance()
        }
        advance(to: position + 1)
        pieces.append(.opaque(start..<position, isComment: false))
    }

    private mutating func tag(from start: Int) {
        let firstLine = line
        let isEnd = isAt("</")
        advance(to: start + (isEnd ? 2 : 1))
        let name = word { !$0.isSpace && !"/><".utf8.contains($0) }
        var tag = MarkupTag(kind: isEnd ? .end : .start, name: name, range: 0..<0, line: firstLine, attributes: [])
        while let byte, byte != UInt8(ascii: ">"), byte != UInt8(ascii: "<") {
            if isAt("/>") {
                tag.kind = isEnd ? .end : .empty
                advance()
            } else if byte.startsName {
                tag.attributes.append(attribute())
            } else {
                advance()
            }
        }
        // A tag that the next one cuts off ends before it.
        if byte == UInt8(ascii: ">") { advance() }
        tag.range = start..<position
        pieces.append(.tag(tag))
    }

    private mutating func attribute() -> MarkupTag.Attribute {
        let start = position
        let name = word { !$0.isSpace && !"=/><".utf8.contains($0) }
        let end = position
        skipSpace()
        guard byte == UInt8(ascii: "=") else {
            position = end
            return .init(name: name, value: end..<end, quote: nil, range: start..<end)
        }
        advance()
        skipSpace()
        guard let quote = byte, quote.isQuote else {
            let value = position
            _ = word { !$0.isSpace && $0 != UInt8(ascii: ">") }
            return .init(name: name, value: value..<position, quote: nil, range: start..<position)
        }
        advance()
        let value = position
        while let byte, byte != quote { advance() }
        let valueEnd = position
        if byte != nil { advance() }
        return .init(name: name, value: value..<valueEnd, quote: quote, range: start..<position)
    }

    private mutating func word(while isPart: (UInt8) -> Bool) -> String {
        let start = position
        while let byte, isPart(byte) { advance() }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipSpace() {
        while let byte, byte.isSpace { advance() }
    }
}

extension UInt8 {
    /// White space of XML (XML 1.0, production 3).
    var isSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D && self != 0x0B && self != 0x0C) }

    /// Either quotation mark of ASCII.
    var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }

    /// Whether a name can start here (XML 1.0, production 4); every byte beyond ASCII is taken for a letter.
    var startsName: Bool {
        (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self >= 0x80
            || self == UInt8(ascii: "_") || self == UInt8(ascii: ":")
    }

    /// Whether a name can go on here (XML 1.0, production 4a).
    var continuesName: Bool {
        startsName || (0x30...0x39).contains(self) || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }
}
