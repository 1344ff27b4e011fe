/// The XML declaration, as far as it bears on reading (XML 1.0, section 2.8).
struct XMLDeclaration {
    /// Where it stands; it runs up to and with `?>`.
    let range: Range<Int>
    /// The encoding named, as spelled.
    let encoding: String?
    /// Whether it starts and ends as it must.
    let isSound: Bool

    /// Finds a declaration at the start of a document, or shortly after some garbage.
    init?(in bytes: Bytes) {
        guard let start = bytes.firstIndex(of: "<?xml", from: 0, before: min(bytes.count, 2048)),
            start + 5 < bytes.count, bytes[start + 5].isASCIISpace
        else { return nil }
        guard let close = bytes.firstIndex(of: UInt8(ascii: ">"), from: start, before: start + 512) else { return nil }
        let body = bytes.part(start + 5..<close)
        range = start..<close + 1
        encoding = Self.value(of: "encoding", in: body)
        let isComplete = encoding != nil || body.firstIndex(of: "encoding", from: 0) == nil
        isSound =
            start == 0 && isComplete && body.last == UInt8(ascii: "?") && body.holds("version", at: body.firstNonSpace)
    }

    private static func value(of name: StaticString, in body: Bytes) -> String? {
        guard var position = body.firstIndex(of: name, from: 0) else { return nil }
        position += name.utf8CodeUnitCount
        while position < body.count, body[position].isASCIISpace || body[position] == UInt8(ascii: "=") {
            position += 1
        }
        guard position < body.count, body[position] == 0x22 || body[position] == 0x27 else { return nil }
        let end = body.firstIndex(of: body[position], from: position + 1) ?? body.count
        let text = body.part(position + 1..<end).trimmed.text
        return text.isEmpty ? nil : text
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The first byte that is no ASCII white space, or the end.
    fileprivate var firstNonSpace: Int {
        var position = 0
        while position < count, self[position].isASCIISpace { position += 1 }
        return position
    }
}

/// The document type declaration and the entities that it declares in the document itself.
///
/// libxml2 never sees it: the declaration is cut out, and entities that stand for a short text are put in by
/// ``XMLRepair``. An entity from outside is never read, and one that would grow beyond ``longestValue`` is no entity
/// at all, so that nesting cannot multiply anything.
struct DocumentType {
    /// Where it stands.
    let range: Range<Int>
    /// The name of the root element that it announces, in lower case.
    let root: String
    /// Whether it points outside, where entities may be declared that nobody here can see.
    let isExternal: Bool
    /// The texts of the entities declared inside, as UTF-8 with nothing escaped.
    let entities: [String: [UInt8]]

    /// The longest text of an entity, in bytes.
    static let longestValue = 4096

    /// Finds a declaration before the root element.
    init?(in bytes: Bytes, from start: Int) {
        guard let open = Self.opening(in: bytes, from: start) else { return nil }
        var position = open + 9
        while position < bytes.count, bytes[position].isASCIISpace { position += 1 }
        let nameStart = position
        while position < bytes.count, !bytes[position].isASCIISpace, bytes[position] != UInt8(ascii: ">"),
            bytes[position] != UInt8(ascii: "[")
        {
            position += 1
        }
        root = bytes.part(nameStart..<position).lowercasedText
        let (end, subset) = Self.extent(of: bytes, from: position)
        range = open..<end
        let whole = bytes.part(position..<end)
        isExternal = whole.firstIndex(of: "public", from: 0) != nil || whole.firstIndex(of: "system", from: 0) != nil
        entities = subset.map { Self.entities(in: bytes.part($0)) } ?? [:]
    }

    /// The place of `<!DOCTYPE` if only comments, instructions and white space stand before it.
    private static func opening(in bytes: Bytes, from start: Int) -> Int? {
        var position = start
        while let next = bytes.firstIndex(of: UInt8(ascii: "<"), from: position) {
            if bytes.holds("<!doctype", at: next) { return next }
            if bytes.holds("<!--", at: next), let end = bytes.firstIndex(of: "-->", from: next + 4) {
                position = end + 3
            } else if bytes.holds("<?", at: next), let end = bytes.firstIndex(of: "?>", from: next + 2) {
                position = end + 2
            } else {
                return nil
            }
        }
        return nil
    }

    /// The end of the declaration, and the range of its internal subset.
    private static func extent(of bytes: Bytes, from start: Int) -> (end: Int, subset: Range<Int>?) {
        var position = start
        var subsetStart: Int?
        var subset: Range<Int>?
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard let close = bytes.firstIndex(of: bytes[position], from: position + 1) else { break }
                position = close
            case UInt8(ascii: "<") where bytes.holds("<!--", at: position):
                position = bytes.firstIndex(of: "-->", from: position + 4).map { $0 + 2 } ?? position
            case UInt8(ascii: "["):
                subsetStart = subsetStart ?? position + 1
            case UInt8(ascii: "]"):
                if let start = subsetStart, subset == nil { subset = start..<position }
            case UInt8(ascii: ">") where subsetStart == nil || subset != nil:
                return (position + 1, subset)
            default: break
            }
            position += 1
        }
        // Never closed: it ends at the first mark of an end.
        return (bytes.firstIndex(of: UInt8(ascii: ">"), from: start).map { $0 + 1 } ?? bytes.count, nil)
    }

    /// The general entities with a text of their own; parameter and external entities are passed over.
    private static func entities(in subset: Bytes) -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        var position = 0
        while found.count < 1000, let next = subset.firstIndex(of: "<!entity", from: position) {
            position = next + 8
            let name = word(in: subset, from: &position)
            while position < subset.count, subset[position].isASCIISpace { position += 1 }
            guard position < subset.count, subset[position] == 0x22 || subset[position] == 0x27,
                let close = subset.firstIndex(of: subset[position], from: position + 1)
            else { continue }
            let value = expand(subset.part(position + 1..<close), with: found)
            position = close + 1
            if let value, found[name] == nil { found[name] = value }
        }
        return found
    }

    private static func word(in subset: Bytes, from position: inout Int) -> String {
        while position < subset.count, subset[position].isASCIISpace { position += 1 }
        let start = position
        while position < subset.count, !subset[position].isASCIISpace { position += 1 }
        return subset.part(start..<position).text
    }

    /// The text that a value stands for; `nil` where it holds an unknown entity or too much.
    ///
    /// Markup in it counts as text, which whoever reads the text as HTML will read as markup.
    private static func expand(_ value: Bytes, with known: [String: [UInt8]]) -> [UInt8]? {
        guard value.count <= longestValue else { return nil }
        var result: [UInt8] = []
        var position = 0
        while position < value.count {
            if value[position] == UInt8(ascii: "&"),
                let end = value.firstIndex(of: UInt8(ascii: ";"), from: position, before: position + 64)
            {
                let name = value.part(position + 1..<end)
                if let scalar = CharacterReference.numeric(name) {
                    result.append(scalar: scalar)
                } else if let text = known[name.text] {
                    result.append(contentsOf: text)
                } else if let text = HTMLNames.text(of: name) {
                    result.append(contentsOf: text.utf8)
                } else {
                    return nil
                }
                position = end + 1
            } else {
                result.append(value[position])
                position += 1
            }
            if result.count > longestValue { return nil }
        }
        // A value such as "&#38;amp;" stands for a reference itself (XML 1.0, section 4.6).
        return result.withUnsafeBufferPointer { CharacterReference.plain($0) }
    }
}

/// References to characters by number or by name, as they stand between `&` and `;`.
enum CharacterReference {
    /// The character of `#8217` or `#x2019`; `nil` where it is none that XML allows.
    ///
    /// Numbers from 128 to 159 are left as they are; ``TextWriter`` knows what they mean.
    static func numeric(_ name: Bytes) -> Unicode.Scalar? {
        guard name.count >= 2, name[0] == UInt8(ascii: "#") else { return nil }
        var value: UInt32 = 0
        if name[1] | 0x20 == UInt8(ascii: "x") {
            guard name.count > 2 else { return nil }
            for index in 2..<name.count {
                guard let digit = name[index].hexDigit, value < 0x110000 else { return nil }
                value = value << 4 | digit
            }
        } else {
            for index in 1..<name.count {
                guard name[index].isASCIIDigit, value < 0x110000 else { return nil }
                value = value * 10 + UInt32(name[index] - 0x30)
            }
        }
        guard let scalar = Unicode.Scalar(value), isAllowed(scalar) else { return nil }
        return scalar
    }

    /// Whether XML 1.0 allows the character (section 2.2).
    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: true
        case 0..<0x20, 0xFFFE, 0xFFFF: false
        default: true
        }
    }

    /// A text with the references that it is left with read once more.
    static func plain(_ text: Bytes) -> [UInt8] {
        guard text.contains(UInt8(ascii: "&")) else { return Array(text) }
        var result: [UInt8] = []
        var position = 0
        while position < text.count {
            if text[position] == UInt8(ascii: "&"),
                let end = text.firstIndex(of: UInt8(ascii: ";"), from: position, before: position + 64)
            {
                let name = text.part(position + 1..<end)
                let known = numeric(name).map { String(Character($0)) } ?? HTMLNames.text(of: name)
                if let known {
                    result.append(contentsOf: known.utf8)
                    position = end + 1
                    continue
                }
            }
            result.append(text[position])
            position += 1
        }
        return result
    }
}
