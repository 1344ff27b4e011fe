/// The parts that search terms are made of.
enum Token: Equatable {
    /// A word without quotation marks, whose other forms are looked for too.
    case word(String)
    case phrase(String, isPrefix: Bool)
    case column(String)
    case and, or, not, open, close, near, comma
}

/// Cuts search terms into their parts.
struct TermScanner {
    private var rest: Substring.UnicodeScalarView
    private var tokens: [Token] = []
    /// How many parentheses are open inside a NEAR, where a comma means something.
    private var isInNear = false

    static func tokens(of terms: String) throws(QueryFault) -> [Token] {
        var scanner = TermScanner(rest: Substring(terms).unicodeScalars)
        while try scanner.step() {}
        return scanner.tokens
    }

    private init(rest: Substring.UnicodeScalarView) { self.rest = rest }

    private mutating func step() throws(QueryFault) -> Bool {
        guard let first = rest.first else { return false }
        switch first {
        case _ where first.properties.isWhitespace:
            rest.removeFirst()
        case "(":
            rest.removeFirst()
            tokens.append(.open)
        case ")":
            rest.removeFirst()
            isInNear = false
            tokens.append(.close)
        case "," where isInNear:
            rest.removeFirst()
            tokens.append(.comma)
        case _ where Self.isQuote(first):
            try phrase()
        default:
            try word()
        }
        return true
    }

    /// Everything up to the closing quotation mark.
    private mutating func phrase() throws(QueryFault) {
        rest.removeFirst()
        guard let end = rest.firstIndex(where: Self.isQuote) else {
            throw .terms("a quotation mark has no partner; close the phrase, or leave the mark out")
        }
        let text = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        let isPrefix = rest.first == "*"
        if isPrefix { rest.removeFirst() }
        add(text, isPrefix: isPrefix)
    }

    /// Everything up to white space, a quotation mark or a parenthesis.
    private mutating func word() throws(QueryFault) {
        let end =
            rest.firstIndex {
                $0.properties.isWhitespace || Self.isQuote($0) || $0 == "(" || $0 == ")" || isInNear && $0 == ","
            } ?? rest.endIndex
        var text = rest[..<end]
        rest = rest[end...]
        if takesOperator(String(text)) { return }
        if text.first == "-", text.count > 1 || rest.first.map({ Self.isQuote($0) || $0 == "(" }) ?? false {
            tokens.append(.not)
            text.removeFirst()
            if text.isEmpty { return }
        }
        if let colon = text.firstIndex(of: ":"), let column = Self.column(String(text[..<colon])) {
            tokens.append(.column(column))
            text = text[text.index(after: colon)...]
            if text.isEmpty { return }
        }
        if text.first == "*", text.contains(where: Self.isWordPart) {
            throw .terms("a star stands at the end of a word, as in trad*")
        }
        let isPrefix = text.last == "*"
        while text.last == "*" { text.removeLast() }
        add(String(text), isPrefix: isPrefix, isWord: !isPrefix)
    }

    /// Takes the words that are FTS5's operators, in capitals only, as FTS5 has them.
    private mutating func takesOperator(_ word: String) -> Bool {
        switch word {
        case "AND": tokens.append(.and)
        case "OR": tokens.append(.or)
        case "NOT": tokens.append(.not)
        case "NEAR" where rest.first == "(":
            rest.removeFirst()
            isInNear = true
            tokens.append(.near)
        default: return false
        }
        return true
    }

    /// Adds a phrase, unless it is punctuation alone.
    private mutating func add(_ text: String, isPrefix: Bool, isWord: Bool = false) {
        guard text.unicodeScalars.contains(where: Self.isWordPart) else {
            // Nothing to look for; an operator before it must not bind what follows.
            if case .column? = tokens.last { tokens.removeLast() }
            if tokens.last == .not { tokens.removeLast() }
            return
        }
        tokens.append(isWord ? .word(text) : .phrase(text, isPrefix: isPrefix))
    }

    private static func column(_ name: String) -> String? {
        ["title", "summary", "content"].contains(name.lowercased()) ? name.lowercased() : nil
    }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\"" || scalar == "“" || scalar == "”" || scalar == "„"
    }

    /// Whether the index keeps the character: letters, numbers and characters of private use (unicode61's default).
    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .privateUse:
            true
        default: false
        }
    }
}
