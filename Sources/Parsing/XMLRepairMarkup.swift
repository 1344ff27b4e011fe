extension XMLRepair {
    // MARK: Markup

    /// Reads what starts with `<`.
    mutating func markup() {
        let next = position + 1 < input.count ? input[position + 1] : 0
        switch next {
        case UInt8(ascii: "!"): declaration()
        case UInt8(ascii: "?"): instruction()
        case UInt8(ascii: "/"): endTag()
        default:
            if !(next.isASCIILetter || next == UInt8(ascii: "_") || next >= 0x80) || !startTag() {
                literalBracket()
            }
        }
    }

    /// A `<` that starts nothing.
    mutating func literalBracket() {
        if !open.isEmpty {
            fault("a bare < in text")
            write("&lt;")
        }
        position += 1
    }

    mutating func declaration() {
        if input.holds("<!--", at: position) {
            comment()
        } else if input.holds("<![cdata[", at: position) {
            cdata()
        } else if input.holds("<!doctype", at: position) {
            fault("a misplaced DOCTYPE")
            position = endOfDeclaration()
        } else if position + 2 < input.count,
            input[position + 2].isASCIILetter || input[position + 2] == UInt8(ascii: "[")
        {
            fault("a declaration that has no place here")
            position = endOfDeclaration()
        } else {
            literalBracket()
        }
    }

    mutating func comment() {
        let start = position + 4
        let end = Self.nextEnd("-->", in: input, from: start, last: &commentEnd)
        let isUnclosed = end == input.count || input.firstIndex(of: "<!--", from: start, before: end) != nil
        if isUnclosed { fault("a comment that never ends") }
        let boundary = isUnclosed ? itemBoundary(from: start, before: end) : nil
        position = boundary ?? min(end + 3, input.count)
    }

    mutating func cdata() {
        let start = position + 9
        let end = Self.nextEnd("]]>", in: input, from: start, last: &cdataEnd)
        var (stop, next) = (end, min(end + 3, input.count))
        if end == input.count || input.firstIndex(of: "<![cdata[", from: start, before: end) != nil,
            let boundary = itemBoundary(from: start, before: end)
        {
            fault("a CDATA section that never ends")
            stop = endTagOfTop(from: start, before: boundary) ?? boundary
            next = stop
        } else if end == input.count {
            fault("a CDATA section that never ends")
        }
        if open.isEmpty { fault("text outside the root element") } else { pending = start..<max(start, stop) }
        position = next
    }

    /// Behind a declaration and the subset it may have, but never beyond the item.
    private mutating func endOfDeclaration() -> Int {
        let bracket = Self.nextEnd(">", in: input, from: position, last: &bracketEnd)
        if input.firstIndex(of: UInt8(ascii: "["), from: position, before: bracket) != nil,
            let end = input.firstIndex(of: "]>", from: position, before: position + 65_536),
            itemBoundary(from: position + 2, before: end) == nil
        {
            return end + 2
        }
        return min(itemBoundary(from: position + 2, before: bracket) ?? bracket + 1, input.count)
    }

    /// The next place of a closing mark, or the end of the document.
    private static func nextEnd(_ mark: StaticString, in input: Bytes, from start: Int, last: inout Int) -> Int {
        if last < start { last = input.firstIndex(of: mark, from: start) ?? input.count }
        return last
    }

    private func itemBoundary(from start: Int, before end: Int) -> Int? {
        Self.itemBoundary(in: input, from: start, before: end)
    }

    /// The next start or end tag of an item.
    static func itemBoundary(in input: Bytes, from start: Int = 0, before end: Int? = nil) -> Int? {
        var next = start
        while let bracket = input.firstIndex(of: UInt8(ascii: "<"), from: next, before: end) {
            if input.holds("</item", at: bracket) || input.holds("</entry", at: bracket)
                || input.holds("<item", at: bracket) && !input.holds("<items", at: bracket)
                || input.holds("<entry", at: bracket)
            {
                return bracket
            }
            next = bracket + 1
        }
        return nil
    }

    /// The next end tag of the innermost open element.
    private func endTagOfTop(from start: Int, before end: Int) -> Int? {
        guard let top = open.last else { return nil }
        var next = start
        while let bracket = input.firstIndex(of: UInt8(ascii: "<"), from: next, before: end) {
            if bracket + 1 < end, input[bracket + 1] == UInt8(ascii: "/"),
                isSameName(bracket + 2..<min(bracket + 2 + top.name.count, input.count), top.name)
            {
                return bracket
            }
            next = bracket + 1
        }
        return nil
    }

    /// Leaves out a processing instruction; one that would run into another item ends at its first `>`.
    mutating func instruction() {
        let isDeclaration =
            input.holds("<?xml", at: position) && position + 5 < input.count && input[position + 5].isASCIISpace
        if isDeclaration { fault("a misplaced XML declaration") }
        let end = Self.nextEnd("?>", in: input, from: position, last: &instructionEnd)
        if end < min(position + 4096, input.count), itemBoundary(from: position + 2, before: end) == nil {
            position = end + 2
        } else {
            fault("an instruction that never ends")
            let bracket = min(Self.nextEnd(">", in: input, from: position, last: &bracketEnd) + 1, input.count)
            position = input.firstIndex(of: UInt8(ascii: "<"), from: position + 1, before: bracket) ?? bracket
        }
    }

    /// Leaves out what stands before the feed: blank lines, messages of a web server's scripting language.
    mutating func skipGarbage() {
        guard let first = input.firstIndex(of: UInt8(ascii: "<"), from: position) else { return }
        if !input.part(position..<first).allSatisfy(\.isASCIISpace) { fault("text before the document") }
        if Self.isRoot(in: input, at: first) || input.holds("<!", at: first) || input.holds("<?", at: first) {
            position = first
            return
        }
        var next = first
        let limit = min(input.count, first + 65_536)
        while let bracket = input.firstIndex(of: UInt8(ascii: "<"), from: next, before: limit) {
            if Self.isRoot(in: input, at: bracket) || input.holds("<?xml ", at: bracket) {
                fault("markup before the document")
                position = bracket
                return
            }
            next = bracket + 1
        }
        position = first
    }

    /// Whether a feed's root element starts there.
    static func isRoot(in bytes: Bytes, at place: Int) -> Bool {
        ["<rss", "<feed", "<rdf:rdf", "<atom:feed", "<channel"].contains { (name: StaticString) in
            let end = place + name.utf8CodeUnitCount
            return bytes.holds(name, at: place)
                && end < bytes.count && (bytes[end].isASCIISpace || bytes[end] == UInt8(ascii: ">"))
        }
    }
}
