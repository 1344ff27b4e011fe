/// Turns what a person types into an expression of SQLite's FTS5.
///
/// Words are joined by AND. `"…"` is a phrase, `word*` a prefix, `-word` excludes, `title:word` looks in one column;
/// `AND`, `OR`, `NOT`, parentheses and `NEAR(one two, 5)` are FTS5's own. Punctuation within a word (`U.S.`,
/// `Kenya-US`, `O'Brien`) makes it a phrase of its parts, which is how the index knows it. A plain word in lower case
/// stands for its inflections too (``Inflections``), unless it is excluded or stands in NEAR.
///
/// Source: the FTS5 extension's documentation, section 3, "Full-text Query Syntax".
struct SearchTerms {
    private var tokens: [Token]
    private var next = 0
    private var depth = 0
    /// Whether a word stands for its other forms too; not where it takes items away.
    private var expandsWords = true

    /// Parentheses may be nested so deep.
    private static let maximumDepth = 32

    /// The FTS5 expression for some terms; `nil` where they are blank.
    ///
    /// - Throws: ``QueryFault/terms(_:)`` saying what is wrong, for a person.
    static func expression(for terms: String) throws(QueryFault) -> SearchExpression? {
        let terms = terms.storable
        guard terms.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return nil }
        var parser = SearchTerms(tokens: try TermScanner.tokens(of: terms))
        guard !parser.tokens.isEmpty else {
            throw .terms("there is no word in it; give at least one letter or digit to look for")
        }
        let expression = try parser.alternatives()
        if parser.peek == .close { throw .terms("a closing parenthesis has no opening one before it") }
        return expression
    }

    private init(tokens: [Token]) { self.tokens = tokens }

    private var peek: Token? { next < tokens.count ? tokens[next] : nil }

    /// One or more conjunctions, joined by OR.
    private mutating func alternatives() throws(QueryFault) -> SearchExpression {
        var parts = [try conjunction()]
        while peek == .or {
            next += 1
            parts.append(try conjunction())
        }
        return .joined(parts, by: "OR")
    }

    /// One or more operands, joined by AND or by standing side by side, less those that are excluded.
    private mutating func conjunction() throws(QueryFault) -> SearchExpression {
        var wanted: [SearchExpression] = []
        var excluded: [SearchExpression] = []
        var isAfterOperator = false
        scan: while let token = peek {
            switch token {
            case .or, .close, .comma:
                break scan
            case .and:
                if wanted.isEmpty && excluded.isEmpty { throw .terms("AND needs a word before it") }
                next += 1
                isAfterOperator = true
                continue scan
            case .not:
                next += 1
                let expands = expandsWords
                expandsWords = false
                excluded.append(try operand(after: "NOT"))
                expandsWords = expands
            default:
                wanted.append(try operand(after: "AND"))
            }
            isAfterOperator = false
        }
        if isAfterOperator { throw .terms("AND needs a word after it; to look for the word itself, write \"and\"") }
        if wanted.isEmpty {
            throw .terms(
                excluded.isEmpty
                    ? missingOperand() : "NOT (or -) only takes away from other words; give a word to look for as well")
        }
        let all = SearchExpression.joined(wanted, by: "AND")
        return excluded.isEmpty ? all : .joined([all, SearchExpression.joined(excluded, by: "OR").grouped], by: "NOT")
    }

    /// What to say where a word was expected and none is there.
    private func missingOperand() -> String {
        switch peek {
        case .close: "there is nothing between two parentheses, or before a closing one"
        case .comma: "a comma only stands in NEAR(one two, 5)"
        case .or: "OR needs a word before it; to look for the word itself, write \"or\""
        default: "OR, or an opening parenthesis, needs a word after it"
        }
    }

    private mutating func operand(after operation: String) throws(QueryFault) -> SearchExpression {
        guard let token = peek else { throw .terms("\(operation) needs a word after it") }
        switch token {
        case .phrase(let text, let isPrefix):
            next += 1
            return SearchExpression(phrase: text, isPrefix: isPrefix)
        case .word(let word):
            next += 1
            return SearchExpression(forms: expandsWords ? Inflections.forms(of: word) : [word])
        case .column(let name):
            next += 1
            return (try operand(after: "\(name):")).inColumn(name)
        case .open:
            return try group()
        case .near:
            return try near()
        case .or, .and, .not, .close, .comma:
            throw .terms("\(operation) needs a word after it")
        }
    }

    private mutating func group() throws(QueryFault) -> SearchExpression {
        guard depth < Self.maximumDepth else { throw .terms("parentheses are nested too deep") }
        depth += 1
        defer { depth -= 1 }
        next += 1
        let inner = try alternatives()
        guard peek == .close else { throw .terms("an opening parenthesis is never closed") }
        next += 1
        return inner.grouped
    }

    /// `NEAR(` phrases, and how many words may stand between them `)`.
    private mutating func near() throws(QueryFault) -> SearchExpression {
        next += 1
        var phrases: [SearchExpression] = []
        while let phrase = takePhrase() { phrases.append(phrase) }
        var distance = ""
        if peek == .comma {
            next += 1
            guard case .word(let text)? = peek, let number = Int(text), (0...1000).contains(number) else {
                throw .terms("in NEAR(one two, 5) a number of words follows the comma")
            }
            next += 1
            distance = ", \(number)"
        }
        guard peek == .close else { throw .terms("NEAR holds words and phrases only, as in NEAR(one two, 5)") }
        next += 1
        guard !phrases.isEmpty else { throw .terms("NEAR needs words, as in NEAR(one two, 5)") }
        return .near(phrases, distance)
    }

    /// A word or phrase as it stands, if one comes next.
    private mutating func takePhrase() -> SearchExpression? {
        switch peek {
        case .phrase(let text, let isPrefix):
            next += 1
            return SearchExpression(phrase: text, isPrefix: isPrefix)
        case .word(let text):
            next += 1
            return SearchExpression(phrase: text, isPrefix: false)
        default: return nil
        }
    }
}
