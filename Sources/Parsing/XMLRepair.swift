import News

/// Writes a document that is not well formed anew, so that libxml2 reads all of it.
///
/// libxml2's own recovery drops every later `&amp;` and `&lt;` after the first fault, and ends the feed at a stray
/// end tag. So nothing broken is handed to it: this pass reads the document as a browser would, knowing feeds, and
/// writes well-formed XML.
///
/// Invariants:
/// 1. The output is well formed: one root, tags nested, references to characters only, no DOCTYPE, no comments.
/// 2. Damage inside one item ends, at the latest, where the next item starts or the item's end tag stands.
/// 3. Well-formed parts of the document come out with the meaning that they had.
/// 4. Time is linear in the document, depth at most ``maxDepth``; what is written is handed on piece by piece.
struct XMLRepair {
    /// The deepest nesting that is written; libxml2 itself gives up at 256.
    static let maxDepth = 200
    /// How many problems are kept.
    static let maxProblems = 20
    /// How many bytes of text are copied at once.
    static let longestPiece = 1 << 16
    /// How many bytes the document's own entities may add.
    static let maxExpansion = 1 << 20

    /// The well-formed document, as far as it has been written and not handed on.
    private(set) var output: [UInt8] = []
    /// How much of the output has been handed on.
    private var taken = 0
    private var stage = Stage.before
    /// Text of a CDATA section that is still to be copied.
    var pending = 0..<0
    private enum Stage { case before, within, behind }
    /// What was wrong, in the order met.
    private(set) var problems: [ParseProblem] = []
    /// How many faults there were; entities that the DOCTYPE declares are none.
    private(set) var faults = 0

    let input: Bytes
    var position: Int
    private let type: DocumentType?
    private var expanded = 0
    private var countedTo = 0
    private var line = 1
    var open: [OpenElement] = []
    /// How many namespaces are declared by what is open.
    var liveNamespaces = 0
    /// How many bytes were searched for end tags that may be missing.
    var searched = 0
    /// Start tags beyond ``maxDepth`` that wait for their end tags.
    var swallowed = 0
    /// Where the next `-->`, `]]>`, `?>` and `>` were last found, so that no stretch is searched twice for them.
    var commentEnd = -1
    var cdataEnd = -1
    var instructionEnd = -1
    var bracketEnd = -1

    /// Prepares the mending of a document whose prolog ends at `start`.
    ///
    /// - Parameters:
    ///   - input: The document in valid UTF-8.
    ///   - start: Where to begin: behind the XML declaration.
    ///   - type: The document type declaration, if there is one.
    init(_ input: Bytes, from start: Int, type: DocumentType?) {
        self.input = input
        self.type = type
        position = start
    }

    /// Mends the whole document.
    mutating func run() {
        while step() {}
    }

    /// Hands on the next bytes of the well-formed document; answers how many, 0 at its end.
    mutating func take(into room: UnsafeMutableRawBufferPointer) -> Int {
        while output.count - taken < room.count, step() {}
        let count = min(room.count, output.count - taken)
        output.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[taken..<taken + count])) }
        taken += count
        if taken > Self.longestPiece, taken > output.count / 2 {
            output.removeFirst(taken)
            taken = 0
        }
        return count
    }

    /// Mends a little more; answers `false` once all is done.
    private mutating func step() -> Bool {
        switch stage {
        case _ where !pending.isEmpty: writePending()
        case .before:
            skipGarbage()
            stage = .within
        case .within where position < input.count:
            switch input[position] {
            case UInt8(ascii: "<"): markup()
            case UInt8(ascii: "&"): reference()
            default: text()
            }
        case .within:
            if !open.isEmpty, !open[0].isEndSeen { fault("the document ends before its root element does") }
            close(downTo: 0)
            stage = .behind
        case .behind: return false
        }
        return true
    }

    /// Notes a fault at the current position, in words around a name in the input.
    mutating func fault(_ before: StaticString, _ name: Range<Int>? = nil, _ after: StaticString = "") {
        faults += 1
        guard problems.count < Self.maxProblems else { return }
        while countedTo < min(position, input.count) {
            if input[countedTo] == 0x0A { line += 1 }
            countedTo += 1
        }
        problems.append(ParseProblem(line: line, message: "\(before)\(name.map { input.part($0).text } ?? "")\(after)"))
    }

    /// Appends input bytes as they are.
    mutating func copy(_ range: Range<Int>) { output.append(contentsOf: input.part(range)) }

    /// Appends bytes to the output.
    mutating func write(_ text: StaticString) { output.append(text) }

    // MARK: Text

    /// Copies text up to the next markup or reference, without the characters that XML forbids.
    private mutating func text() {
        let start = position
        var next = start
        let limit = endOfPiece(in: start..<input.count)
        while next < limit, input[next] != UInt8(ascii: "<"), input[next] != UInt8(ascii: "&") { next += 1 }
        if open.isEmpty {
            if !input.part(start..<next).allSatisfy(\.isASCIISpace) { fault("text outside the root element") }
            position = next
            return
        }
        writeText(start..<next)
        position = next
    }

    /// Copies the next piece of a CDATA section.
    private mutating func writePending() {
        let end = endOfPiece(in: pending)
        let resume = position
        writeText(pending.lowerBound..<end)
        position = resume
        pending = end..<pending.upperBound
    }

    /// Where the first piece of a long text ends: before a character, never within one.
    func endOfPiece(in range: Range<Int>, longest: Int = Self.longestPiece) -> Int {
        var end = min(range.upperBound, range.lowerBound + longest)
        if end < range.upperBound { while end > range.lowerBound + 1, input[end] & 0xC0 == 0x80 { end -= 1 } }
        return end
    }

    /// Writes a run of text in which only `<`, `&`, `>` and forbidden characters need care.
    mutating func writeText(_ range: Range<Int>) {
        var copied = range.lowerBound
        var next = range.lowerBound
        while next < range.upperBound {
            let byte = input[next]
            if byte > 0x3E && byte != 0xEF {
                next += 1
                continue
            }
            var escape: StaticString?
            var width = 1
            switch byte {
            case UInt8(ascii: "<"): escape = "&lt;"
            case UInt8(ascii: "&"): escape = "&amp;"
            case UInt8(ascii: ">"): escape = "&gt;"
            case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F: escape = ""
            case 0xEF where isNoncharacter(at: next): (escape, width) = ("", 3)
            default: break
            }
            if let escape {
                copy(copied..<next)
                if escape.utf8CodeUnitCount == 0 {
                    position = next
                    fault("a control character")
                } else {
                    write(escape)
                }
                copied = next + width
            }
            next += width
        }
        copy(copied..<range.upperBound)
    }

    /// Whether U+FFFE or U+FFFF stands there.
    private func isNoncharacter(at place: Int) -> Bool {
        place + 2 < input.count && input[place + 1] == 0xBF && input[place + 2] >= 0xBE
    }

    /// Writes what a reference stands for; position is at `&` and ends behind the reference.
    mutating func reference(inTag isInTag: Bool = false) {
        let isKept = isInTag || !open.isEmpty
        let start = position
        position += 1
        guard let end = referenceEnd(from: start + 1) else {
            if isKept {
                fault("a bare ampersand")
                write("&amp;")
            }
            return
        }
        position = end
        let hasSemicolon = end < input.count && input[end] == UInt8(ascii: ";")
        if hasSemicolon { position += 1 }
        guard isKept else { return }
        writeReference(input.part(start + 1..<end), from: start, hasSemicolon: hasSemicolon)
    }

    /// The end of what may be the name of a reference.
    private func referenceEnd(from start: Int) -> Int? {
        var next = start
        if next < input.count, input[next] == UInt8(ascii: "#") { next += 1 }
        let limit = min(input.count, start + 64)
        while next < limit, input[next].isASCIILetter || input[next].isASCIIDigit || "-._:".utf8.contains(input[next]) {
            next += 1
        }
        guard next > start, next < input.count else { return nil }
        // Without a semicolon only a number is taken: "&T" of "AT&T" is text.
        return input[next] == UInt8(ascii: ";") || input[start] == UInt8(ascii: "#") && next > start + 2 ? next : nil
    }

    private mutating func writeReference(_ name: Bytes, from start: Int, hasSemicolon: Bool) {
        if name[0] == UInt8(ascii: "#") {
            if !hasSemicolon { fault("a character reference without a semicolon") }
            if let scalar = CharacterReference.numeric(name) {
                writeEscaped(String(Character(scalar)).utf8)
            } else {
                fault("a reference to a character that XML does not allow")
            }
        } else if Self.predefined.contains(name.text) {
            output.append(UInt8(ascii: "&"))
            output.append(contentsOf: name)
            output.append(UInt8(ascii: ";"))
        } else if let text = type?.entities[name.text], expanded + text.count <= Self.maxExpansion {
            expanded += text.count
            writeEscaped(text)
        } else if let text = HTMLNames.text(of: name) {
            if type?.isExternal != true {
                fault("the entity &", start + 1..<start + 1 + name.count, "; is not declared")
            }
            writeEscaped(text.utf8)
        } else {
            if type?.isExternal != true || type?.entities[name.text] != nil {
                fault("the entity &", start + 1..<start + 1 + name.count, "; is not declared")
            }
            writeText(start..<position)
        }
    }

    /// The entities of XML itself; their case matters.
    private static let predefined: Set<String> = ["amp", "lt", "gt", "quot", "apos"]

    /// Writes bytes from elsewhere as text.
    private mutating func writeEscaped(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "<"): write("&lt;")
            case UInt8(ascii: ">"): write("&gt;")
            case UInt8(ascii: "&"): write("&amp;")
            case UInt8(ascii: "\""): write("&quot;")
            default: output.append(byte)
            }
        }
    }
}
