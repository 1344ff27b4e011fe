/// An expression of FTS5's query language, and which of its phrases are forms of one word.
struct SearchExpression: Hashable {
    /// What FTS5 is asked.
    let text: String
    /// How many phrases each word has, in the order in which they stand in the text.
    let forms: [Int]

    private init(text: String, forms: [Int]) {
        self.text = text
        self.forms = forms
    }

    /// A phrase as it stands.
    init(phrase: String, isPrefix: Bool) {
        self.init(text: Self.quoted(phrase) + (isPrefix ? " *" : ""), forms: [1])
    }

    /// Any of a word's forms.
    init(forms: [String]) {
        let text = forms.map(Self.quoted).joined(separator: " OR ")
        self.init(text: forms.count == 1 ? text : "(" + text + ")", forms: [forms.count])
    }

    /// Expressions joined by an operator; a single one as it is.
    static func joined(_ parts: [SearchExpression], by operation: String) -> SearchExpression {
        let text = parts.map(\.text).joined(separator: " \(operation) ")
        return SearchExpression(text: parts.count == 1 ? text : "(" + text + ")", forms: parts.flatMap(\.forms))
    }

    /// Phrases near each other.
    static func near(_ phrases: [SearchExpression], _ distance: String) -> SearchExpression {
        let text = phrases.map(\.text).joined(separator: " ")
        return SearchExpression(text: "NEAR(" + text + distance + ")", forms: phrases.flatMap(\.forms))
    }

    /// The expression in one column only.
    func inColumn(_ name: String) -> SearchExpression { SearchExpression(text: "\(name) : " + text, forms: forms) }

    /// The expression in parentheses.
    var grouped: SearchExpression {
        text.hasPrefix("(") ? self : SearchExpression(text: "(" + text + ")", forms: forms)
    }

    /// A phrase in FTS5's quotes.
    private static func quoted(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
