/// Turns the phrases of a lexicon into numbers and hangs them into the automaton.
///
/// A phrase is cut by the same tokenizer as the texts, so that `U.S.`, `Côte d’Ivoire` or `Ng'eno` mean the same in both.
struct PhraseCompiler {
    private(set) var vocabulary = Vocabulary()
    private(set) var automaton = Automaton()
    private(set) var smallWords = SmallWords()
    /// Cuts the phrases; kept, for there are thousands of them.
    private var tokenizer = Tokenizer(vocabulary: nothing)

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
        guard let first = words.first else { return false }
        if words.count == 1, !phrase.hasSuffix("*"), isSmall(first, meaning) { return true }
        automaton.insert(
            words,
            Automaton.Pattern(
                meaning: meaning, capitals: capitals, allCapitals: allCapitals, closed: closed,
                length: Int32(words.count)))
        return true
    }

    /// Notes a small word; returns whether it is one.
    private mutating func isSmall(_ word: Int32, _ meaning: Meaning) -> Bool {
        switch meaning {
        case .language(let index) where index < SmallWords.languageLimit:
            smallWords.add(word, language: Int(index))
        case .link(let isAnd): smallWords.add(word, isAnd: isAnd)
        default: return false
        }
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
        hash(ofName: tokens(in: name))
    }

    /// The hash of a whole name, given as its words; nil where there are none.
    static func hash(ofName tokens: [Token]) -> UInt64? {
        tokens.isEmpty ? nil : tokens.reduce(Folding.emptyHash) { ($0 &* 31) ^ $1.hash }
    }

    /// Cuts a phrase without looking anything up.
    static func tokens(in phrase: String) -> [Token] {
        var tokenizer = Tokenizer(vocabulary: nothing, capacity: 8)
        var phrase = phrase
        phrase.withUTF8 { tokenizer.add($0) }
        return tokenizer.tokens
    }

    private static let nothing = Vocabulary()

    private mutating func numbers(in phrase: String) -> [(number: Int32, marks: Token.Marks)] {
        var numbers: [(number: Int32, marks: Token.Marks)] = []
        var phrase = phrase
        phrase.withUTF8 { bytes in
            tokenizer.restart()
            tokenizer.add(bytes)
            for token in tokenizer.tokens {
                let end = Int(token.end)
                let isStem = end < bytes.count && bytes[end] == UInt8(ascii: "*")
                let letters = bytes[Int(token.start)..<end].reduce(0) { $0 + ($1 & 0xc0 == 0x80 ? 0 : 1) }
                let number =
                    isStem && letters <= Vocabulary.longestStem
                    ? vocabulary.number(forStem: token.hash, length: letters)
                    : vocabulary.number(forWord: token.hash)
                numbers.append((number, token.marks))
            }
        }
        return numbers
    }
}
