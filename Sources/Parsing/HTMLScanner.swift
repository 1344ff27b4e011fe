/// Reads HTML, or text that may be HTML, and writes what a reader would see of it.
struct HTMLScanner {
    private let input: Bytes
    private let kind: TextKind
    private var position = 0
    /// How many tags were taken for tags.
    private(set) var tags = 0
    /// Whether a `<` is always text.
    var ignoresTags = false
    /// Elements whose end tag is nowhere ahead, so that it is not looked for again.
    private var endless: Set<String> = []
    /// Whether no comment ends ahead, and where the next `>` was last found: nothing is searched for in vain twice.
    private var hasNoCommentEnd = false
    private var nextClose = -1
    /// Where a CDATA section that has no place in HTML ends.
    private var cdataEnd = -1
    /// How often an end tag may still be looked for to tell a tag from text.
    private var lookups = 64

    init(_ input: Bytes, kind: TextKind) {
        self.input = input
        self.kind = kind
    }

    /// Reads all of the input, or as much as the writer takes.
    mutating func run(into writer: inout TextWriter) {
        while position < input.count, !writer.isFull {
            if position == cdataEnd { position += 3 }
            guard position < input.count else { return }
            switch Self.classes[Int(input[position])] {
            case .word: word(into: &writer)
            case .space:
                writer.space()
                position += 1
            case .bracket: bracket(into: &writer)
            case .ampersand: ampersand(into: &writer)
            case .special: special(into: &writer)
            case .control: position += 1
            }
        }
    }

    // MARK: Text

    private enum ByteClass: UInt8 { case word, space, bracket, ampersand, special, control }

    /// What a byte may start; `special` are the leads of characters that are white space or C1 controls.
    private static let classes: [ByteClass] = (0...255).map { (byte: UInt8) in
        switch byte {
        case 0x09...0x0D, 0x20: .space
        case 0x00...0x1F, 0x7F: .control
        case UInt8(ascii: "<"): .bracket
        case UInt8(ascii: "&"): .ampersand
        case 0xC2, 0xE1, 0xE2, 0xE3: .special
        default: .word
        }
    }

    /// Copies words, and single spaces between them, at once.
    private mutating func word(into writer: inout TextWriter) {
        let start = position
        let limit = cdataEnd > position ? min(cdataEnd, input.count) : input.count
        Self.classes.withUnsafeBufferPointer { classes in
            while position < limit {
                let byte = input[position]
                if classes[Int(byte)] != .word {
                    guard byte == 0x20, position + 1 < limit, classes[Int(input[position + 1])] == .word else { break }
                }
                position += 1
            }
        }
        writer.append(input.part(start..<position))
    }

    private mutating func special(into writer: inout TextWriter) {
        let length = min(max(input.utf8SequenceLength(at: position), 1), input.count - position)
        let piece = input.part(position..<position + length)
        position += length
        switch (piece[0], length) {
        case (0xC2, 2): writer.append(Unicode.Scalar(piece[1]))
        case (_, 3):
            let value = UInt32(piece[0] & 0x0F) << 12 | UInt32(piece[1] & 0x3F) << 6 | UInt32(piece[2] & 0x3F)
            if let scalar = Unicode.Scalar(value), scalar.isSpace {
                writer.space()
            } else {
                writer.append(piece)
            }
        default: writer.append(piece)
        }
    }

    private mutating func literal(into writer: inout TextWriter) {
        writer.append(input.part(position..<position + 1))
        position += 1
    }

    // MARK: References

    private mutating func ampersand(into writer: inout TextWriter) {
        guard kind != .literal, let (text, end) = Self.reference(in: input, at: position) else {
            return literal(into: &writer)
        }
        for scalar in text.unicodeScalars { writer.append(scalar) }
        position = end
    }

    /// What the reference at an ampersand stands for, and where it ends.
    private static func reference(in input: Bytes, at start: Int) -> (text: String, end: Int)? {
        var end = start + 1
        if end < input.count, input[end] == UInt8(ascii: "#") { end += 1 }
        while end < input.count, end < start + 40, input[end].isASCIILetter || input[end].isASCIIDigit { end += 1 }
        let name = input.part(start + 1..<end)
        guard !name.isEmpty else { return nil }
        let isClosed = end < input.count && input[end] == UInt8(ascii: ";")
        let next = isClosed ? end + 1 : end
        if name[0] == UInt8(ascii: "#") {
            guard name.count > 1, name[1].isASCIIDigit || name.count > 2 else { return nil }
            if let scalar = CharacterReference.numeric(name) { return (String(Character(scalar)), next) }
            return name.dropFirst().allSatisfy { $0.hexDigit != nil || $0 | 0x20 == UInt8(ascii: "x") }
                ? ("", next) : nil
        }
        guard isClosed || HTMLNames.isLegacy(name) && !(end < input.count && input[end] == UInt8(ascii: "=")) else {
            return nil
        }
        return HTMLNames.text(of: name).map { ($0, next) }
    }

    /// Whether a text that should be plain still holds a reference.
    static func hasReference(_ text: Bytes) -> Bool {
        var position = 0
        while let next = text.firstIndex(of: UInt8(ascii: "&"), from: position) {
            if let (_, end) = reference(in: text, at: next), text[end - 1] == UInt8(ascii: ";") { return true }
            position = next + 1
        }
        return false
    }

    /// Whether a text that should be plain still holds tags: an end tag of HTML, or a tag that needs none.
    static func hasMarkup(_ text: Bytes) -> Bool {
        var position = 0
        while let next = text.firstIndex(of: UInt8(ascii: "<"), from: position) {
            var start = next + 1
            let isEnd = start < text.count && text[start] == UInt8(ascii: "/")
            if isEnd { start += 1 }
            var end = start
            while end < text.count, end < start + 16, text[end].isASCIILetter || text[end].isASCIIDigit { end += 1 }
            let name = text.part(start..<end).lowercasedText
            if isEnd ? HTMLElements.kind(of: name) != .unknown : ["br", "p", "img", "hr"].contains(name),
                text.firstIndex(of: UInt8(ascii: ">"), from: end, before: end + 1024) != nil
            {
                return true
            }
            position = next + 1
        }
        return false
    }

    // MARK: Tags

    private mutating func bracket(into writer: inout TextWriter) {
        let next = position + 1 < input.count ? input[position + 1] : 0
        guard kind != .literal, !ignoresTags else { return literal(into: &writer) }
        if next == UInt8(ascii: "!") {
            declaration(into: &writer)
        } else if next == UInt8(ascii: "?"), let end = close(from: position) {
            position = end
        } else if next.isASCIILetter {
            tag(from: position + 1, isEnd: false, into: &writer)
        } else if next == UInt8(ascii: "/"), position + 2 < input.count, input[position + 2].isASCIILetter {
            tag(from: position + 2, isEnd: true, into: &writer)
        } else {
            literal(into: &writer)
        }
    }

    private mutating func declaration(into writer: inout TextWriter) {
        if input.holds("<!--", at: position) {
            if !hasNoCommentEnd, let end = input.firstIndex(of: "-->", from: position + 2) {
                position = end + 3
            } else {
                hasNoCommentEnd = true
                position = close(from: position) ?? input.count
            }
        } else if input.holds("<![cdata[", at: position) {
            // Not HTML, but what it holds was meant to be read.
            position += 9
            if cdataEnd < position { cdataEnd = input.firstIndex(of: "]]>", from: position) ?? Int.max }
        } else if position + 2 < input.count,
            input[position + 2].isASCIILetter || input[position + 2] == UInt8(ascii: "["),
            let end = close(from: position)
        {
            position = end
        } else {
            literal(into: &writer)
        }
    }

    /// Behind the next `>`, or `nil` where none follows.
    private mutating func close(from start: Int) -> Int? {
        if nextClose < start { nextClose = input.firstIndex(of: UInt8(ascii: ">"), from: start) ?? input.count }
        return nextClose < input.count ? nextClose + 1 : nil
    }

    private mutating func tag(from start: Int, isEnd: Bool, into writer: inout TextWriter) {
        var nameEnd = start
        while nameEnd < input.count, input[nameEnd].isNameByte, input[nameEnd] < 0x80 { nameEnd += 1 }
        let name = input.part(start..<nameEnd).lowercasedText
        let element = HTMLElements.kind(of: name)
        let isSure = kind == .html || element != .unknown && (kind == .looseHTML || Self.isPlain(name, element))
        guard let end = endOfTag(from: nameEnd, reach: isSure ? input.count : 1024) else {
            // Cut off in the middle of a tag.
            if element != .unknown && kind != .title { position = input.count } else { literal(into: &writer) }
            return
        }
        guard isTag(name, element, nameEnd..<end, isEnd) else { return literal(into: &writer) }
        tags += 1
        position = end
        switch element {
        case .block: writer.space()
        case .hidden where !isEnd && input[end - 2] != UInt8(ascii: "/"): skipContent(of: name)
        default: break
        }
    }

    /// Behind the `>` that ends a tag, quotes minded where they are closed.
    private mutating func endOfTag(from start: Int, reach: Int) -> Int? {
        guard let simple = close(from: start) else { return nil }
        let limit = min(input.count, start + reach)
        var next = start
        while next < limit {
            switch input[next] {
            case UInt8(ascii: ">"): return next + 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard next > start, input[next - 1] == UInt8(ascii: "=") || input[next - 1].isASCIISpace,
                    let close = input.firstIndex(of: input[next], from: next + 1, before: limit)
                else { break }
                next = close
            default: break
            }
            next += 1
        }
        return simple <= limit ? simple : nil
    }

    /// Whether `<name …>` is a tag rather than text in angle brackets.
    private mutating func isTag(_ name: String, _ element: HTMLElements.Kind, _ inside: Range<Int>, _ isEnd: Bool)
        -> Bool
    {
        if kind == .html { return true }
        guard looksLikeAttributes(inside) else { return false }
        if element == .unknown {
            if name.contains(":") || name.contains("-") { return true }
        } else if kind == .looseHTML || Self.isPlain(name, element) && (isEnd || !holdsBareWords(inside)) {
            return true
        }
        if isEnd { return hasSeen.contains(name) }
        let hasAttribute =
            input.firstIndex(of: UInt8(ascii: "="), from: inside.lowerBound, before: inside.upperBound) != nil
        let isClosed = input[inside.upperBound - 2] == UInt8(ascii: "/")
        if hasAttribute || isClosed || hasEnd(name, from: inside.upperBound) {
            hasSeen.insert(name)
            return true
        }
        return false
    }

    /// Whether a name is followed by words without values, as in "if a<b then c>d".
    private func holdsBareWords(_ inside: Range<Int>) -> Bool {
        inside.contains { input[$0].isASCIILetter } && !inside.contains { input[$0] == UInt8(ascii: "=") }
    }

    /// Whether what follows a name can be the rest of a tag, as it is not in "a <b && c> d".
    private func looksLikeAttributes(_ inside: Range<Int>) -> Bool {
        guard let first = inside.first(where: { !input[$0].isASCIISpace }) else { return false }
        let byte = input[first]
        return byte.isASCIILetter || byte >= 0x80 || "/>\"'=_:@".utf8.contains(byte)
    }

    /// Whether an element of HTML is one that nobody writes into a headline without meaning it.
    private static func isPlain(_ name: String, _ element: HTMLElements.Kind) -> Bool {
        element == .formatting || element == .void || plainBlocks.contains(name)
    }

    /// Unlikely tags that were taken for tags, whose end tags are then tags too.
    private var hasSeen: Set<String> = []

    private static let plainBlocks: Set<String> = [
        "p", "br", "div", "hr", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "center", "td", "tr", "tbody",
    ]

    private mutating func hasEnd(_ name: String, from start: Int) -> Bool {
        guard lookups > 0 else { return false }
        lookups -= 1
        return endTag(name, from: start) != nil
    }

    private mutating func skipContent(of name: String) {
        guard !endless.contains(name) else { return }
        guard let close = endTag(name, from: position) else {
            endless.insert(name)
            return
        }
        position = input.firstIndex(of: UInt8(ascii: ">"), from: close).map { $0 + 1 } ?? input.count
    }

    /// The next end tag of an element.
    private func endTag(_ name: String, from start: Int) -> Int? {
        let wanted = Array(name.utf8)
        var next = start
        while let found = input.firstIndex(of: "</", from: next) {
            let end = found + 2 + wanted.count
            if end <= input.count, end == input.count || !input[end].isNameByte,
                (0..<wanted.count).allSatisfy({ input[found + 2 + $0].asciiLowercased == wanted[$0] })
            {
                return found
            }
            next = found + 2
        }
        return nil
    }
}
