import News

/// Reads a feed in XML: as it stands where it is well formed, mended where it is not.
struct XMLFeedReader {
    private let source: SourceText
    private let documentBase: String?
    private let maximumItems: Int
    /// The document without its DOCTYPE; lines stay where they were.
    private var text: [UInt8]
    /// Where the XML declaration ends.
    private var start = 0
    private var type: DocumentType?
    private var problems: [ParseProblem] = []

    init(_ source: SourceText, documentBase: String?, maximumItems: Int) {
        self.source = source
        self.documentBase = documentBase
        self.maximumItems = maximumItems
        text = source.bytes
        if let fault = source.fault { problems.append(ParseProblem(line: 0, message: fault)) }
        readProlog()
    }

    /// The feed, or why there is none.
    func read() throws(ParseError) -> ParsedFeed {
        try text.withUnsafeBufferPointer { bytes throws(ParseError) in
            guard bytes.contains(UInt8(ascii: "<")) else { throw ParseError(.unreadable) }
            try refuseHTML(bytes)
            return try read(bytes)
        }
    }

    private func read(_ bytes: Bytes) throws(ParseError) -> ParsedFeed {
        var sink = FeedSink(documentBase: documentBase, maximumItems: maximumItems)
        let outcome = XMLReader.read(bytes.part(start..<bytes.count), into: &sink)
        if outcome.isWellFormed, !sink.isSuspicious {
            return try finish(
                sink, problems + located(outcome.problems, in: bytes),
                isRecovered: !problems.isEmpty || !outcome.hasSoundNamespaces)
        }
        var repair = XMLRepair(bytes, from: start, type: type)
        var mended = FeedSink(documentBase: documentBase, maximumItems: maximumItems)
        let second = XMLReader.read(&repair, into: &mended)
        // Entities that a DOCTYPE declares are put in by the same pass, and are no fault.
        let isFaulty = repair.faults > 0 || !second.isWellFormed || !second.hasSoundNamespaces || type == nil
        let found = repair.problems.isEmpty && isFaulty ? located(outcome.problems, in: bytes) : repair.problems
        return try finish(mended, problems + found, isRecovered: isFaulty || !problems.isEmpty)
    }

    private func finish(_ sink: FeedSink, _ problems: [ParseProblem], isRecovered: Bool) throws(ParseError)
        -> ParsedFeed
    {
        guard var feed = sink.parsedFeed(encoding: source.encoding) else {
            guard let root = sink.rootName else { throw ParseError(.unreadable) }
            throw ParseError(.notAFeed(root: "its root element is <\(root.prefix(60))>"))
        }
        feed.recovered = isRecovered
        feed.problems = Array(problems.prefix(XMLRepair.maxProblems))
        if sink.isOverfull {
            let problem = ParseProblem(line: 0, message: "more than \(maximumItems) items; the rest was left out")
            feed.problems = [problem] + feed.problems.prefix(XMLRepair.maxProblems - 1)
        }
        return feed
    }

    /// Problems of libxml2, whose lines count from where it was given the document.
    private func located(_ problems: [ParseProblem], in bytes: Bytes) -> [ParseProblem] {
        let before = bytes.part(0..<start).count { $0 == 0x0A }
        return problems.map { ParseProblem(line: $0.line > 0 ? $0.line + before : 0, message: $0.message) }
    }

    // MARK: Prolog

    /// Steps over the XML declaration, whose encoding has been minded, and blanks the DOCTYPE out.
    private mutating func readProlog() {
        let (declaration, type) = text.withUnsafeBufferPointer { bytes in
            let declaration = XMLDeclaration(in: bytes).flatMap {
                Self.isBeforeRoot($0.range.lowerBound, in: bytes) ? $0 : nil
            }
            return (declaration, DocumentType(in: bytes, from: declaration?.range.upperBound ?? 0))
        }
        if let declaration {
            start = declaration.range.upperBound
            if declaration.range.lowerBound > 0 {
                problems.append(ParseProblem(line: 1, message: "something stands before the XML declaration"))
            } else if !declaration.isSound {
                problems.append(ParseProblem(line: 1, message: "the XML declaration is malformed"))
            }
        }
        if let type {
            self.type = type
            for index in type.range where text[index] != 0x0A { text[index] = 0x20 }
        }
    }

    private static func isBeforeRoot(_ place: Int, in bytes: Bytes) -> Bool {
        var next = 0
        while let bracket = bytes.firstIndex(of: UInt8(ascii: "<"), from: next, before: place) {
            if XMLRepair.isRoot(in: bytes, at: bracket) { return false }
            next = bracket + 1
        }
        return true
    }

    // MARK: HTML

    private func refuseHTML(_ bytes: Bytes) throws(ParseError) {
        guard let first = Self.firstElement(in: bytes, from: start) else { return }
        let name = bytes.part(first + 1..<min(first + 6, bytes.count))
        let isPageElement =
            (name.holds("html", at: 0) || name.holds("head", at: 0) || name.holds("body", at: 0))
            && (name.count < 5 || !name[4].isNameByte)
        guard isPageElement || type?.root == "html" && !XMLRepair.isRoot(in: bytes, at: first) else { return }
        throw ParseError(.htmlPage(title: HTMLPage(bytes).title))
    }

    /// The start tag that comes first.
    private static func firstElement(in bytes: Bytes, from start: Int) -> Int? {
        var position = start
        while let next = bytes.firstIndex(of: UInt8(ascii: "<"), from: position) {
            if bytes.holds("<!--", at: next) {
                position = bytes.firstIndex(of: "-->", from: next + 4).map { $0 + 3 } ?? bytes.count
            } else if bytes.holds("<?", at: next) || bytes.holds("<!", at: next) {
                position = bytes.firstIndex(of: UInt8(ascii: ">"), from: next).map { $0 + 1 } ?? bytes.count
            } else {
                return next
            }
        }
        return nil
    }
}
