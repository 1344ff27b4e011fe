/// Reads the inside of one start tag, however badly it is written.
struct TagScanner {
    /// One attribute: where its name and its value stand.
    struct Attribute {
        var name: Range<Int>
        var value: Range<Int>
    }

    /// What was found.
    struct Tag {
        /// The attributes with a value, each name once.
        var attributes: [Attribute] = []
        /// Where the text after the tag starts.
        var end = 0
        /// Whether the tag ends in `/>`.
        var isEmpty = false
        /// Whether anything was not as XML has it.
        var isBroken = false
        /// Whether attributes were left out because there were too many.
        var isOverlong = false
    }

    private let input: Bytes
    private var position: Int
    private var tag = Tag()

    init(_ input: Bytes, afterName position: Int) {
        self.input = input
        self.position = position
    }

    /// The most attributes that one tag may have.
    static let maxAttributes = 256

    /// Whether any tag of a document has more attributes than that.
    static func findsOverlongTag(in bytes: Bytes) -> Bool {
        var position = bytes.firstIndex(of: UInt8(ascii: "<"), from: 0)
        while let open = position {
            position = bytes.firstIndex(of: UInt8(ascii: "<"), from: open + 1)
            if (position ?? bytes.count) - open > 4096, open + 1 < bytes.count, bytes[open + 1].isNameByte,
                TagScanner(bytes, afterName: open + 1).scan()?.isOverlong == true
            {
                return true
            }
        }
        return false
    }

    /// The tag, or `nil` where the document ends first.
    func scan() -> Tag? {
        var scanner = self
        return scanner.run()
    }

    private mutating func run() -> Tag? {
        while position < input.count {
            let byte = input[position]
            if byte.isASCIISpace {
                position += 1
            } else if byte == UInt8(ascii: ">") {
                tag.end = position + 1
                return tag
            } else if byte == UInt8(ascii: "<") {
                (tag.end, tag.isBroken) = (position, true)
                return tag
            } else if byte == UInt8(ascii: "/") {
                position += 1
                if position < input.count, input[position] == UInt8(ascii: ">") {
                    (tag.isEmpty, tag.end) = (true, position + 1)
                    return tag
                }
                tag.isBroken = true
            } else {
                attribute()
            }
        }
        return nil
    }

    private mutating func attribute() {
        let start = position
        while position < input.count, !isDelimiter(input[position]) { position += 1 }
        let name = start..<position
        if position == start { position += 1 }
        let resume = position
        skipSpace()
        guard position < input.count, input[position] == UInt8(ascii: "=") else {
            position = resume
            tag.isBroken = true
            return
        }
        position += 1
        skipSpace()
        guard position < input.count else { return }
        let value = value()
        if tag.attributes.count == Self.maxAttributes {
            (tag.isBroken, tag.isOverlong) = (true, true)
        } else if isName(name), !tag.attributes.contains(where: { isSame($0.name, name) }) {
            tag.attributes.append(Attribute(name: name, value: value))
        } else {
            tag.isBroken = true
        }
        if position < input.count, !isDelimiter(input[position]) { tag.isBroken = true }
    }

    private mutating func value() -> Range<Int> {
        let quote = input[position]
        guard quote == 0x22 || quote == 0x27 else {
            tag.isBroken = true
            return bareValue(from: position)
        }
        let start = position + 1
        guard let close = input.firstIndex(of: quote, from: start), !isUnclosed(start..<close) else {
            tag.isBroken = true
            return bareValue(from: start)
        }
        position = close + 1
        if input.firstIndex(of: UInt8(ascii: "<"), from: start, before: close) != nil { tag.isBroken = true }
        return start..<close
    }

    /// Whether what looks like a value has run into the text behind the tag or into the next attribute.
    private func isUnclosed(_ value: Range<Int>) -> Bool {
        if let bracket = input.firstIndex(of: UInt8(ascii: "<"), from: value.lowerBound, before: value.upperBound),
            let end = input.firstIndex(of: UInt8(ascii: ">"), from: value.lowerBound, before: value.upperBound),
            end < bracket
        {
            return true
        }
        var last = value.upperBound
        while last > value.lowerBound, input[last - 1].isASCIISpace { last -= 1 }
        let next = value.upperBound + 1
        return last > value.lowerBound && input[last - 1] == UInt8(ascii: "=")
            && next < input.count && !isDelimiter(input[next])
            && input.part(value).contains(where: \.isASCIISpace)
    }

    /// A value without quotes: up to white space or the end of the tag.
    private mutating func bareValue(from start: Int) -> Range<Int> {
        position = start
        while position < input.count, !input[position].isASCIISpace, input[position] != UInt8(ascii: ">"),
            input[position] != UInt8(ascii: "<"),
            !(input[position] == UInt8(ascii: "/") && position + 1 < input.count
                && input[position + 1] == UInt8(ascii: ">"))
        {
            position += 1
        }
        var end = position
        if end > start, input[end - 1] == 0x22 || input[end - 1] == 0x27 { end -= 1 }
        return start..<end
    }

    private mutating func skipSpace() {
        while position < input.count, input[position].isASCIISpace { position += 1 }
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
        byte.isASCIISpace || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: "<")
    }

    private func isName(_ range: Range<Int>) -> Bool { input.part(range).isQualifiedName }

    private func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        var offset = 0
        while offset < left.count {
            if input[left.lowerBound + offset] != input[right.lowerBound + offset] { return false }
            offset += 1
        }
        return true
    }
}
