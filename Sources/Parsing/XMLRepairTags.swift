/// An element whose start tag has been written and whose end tag has not.
struct OpenElement {
    /// Where its qualified name stands in the input.
    let name: Range<Int>
    /// What the element is to a feed.
    let role: ElementRole
    /// How many namespaces it declares.
    var namespaces = 0
    /// Whether its end tag has come; only the root waits for the end of the document.
    var isEndSeen = false
    /// Whether its end tag is known to stand within the item.
    var isEndAhead = false
}

/// What an element is to a feed, as far as mending goes.
enum ElementRole {
    /// `item` or `entry`: the unit that damage must not leave.
    case item
    /// An element that holds text only: `title`, `pubDate`, …
    case leaf
    /// An element that may hold HTML: `description`, `content`, …
    case markupLeaf
    /// Anything else.
    case other
}

extension XMLRepair {
    // MARK: End tags

    /// Reads an end tag; one that closes nothing is left out, one that closes an outer element closes the inner ones.
    mutating func endTag() {
        let nameStart = position + 2
        let nameEnd = endOfName(from: nameStart)
        guard nameEnd > nameStart else {
            if nameStart < input.count, input[nameStart] == UInt8(ascii: ">") {
                fault("an end tag without a name")
                position = nameStart + 1
            } else {
                literalBracket()
            }
            return
        }
        var end = nameEnd
        while end < input.count, input[end] != UInt8(ascii: ">"), input[end] != UInt8(ascii: "<") { end += 1 }
        let name = nameStart..<nameEnd
        if role(of: name) == .item { swallowed = 0 }
        if swallowed > 0 {
            swallowed -= 1
        } else if let match = open.lastIndex(where: { isSameName($0.name, name) }) {
            closeMatch(at: match, name: name)
        } else if !open.isEmpty {
            fault("</", name, "> closes nothing")
        }
        if end == input.count || input[end] != UInt8(ascii: ">") { fault("an end tag that never ends") }
        position = end < input.count && input[end] == UInt8(ascii: ">") ? end + 1 : end
    }

    private mutating func closeMatch(at match: Int, name: Range<Int>) {
        if match < open.count - 1 {
            fault("</", name, "> leaves an element within it open")
        }
        if match == 0 {
            // The root stays open: what follows its end tag may be more of the feed.
            close(downTo: 1)
            open[0].isEndSeen = true
        } else {
            close(downTo: match)
        }
    }

    /// Writes the end tags of the innermost elements until `depth` are left.
    mutating func close(downTo depth: Int) {
        while open.count > depth {
            let last = open.removeLast()
            liveNamespaces -= last.namespaces
            write("</")
            copy(last.name)
            write(">")
        }
    }

    // MARK: Start tags

    /// Reads a start tag; answers `false`, having done nothing, where the `<` turns out to be text.
    mutating func startTag() -> Bool {
        let name = position + 1..<endOfName(from: position + 1)
        guard name.upperBound < input.count else { return endWithinTag() }
        guard isTagDelimiter(input[name.upperBound]), input.part(name).isQualifiedName else { return false }
        guard let tag = TagScanner(input, afterName: name.upperBound).scan() else { return endWithinTag() }
        if open.first?.isEndSeen == true { fault("an element behind the end of the root") }
        if tag.isBroken {
            if tag.attributes.isEmpty && !isKnown(name) { return false }
            fault("a broken <", name, "> tag")
        }
        let role = role(of: name)
        makeRoom(for: name, role: role)
        position = tag.end
        if open.count >= Self.maxDepth {
            if !tag.isEmpty { swallowed += 1 }
            if swallowed == 1 { fault("elements nested too deep") }
            return true
        }
        writeTag(name, tag, role)
        return true
    }

    private mutating func endWithinTag() -> Bool {
        fault("the document ends within a tag")
        position = input.count
        return true
    }

    private mutating func writeTag(_ name: Range<Int>, _ tag: TagScanner.Tag, _ role: ElementRole) {
        write("<")
        copy(name)
        let resume = position
        var namespaces = 0
        for attribute in tag.attributes {
            if input.holds("xmlns", at: attribute.name.lowerBound) {
                guard liveNamespaces + namespaces < XMLReader.maxNamespaces / 2 else {
                    fault("too many namespaces")
                    continue
                }
                namespaces += 1
            }
            write(" ")
            copy(attribute.name)
            write("=\"")
            writeValue(attribute.value)
            write("\"")
        }
        position = resume
        let isVoid = !tag.isEmpty && (isUnclosedVoid(name) || isUnclosedField(name))
        if tag.isEmpty || isVoid {
            if isVoid { fault("<", name, "> is never closed") }
            write("/>")
        } else {
            write(">")
            open.append(OpenElement(name: name, role: role, namespaces: namespaces))
            liveNamespaces += namespaces
        }
    }

    /// The longest value of an attribute, in bytes of the document; what is longer is cut.
    private static let longestValue = 1 << 20

    /// Writes an attribute's value, its references read.
    private mutating func writeValue(_ whole: Range<Int>) {
        let range = whole.lowerBound..<endOfPiece(in: whole, longest: Self.longestValue)
        var next = range.lowerBound
        var start = next
        while next < range.upperBound {
            let byte = input[next]
            guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "\"") else {
                next += 1
                continue
            }
            writeText(start..<next)
            if byte == UInt8(ascii: "\"") {
                write("&quot;")
                next += 1
            } else {
                position = next
                reference(inTag: true)
                next = min(position, range.upperBound)
            }
            start = next
        }
        writeText(start..<range.upperBound)
    }

    /// Closes what a start tag shows to have been left open: an item by the next item, a text by the next field.
    private mutating func makeRoom(for name: Range<Int>, role: ElementRole) {
        if role == .item {
            swallowed = 0
            if let left = open.firstIndex(where: { $0.role != .other }), left > 0 || open.count > 1 {
                fault("<", open[left].name, "> is not closed before the next item")
                close(downTo: max(left, 1))
            }
            return
        }
        let word = input.part(name).lowercasedText
        guard let leaf = open.lastIndex(where: { $0.role == .leaf || $0.role == .markupLeaf }) else {
            return closeForgotten(before: word)
        }
        let isDirect = leaf == open.count - 1
        let isField = FeedWords.strong.contains(word) || isDirect && FeedWords.weak.contains(word)
        guard isField || isDirect && FeedWords.hasFieldPrefix(word) else { return }
        if isDirect && FeedWords.personParts.contains(word) { return }
        fault("<", open[leaf].name, "> is not closed before the next element")
        close(downTo: leaf)
        // What it stood in may be left open as well: the author around a name.
        makeRoom(for: name, role: role)
    }

    /// Closes elements that a field seems to stand in, but whose end tags are nowhere before the next item.
    private mutating func closeForgotten(before word: String) {
        guard open.last?.role == .other,
            FeedWords.strong.contains(word) || FeedWords.weak.contains(word) || FeedWords.hasFieldPrefix(word)
        else { return }
        while let top = open.last, top.role == .other, !top.isEndAhead, open.count > 1,
            !FeedWords.containers.contains(input.part(top.name).lowercasedText)
        {
            if endsInItem(top) {
                open[open.count - 1].isEndAhead = true
            } else {
                fault("<", top.name, "> is not closed before the next element")
                close(downTo: open.count - 1)
            }
        }
    }

    /// Whether the end tag of an open element stands ahead within the item; assumed where the search has cost enough.
    private mutating func endsInItem(_ element: OpenElement) -> Bool {
        let limit = min(input.count, position + 65_536)
        var next = position
        while searched < 2 * input.count,
            let bracket = input.firstIndex(of: UInt8(ascii: "<"), from: next, before: limit)
        {
            searched += bracket + 1 - next
            next = bracket + 1
            let end = bracket + 2 + element.name.count
            if Self.itemBoundary(in: input, from: bracket, before: bracket + 1) != nil { return false }
            if next < input.count, input[next] == UInt8(ascii: "/"), end <= input.count,
                isSameName(bracket + 2..<end, element.name), end == input.count || !input[end].isNameByte
            {
                return true
            }
        }
        return searched >= 2 * input.count || limit < input.count
    }

    private func role(of name: Range<Int>) -> ElementRole {
        let word = input.part(name).lowercasedText
        if FeedWords.items.contains(word) { return .item }
        if FeedWords.leaves.contains(word) || word.hasPrefix("dc:") { return .leaf }
        if FeedWords.markupLeaves.contains(word) { return .markupLeaf }
        return .other
    }

    /// Whether a name is one of HTML or of feeds, so that `<name` is likelier a tag than text.
    private func isKnown(_ name: Range<Int>) -> Bool {
        let word = input.part(name).lowercasedText
        return HTMLElements.kind(of: word) != .unknown || FeedWords.strong.contains(word)
            || FeedWords.weak.contains(word)
            || FeedWords.items.contains(word) || word.contains(":")
    }

    /// Whether an element of HTML that has no content stands here without its slash.
    private func isUnclosedVoid(_ name: Range<Int>) -> Bool {
        FeedWords.voids.contains(input.part(name).lowercasedText)
            && open.contains { $0.role == .markupLeaf || $0.role == .leaf }
    }

    /// Whether a field that has attributes only, such as `enclosure`, was just opened without ever being closed.
    private func isUnclosedField(_ name: Range<Int>) -> Bool {
        guard FeedWords.emptyFields.contains(input.part(name).lowercasedText) else { return false }
        var next = position
        while next < input.count, input[next].isASCIISpace { next += 1 }
        guard next + 1 < input.count, input[next] == UInt8(ascii: "<") else { return false }
        let end = next + 2 + name.count
        return input[next + 1] != UInt8(ascii: "/") || end > input.count || !isSameName(next + 2..<end, name)
    }

    // MARK: Names

    /// Whether two names in the input are the same but for case.
    func isSameName(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for offset in 0..<left.count
        where input[left.lowerBound + offset].asciiLowercased != input[right.lowerBound + offset].asciiLowercased {
            return false
        }
        return true
    }

    private func endOfName(from start: Int) -> Int {
        var next = start
        while next < input.count, input[next].isNameByte { next += 1 }
        return next
    }

    private func isTagDelimiter(_ byte: UInt8) -> Bool {
        byte.isASCIISpace || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "<")
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether these bytes are a name with at most one prefix (Namespaces in XML 1.0, section 4).
    var isQualifiedName: Bool {
        var isStart = true
        var colons = 0
        for scalar in text.unicodeScalars {
            if scalar == ":" {
                guard !isStart, colons == 0 else { return false }
                colons += 1
                isStart = true
            } else {
                guard scalar.isNameStart || !isStart && scalar.isNamePart else { return false }
                isStart = false
            }
        }
        return !isStart
    }
}

extension Unicode.Scalar {
    /// Whether an XML name may start with the character, a colon excepted (XML 1.0, section 2.3).
    fileprivate var isNameStart: Bool {
        switch value {
        case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF,
            0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD,
            0x10000...0xEFFFF:
            true
        default: false
        }
    }

    /// Whether the character may stand within an XML name although none starts with it.
    fileprivate var isNamePart: Bool {
        switch value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: false
        }
    }
}

extension UInt8 {
    /// Whether the byte may stand within an XML name; bytes of longer characters are let through.
    var isNameByte: Bool {
        isASCIILetter || isASCIIDigit || self >= 0x80 || self == UInt8(ascii: "_") || self == UInt8(ascii: ":")
            || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }
}
