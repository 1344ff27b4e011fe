/// The bytes of a document, with the places of its outlines.
struct OutlineSource {
    /// One outline's places.
    struct Element {
        /// The start tag, or the only one.
        var tag: MarkupTag
        /// The end tag, if there is one.
        var end: MarkupTag?
        /// Whether an outline stands directly around it; the others stand in the body.
        var isNested: Bool
        /// Whether there are outlines inside.
        var hasChildren = false

        /// Everything from the start tag to the end tag.
        var range: Range<Int> { tag.range.lowerBound..<(end ?? tag).range.upperBound }
    }

    /// The document, in a form whose ASCII bytes are ASCII.
    let bytes: [UInt8]
    /// All markup in order.
    let pieces: [MarkupPiece]
    /// The outlines in document order, by the same count as libxml2's.
    private(set) var elements: [Element] = []
    /// The tags of `body` and the end tag of `opml`, as far as they are there.
    private(set) var body: (start: MarkupTag?, end: MarkupTag?) = (nil, nil)
    private(set) var rootEnd: MarkupTag?

    /// Scans a document.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        pieces = MarkupScanner.pieces(of: bytes)
        var open: [Int] = []
        for case .tag(let tag) in pieces {
            switch (tag.name.lowercased(), tag.kind) {
            case ("outline", .end):
                if let index = open.popLast() { elements[index].end = tag }
            case ("outline", let kind):
                if let parent = open.last { elements[parent].hasChildren = true }
                elements.append(Element(tag: tag, isNested: !open.isEmpty))
                if kind == .start { open.append(elements.count - 1) }
            case ("body", .end): body.end = tag
            case ("body", _): body.start = body.start ?? tag
            case ("opml", .end): rootEnd = tag
            default: break
            }
        }
    }

    /// Whether there is a body to add outlines to, or a root to add a body to.
    var canTakeOutlines: Bool {
        body.end != nil || body.start?.kind == .empty || body.start == nil && rootEnd != nil
    }

    /// The white space between the line's start and a place, with the line break before it; `nil` if anything
    /// else stands between, or no line starts there.
    func indentation(before place: Int) -> Range<Int>? {
        var start = place
        while start > 0, bytes[start - 1].isSpace, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        guard start > 0, bytes[start - 1] == UInt8(ascii: "\n") else { return nil }
        start -= start > 1 && bytes[start - 2] == UInt8(ascii: "\r") ? 2 : 1
        return start..<place
    }

    /// Whether nothing but blanks stands between a place and the end of its line, or an end tag follows.
    func endsLine(at place: Int) -> Bool {
        let rest = bytes[place...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return rest.isEmpty || rest.starts(with: "\n".utf8) || rest.starts(with: "\r\n".utf8)
            || rest.starts(with: "</".utf8)
    }

    /// The place behind the last byte that is no white space before a place.
    func endOfContent(before place: Int) -> Int {
        var end = place
        while end > 0, bytes[end - 1].isSpace { end -= 1 }
        return end
    }

    /// The line break that the document uses, or nothing if it stands in one line.
    var lineBreak: String {
        guard let place = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return "" }
        return place > 0 && bytes[place - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
    }
}
