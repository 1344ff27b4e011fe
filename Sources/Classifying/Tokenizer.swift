/// Cuts UTF-8 text into words, folded and looked up in one pass.
///
/// What it knows of texts: left-over HTML tags and entities, web addresses, curly quotes, `U.S.`, possessives,
/// words joined by a hyphen, and where a sentence ends.
struct Tokenizer {
    /// The words that the lexicon knows.
    let vocabulary: Vocabulary
    /// What has been cut so far.
    private(set) var tokens: [Token] = []
    /// The number of the sentence in hand.
    private(set) var sentence: Int32 = 0
    private var pending: Token.Marks = []
    private var sentenceEnds = false
    private let limit: Int

    /// Makes a tokenizer that keeps at most `limit` words: an item's bearing shows early or not at all.
    init(vocabulary: Vocabulary, limit: Int = 1200, capacity: Int = 96) {
        self.vocabulary = vocabulary
        self.limit = limit
        tokens.reserveCapacity(capacity)
    }

    /// Forgets what has been cut, to begin anew.
    mutating func restart() {
        tokens.removeAll(keepingCapacity: true)
        sentence = 0
        pending = []
        sentenceEnds = false
    }

    /// Adds the words of one field; what follows begins a new sentence.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        var at = 0
        while at < text.count, tokens.count < limit {
            let byte = text[at]
            if Bytes.isWordStart(text, at) {
                at = addWord(text, at)
            } else if byte == 0x3c {  // <
                at = skipTag(text, at)
            } else if byte == 0x26 {  // &
                at = takeEntity(text, at)
            } else {
                at = takeMark(text, at)
            }
        }
        pending = []
        sentenceEnds = false
        sentence += 1
    }

    // MARK: Words

    private mutating func addWord(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        if let end = Bytes.endOfAbbreviation(text, start) { return addAbbreviation(text, start, end) }
        var lookup = vocabulary.lookup()
        var (at, letters, capitals, digits) = (start, 0, 0, 0)
        let startsWithCapital = Bytes.isCapital(text, start)
        while at < text.count, Bytes.isWordByte(text, at) {
            let byte = text[at]
            if byte < 0x80 {
                let isCapital = byte >= 0x41 && byte <= 0x5a
                lookup.take(isCapital ? byte | 0x20 : byte, in: vocabulary)
                capitals += isCapital ? 1 : 0
                digits += byte <= 0x39 ? 1 : 0
                at += 1
            } else if byte >= 0xc3 && byte <= 0xc5, at + 1 < text.count {
                let scalar = Int(byte & 0x1f) << 6 | Int(text[at + 1] & 0x3f)
                let base = Folding.base(of: scalar)
                if base == 0 { break }
                lookup.take(base, in: vocabulary)
                capitals += Folding.isCapital(scalar) ? 1 : 0
                at += 2
            } else {
                at = takeForeignLetter(text, at, &lookup)
            }
            letters += 1
        }
        if Bytes.isWebAddress(text, start, at) { return Bytes.endOfAddress(text, at) }
        if letters == 1, pending.contains(.apostrophe), text[start] == 0x73 {  // the s of a possessive
            pending = []
            return at
        }
        var marks = pending
        if startsWithCapital { marks.insert(.capital) }
        if letters > 1, capitals == letters { marks.insert(.allCapitals) }
        if digits == letters { marks.insert(.number) }
        if at < text.count, text[at] == 0x24 || text[at] == 0xc2 && at + 1 < text.count && text[at + 1] == 0xa3 {
            marks.insert(.money)
        }
        append(lookup, start, at, marks)
        return at
    }

    /// A letter outside the folded range; combining accents (U+0300…U+036F) are passed over.
    private func takeForeignLetter(
        _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ lookup: inout Vocabulary.Lookup
    ) -> Int {
        let length = min(Bytes.length(of: text[start]), text.count - start)
        if text[start] != 0xcc && !(text[start] == 0xcd && length > 1 && text[start + 1] <= 0xaf) {
            for offset in 0..<length { lookup.take(text[start + offset], in: vocabulary) }
        }
        return start + length
    }

    private mutating func addAbbreviation(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        var lookup = vocabulary.lookup()
        for at in stride(from: start, to: end, by: 2) { lookup.take(text[at] | 0x20, in: vocabulary) }
        var marks = pending.union(.dotted)
        if Bytes.isCapital(text, start) { marks.formUnion([.capital, .allCapitals]) }
        append(lookup, start, end, marks)
        return end
    }

    private mutating func append(_ lookup: Vocabulary.Lookup, _ start: Int, _ end: Int, _ marks: Token.Marks) {
        if sentenceEnds {
            sentence += 1
            sentenceEnds = false
        }
        tokens.append(
            Token(
                start: Int32(start), end: Int32(end), hash: lookup.hash, word: lookup.word(in: vocabulary),
                stem: lookup.stem, sentence: sentence, marks: marks))
        pending = []
    }

    // MARK: What stands between words

    private mutating func takeMark(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let length = min(Bytes.length(of: text[start]), text.count - start)
        note(Bytes.mark(text, start, length), text, start, start + length)
        return start + length
    }

    private mutating func note(
        _ mark: Bytes.Mark, _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
    ) {
        switch mark {
        case .comma: pending.insert(.comma)
        case .colon: pending.insert(.colon)
        case .opening: pending.insert(.opensBracket)
        case .closing: pending.insert(.closedBracket)
        case .apostrophe: if Bytes.isBetweenWords(text, start, end) { pending.insert(.apostrophe) }
        case .hyphen: pending.insert(Bytes.isBetweenWords(text, start, end) ? .joined : .dash)
        case .longDash: pending.insert(Bytes.isBetweenWords(text, start, end) ? .joined : .dash)
        case .bar:
            pending.insert(.bar)
            sentenceEnds = !tokens.isEmpty
        case .stop: if endsSentence(text, end) { sentenceEnds = true }
        case .separator: sentenceEnds = true
        case .other: break
        }
    }

    /// A full stop ends a sentence where a capital, a digit or nothing follows, unless it closes a shortened title (`Gen.`).
    private func endsSentence(_ text: UnsafeBufferPointer<UInt8>, _ end: Int) -> Bool {
        guard let last = tokens.last, !vocabulary.isAbbreviation(last.word) || Int(last.end) != end - 1 else {
            return false
        }
        var at = end
        while at < text.count, text[at] < 0x30 || Bytes.isQuote(text, at) { at += Bytes.length(of: text[at]) }
        if at == end { return at >= text.count || text[at] == 0x3c }  // no space: a number, a web name, a tag
        return at >= text.count || text[at] == 0x3c || Bytes.isCapital(text, at) || text[at] < 0x3a
    }

    /// Passes over a tag.
    ///
    /// The tags that set text apart end a sentence; a lone `<` is passed over as a mark.
    private mutating func skipTag(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        guard start + 1 < text.count else { return start + 1 }
        let isEnd = text[start + 1] == 0x2f
        let name = isEnd ? start + 2 : start + 1
        guard name < text.count, Bytes.isLetter(text[name]) || text[name] == 0x21 else { return start + 1 }
        guard let end = Bytes.index(of: 0x3e, in: text, from: name, within: 4000) else { return start + 1 }
        if Bytes.isBlockTag(text, name) { sentenceEnds = !tokens.isEmpty }
        return end + 1
    }

    /// Reads `&…;` as the mark that it stands for.
    private mutating func takeEntity(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        guard let end = Bytes.index(of: 0x3b, in: text, from: start + 1, within: 9), end > start + 1 else {
            return start + 1
        }
        note(Bytes.entityMark(text, start + 1, end), text, start, end + 1)
        return end + 1
    }
}
