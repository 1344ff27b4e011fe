/// Makes a damaged document well formed, so that libxml2 reads all of it and not the part before the damage.
///
/// Used for reading only; the file keeps its damage. Every tag is written anew: quotes around each value,
/// a bare `&` or `<` escaped, HTML's entities as numbers, each start tag closed, each stray end tag dropped.
/// Comments and document types go, because they are where the rest of the damage hides.
struct MarkupMender {
    private let bytes: [UInt8]
    private var output: [UInt8] = []
    /// The names of the open elements, as written and in lower case.
    private var open: [(name: String, key: String)] = []

    /// libxml2 reads no deeper than this (`xmlParserMaxDepth`); what lies deeper is left out.
    private static let deepest = 256

    /// The mended bytes of a document, with no more than one root.
    static func mended(_ bytes: [UInt8], pieces: [MarkupPiece]) -> [UInt8] {
        var mender = MarkupMender(bytes: bytes)
        mender.declare(pieces)
        mender.mend(pieces)
        return mender.output
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Writes an XML declaration that names the encoding these bytes are in.
    ///
    /// One that says UTF-16 is wrong, or the scanner would have found no tags: programs that build the text in
    /// memory leave it behind. Bytes that are not the UTF-8 they claim to be are nearly always Windows-1252.
    private mutating func declare(_ pieces: [MarkupPiece]) {
        let declared = EncodingDeclaration.name(in: bytes) ?? "utf-8"
        let claimsUnicode = ["utf", "ucs", "unicode"].contains { declared.hasPrefix($0) }
        let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
        let encoding = claimsUnicode ? (isUTF8 ? "utf-8" : "windows-1252") : declared
        write("<?xml version=\"1.0\" encoding=\"\(encoding)\"?>")
    }

    private mutating func mend(_ pieces: [MarkupPiece]) {
        var end = bytes.startIndex
        for piece in pieces {
            switch piece {
            case .opaque(let range, _):
                if !open.isEmpty { text(end..<range.lowerBound) }
                end = range.upperBound
            case .tag(let tag):
                if !open.isEmpty { text(end..<tag.range.lowerBound) }
                end = tag.range.upperBound
                self.tag(tag)
                if open.isEmpty && tag.kind != .start { return }
            }
        }
        close(downTo: 0)
    }

    private mutating func tag(_ tag: MarkupTag) {
        guard tag.kind != .end else {
            let key = tag.name.lowercased()
            if let depth = open.lastIndex(where: { $0.key == key }) { close(downTo: depth) }
            return
        }
        guard open.count < Self.deepest else { return }
        write("<\(tag.name)")
        var seen: Set<String> = []
        for attribute in tag.attributes
        where attribute.name.utf8.allSatisfy(\.continuesName) && seen.insert(attribute.name).inserted {
            write(" \(attribute.name)=\"")
            text(attribute.value)
            write("\"")
        }
        if tag.kind == .empty {
            write("/>")
        } else {
            write(">")
            open.append((tag.name, tag.name.lowercased()))
        }
    }

    private mutating func close(downTo depth: Int) {
        while open.count > depth, let element = open.popLast() { write("</\(element.name)>") }
    }

    /// Text or the inside of a value: what is not allowed in it is escaped or dropped.
    private mutating func text(_ range: Range<Int>) {
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "<"): write("&lt;")
            case UInt8(ascii: "\""): write("&quot;")
            case UInt8(ascii: "&"):
                let end = bytes[position..<range.upperBound].prefix(12).firstIndex(of: UInt8(ascii: ";"))
                let name = end.map { String(decoding: bytes[position..<$0], as: UTF8.self) }
                if let end, let reference = name.flatMap(EntityName.reference(for:)) {
                    write(reference)
                    position = end + 1
                } else {
                    write("&amp;")
                }
            case 0..<0x20 where !byte.isSpace: break
            default: output.append(byte)
            }
        }
    }

    private mutating func write(_ text: String) { output += text.utf8 }
}

/// The encoding that a document names for itself.
enum EncodingDeclaration {
    /// The name in the XML declaration, in lower case, if the document starts with one.
    static func name(in bytes: [UInt8]) -> String? {
        let head = String(decoding: bytes.prefix(200), as: UTF8.self).drop { $0 == "\u{FEFF}" || $0.isWhitespace }
        guard head.hasPrefix("<?xml") else { return nil }
        let declaration = head.prefix { $0 != ">" }
        for quote: Character in ["\"", "'"] {
            let parts = declaration.split(separator: quote, omittingEmptySubsequences: false)
            if let place = parts.firstIndex(where: { $0.filter { !$0.isWhitespace }.hasSuffix("encoding=") }),
                place + 1 < parts.count
            {
                return parts[place + 1].lowercased()
            }
        }
        return nil
    }
}

/// References to characters that XML does not know by name but feed lists use.
enum EntityName {
    /// The names of U+00A0 to U+00FF in HTML 4, in order.
    private static let latin1 = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute \
        micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
        AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
        times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
        egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
        ugrave uacute ucirc uuml yacute thorn yuml
        """.split(separator: " ")

    private static let others: [String: Int] = [
        "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27,
        "OElig": 0x152, "oelig": 0x153, "Scaron": 0x160, "scaron": 0x161, "ndash": 0x2013, "mdash": 0x2014,
        "lsquo": 0x2018, "rsquo": 0x2019, "sbquo": 0x201A, "ldquo": 0x201C, "rdquo": 0x201D, "bdquo": 0x201E,
        "bull": 0x2022, "hellip": 0x2026, "lsaquo": 0x2039, "rsaquo": 0x203A, "euro": 0x20AC, "trade": 0x2122,
    ]

    /// All names with their characters, XML's own among them.
    private static let characters = others.merging(
        latin1.enumerated().map { (String($0.element), 0xA0 + $0.offset) }, uniquingKeysWith: { first, _ in first })

    /// The reference for a name between `&` and `;`, in a form that XML knows; `nil` if it means nothing.
    static func reference(for name: String) -> String? {
        if name.hasPrefix("#") { return number(name.dropFirst()).map { "&#\($0);" } }
        return characters[name].map { "&#\($0);" }
    }

    /// The number of a character that XML allows (XML 1.0, production 2).
    private static func number(_ text: Substring) -> UInt32? {
        let isHexadecimal = text.hasPrefix("x") || text.hasPrefix("X")
        guard let number = isHexadecimal ? UInt32(text.dropFirst(), radix: 16) : UInt32(text),
            let scalar = Unicode.Scalar(number), scalar.isAllowedInXML
        else { return nil }
        return number
    }
}

extension Unicode.Scalar {
    /// Whether the character may stand in a document (XML 1.0, production 2).
    var isAllowedInXML: Bool {
        value >= 0x20 && value != 0xFFFE && value != 0xFFFF || value == 0x09 || value == 0x0A || value == 0x0D
    }
}
