import News

/// Changes a document by replacing ranges of its bytes; every byte outside them stays.
struct OutlineEditor {
    private let source: OutlineSource
    private let writer: OutlineText
    private var changes: [(range: Range<Int>, text: String)] = []

    /// Starts a change.
    init(_ source: OutlineSource, isUnicode: Bool) {
        self.source = source
        writer = OutlineText(isUnicode: isUnicode)
    }

    /// The document with all changes made.
    var result: [UInt8] {
        var bytes: [UInt8] = []
        var end = 0
        for change in changes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            bytes += source.bytes[end..<change.range.lowerBound]
            bytes += change.text.utf8
            end = change.range.upperBound
        }
        return bytes + source.bytes[end...]
    }

    /// Adds feeds at the end of the body, one a line if the document has lines, as far in as the last outline there.
    ///
    /// The source must have a place for them: see ``OutlineSource/canTakeOutlines``.
    mutating func append(_ subscriptions: [Subscription]) {
        let separator = self.separator
        let lines = subscriptions.map { separator + writer.outline($0) }.joined()
        if let end = source.body.end {
            let place = source.endOfContent(before: end.range.lowerBound)
            changes.append((place..<place, lines))
        } else if let start = source.body.start, start.kind == .empty {
            // "<body/>" opens up: the slash goes, the rest of the tag stays.
            let slash = start.range.upperBound - 2
            let indent = source.indentation(before: start.range.lowerBound).map { text($0) } ?? source.lineBreak
            changes.append((slash..<slash + 1, ""))
            changes.append((start.range.upperBound..<start.range.upperBound, lines + indent + "</\(start.name)>"))
        } else if let root = source.rootEnd {
            let line = source.lineBreak
            let body = line + "<body>" + lines + line + "</body>"
            let place = source.endOfContent(before: root.range.lowerBound)
            changes.append((place..<place, body))
        }
    }

    /// What stands between the last outline of the body and a new one.
    private var separator: String {
        if let last = source.elements.last(where: { !$0.isNested }) {
            return source.indentation(before: last.tag.range.lowerBound).map { text($0) } ?? ""
        }
        guard !source.lineBreak.isEmpty else { return "" }
        let body = source.body.start.flatMap { source.indentation(before: $0.range.lowerBound) }
        return (body.map { text($0) } ?? source.lineBreak) + "  "
    }

    /// Takes an outline out, with its line if it has one to itself; outlines inside it stay, one level up.
    mutating func remove(_ index: Int) {
        let element = source.elements[index]
        if element.hasChildren, let end = element.end {
            take(element.tag.range)
            take(end.range)
        } else {
            take(element.range)
        }
    }

    private mutating func take(_ range: Range<Int>) {
        if let line = source.indentation(before: range.lowerBound), source.endsLine(at: range.upperBound) {
            changes.append((line.lowerBound..<range.upperBound, ""))
        } else {
            changes.append((range, ""))
        }
    }

    /// Gives an attribute of an outline a value, or takes it away; the case of its name does not count.
    mutating func set(_ name: String, of index: Int, to value: String?) {
        let tag = source.elements[index].tag
        let found = tag.attributes.first { $0.name.lowercased() == name.lowercased() }
        switch (found, value) {
        case (nil, nil):
            break
        case (nil, let value?):
            let nameEnd = tag.range.lowerBound + 1 + tag.name.utf8.count
            let place = tag.attributes.last?.range.upperBound ?? nameEnd
            changes.append((place..<place, " \(name)=\"\(writer.escaped(value, quote: UInt8(ascii: "\"")))\""))
        case (let found?, nil):
            var start = found.range.lowerBound
            while source.bytes[start - 1].isSpace { start -= 1 }
            changes.append((start..<found.range.upperBound, ""))
        case (let found?, let value?) where found.quote == nil:
            changes.append((found.range, "\(found.name)=\"\(writer.escaped(value, quote: UInt8(ascii: "\"")))\""))
        case (let found?, let value?):
            changes.append((found.value, writer.escaped(value, quote: found.quote)))
        }
    }

    /// Whether an outline has an attribute, whatever its value; the case of its name does not count.
    func has(_ name: String, _ index: Int) -> Bool {
        source.elements[index].tag.attributes.contains { $0.name.lowercased() == name.lowercased() }
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: source.bytes[range], as: UTF8.self)
    }
}
