/// Turns the phrases of a lexicon into numbers and hangs them into the automaton.
///
/// A phrase is cut by the same tokenizer as the texts, so that `U.S.`, `Côte d’Ivoire` or `Ng'eno` mean the same in both.
struct PhraseCompiler {
    private(set) var vocabulary = Vocabulary()
    private(set) var automaton = Automaton()

    /// How a phrase's letters must stand in a text.
    enum CaseRule {
        /// Anyhow.
        case words
        /// A capital where the phrase has one.
        case names
        /// All capitals where the phrase has all capitals; a capital where it has one.
        case exact
    }

    /// Adds a phrase to the automaton; returns whether it has words at all.
    mutating func add(_ phrase: String, _ rule: CaseRule, meaning: Meaning) -> Bool {
        var (capitals, allCapitals, closed) = (UInt32(0), UInt32(0), UInt32(0))
        var words: [Int32] = []
        for (number, marks) in numbers(in: phrase).prefix(32) {
            let bit = UInt32(1) << UInt32(words.count)
            if rule != .words, marks.contains(.capital) { capitals |= bit }
            if rule == .exact, marks.contains(.allCapitals) { allCapitals |= bit }
            if !words.isEmpty, !marks.contains(.comma) { closed |= bit }
            words.append(number)
        }
        guard !words.isEmpty else { return false }
        automaton.insert(
            words,
            Automaton.Pattern(
                meaning: meaning, capitals: capitals, allCapitals: allCapitals, closed: closed,
                length: Int32(words.count)))
        return true
    }

    /// The numbers of a phrase that is only looked for beside a mention.
    mutating func context(_ phrase: String) -> [Int32] { numbers(in: phrase).map(\.number) }

    /// Says that a word's point ends no sentence.
    mutating func addAbbreviation(_ word: String) {
        for (number, _) in numbers(in: word) { vocabulary.addAbbreviation(number) }
    }

    /// The hash of a whole name, word by word.
    static func hash(ofName name: String) -> UInt64? {
        let tokens = tokens(in: name)
        return tokens.isEmpty ? nil : tokens.reduce(Folding.emptyHash) { ($0 &* 31) ^ $1.hash }
    }

    /// Cuts a phrase without looking anything up.
    static func tokens(in phrase: String) -> [Token] {
        var tokenizer = Tokenizer(vocabulary: nothing)
        var phrase = phrase
        phrase.withUTF8 { tokenizer.add($0) }
        return tokenizer.tokens
    }

    private static let nothing = Vocabulary()

    private mutating func numbers(in phrase: String) -> [(number: Int32, marks: Token.Marks)] {
        let bytes = Array(phrase.utf8)
        var numbers: [(number: Int32, marks: Token.Marks)] = []
        for token in Self.tokens(in: phrase) {
            let isStem = Int(token.end) < bytes.count && bytes[Int(token.end)] == UInt8(ascii: "*")
            let length = String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self).unicodeScalars.count
            if isStem, length <= Vocabulary.longestStem {
                let number = vocabulary.number(forStem: token.hash, length: length)
                numbers.append((number, token.marks))
            } else {
                numbers.append((vocabulary.number(forWord: token.hash), token.marks))
            }
        }
        return numbers
    }
}
