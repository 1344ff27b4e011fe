/// The words that a lexicon speaks of, each with a number, found by the hash of their folded letters.
///
/// Words are told apart by their 64-bit hashes alone: among 10⁵ words the odds that two share one are about 1 in 10⁹.
struct Vocabulary: Sendable {
    private var words = HashTable()
    private var stems = HashTable()
    private var stemLengths: UInt64 = 0
    private(set) var count: Int32 = 0
    private var abbreviations: Set<Int32> = []

    /// How many letters a stem can have: one bit of `stemLengths` each.
    static let longestStem = 63

    /// Walks along a word's folded letters, noting the longest stem on the way.
    struct Lookup {
        /// The hash of the letters so far.
        private(set) var hash = Folding.emptyHash
        /// The longest stem so far, or -1.
        private(set) var stem: Int32 = -1
        private var length = 0

        /// Goes one folded byte further.
        @inline(__always)
        mutating func take(_ byte: UInt8, in vocabulary: borrowing Vocabulary) {
            hash = Folding.hash(hash, adding: byte)
            length += 1
            if length < 64, vocabulary.stemLengths & (1 << UInt64(length)) != 0 {
                let found = vocabulary.stems[hash]
                if found >= 0 { stem = found }
            }
        }

        /// The number of the whole word, or -1.
        @inline(__always)
        func word(in vocabulary: borrowing Vocabulary) -> Int32 { vocabulary.words[hash] }
    }

    /// Begins a word.
    @inline(__always)
    func lookup() -> Lookup { Lookup() }

    /// The number for a whole word, made if new.
    mutating func number(forWord hash: UInt64) -> Int32 {
        number(hash, in: \.words)
    }

    /// The number for the beginning of a word, made if new.
    mutating func number(forStem hash: UInt64, length: Int) -> Int32 {
        precondition((1...Self.longestStem).contains(length), "a stem has 1 to 63 letters")
        stemLengths |= 1 << UInt64(length)
        return number(hash, in: \.stems)
    }

    /// Says that a word is a shortened one whose point ends no sentence.
    mutating func addAbbreviation(_ word: Int32) { abbreviations.insert(word) }

    /// Whether a word is a shortened one.
    func isAbbreviation(_ word: Int32) -> Bool { word >= 0 && abbreviations.contains(word) }

    private mutating func number(_ hash: UInt64, in table: WritableKeyPath<Vocabulary, HashTable>) -> Int32 {
        let found = self[keyPath: table][hash]
        if found >= 0 { return found }
        self[keyPath: table].insert(count, for: hash)
        count += 1
        return count - 1
    }
}

/// A table from 64-bit hashes to numbers ≥ 0: open addressing, a power of two of places, at most half of them taken.
struct HashTable: Sendable {
    private var keys: [UInt64] = Array(repeating: 0, count: 64)
    private var values: [Int32] = Array(repeating: -1, count: 64)
    private var used = 0

    /// The number for a hash, or -1.
    @inline(__always)
    subscript(hash: UInt64) -> Int32 {
        var place = Self.place(of: hash, in: keys.count)
        while values[place] >= 0 {
            if keys[place] == hash { return values[place] }
            place = (place + 1) & (keys.count - 1)
        }
        return -1
    }

    /// Sets the number for a hash.
    mutating func insert(_ value: Int32, for hash: UInt64) {
        if used * 2 >= keys.count { grow() }
        var place = Self.place(of: hash, in: keys.count)
        while values[place] >= 0, keys[place] != hash { place = (place + 1) & (keys.count - 1) }
        if values[place] < 0 { used += 1 }
        keys[place] = hash
        values[place] = value
    }

    @inline(__always)
    private static func place(of hash: UInt64, in count: Int) -> Int {
        Int(truncatingIfNeeded: (hash ^ (hash >> 29)) & UInt64(count - 1))
    }

    private mutating func grow() {
        let old = zip(keys, values)
        keys = Array(repeating: 0, count: keys.count * 2)
        values = Array(repeating: -1, count: keys.count)
        used = 0
        for (key, value) in old where value >= 0 { insert(value, for: key) }
    }
}
