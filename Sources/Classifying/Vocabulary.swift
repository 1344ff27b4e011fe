/// The words that a lexicon speaks of, each with a number, found by the hash of their folded letters.
///
/// Words are told apart by their 64-bit hashes alone: among 10⁵ words the odds that two share one are about 1 in 10⁹.
struct Vocabulary: Sendable {
    private var words = HashTable()
    private var stems = HashTable()
    private var stemLengths: UInt64 = 0
    /// A bit for every stem, at the low 16 bits of its hash: most beginnings of words are no stem, and cost no search.
    private var stemFilter = [UInt64](repeating: 0, count: 1024)
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
            if length < 64, vocabulary.stemLengths & (1 << UInt64(length)) != 0, vocabulary.mayBeStem(hash) {
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
        Self.number(hash, in: &words, count: &count)
    }

    @inline(__always)
    private func mayBeStem(_ hash: UInt64) -> Bool { stemFilter[Int(hash >> 6 & 1023)] & (1 << (hash & 63)) != 0 }

    /// The number for the beginning of a word, made if new.
    mutating func number(forStem hash: UInt64, length: Int) -> Int32 {
        precondition((1...Self.longestStem).contains(length), "a stem has 1 to 63 letters")
        stemLengths |= 1 << UInt64(length)
        stemFilter[Int(hash >> 6 & 1023)] |= 1 << (hash & 63)
        return Self.number(hash, in: &stems, count: &count)
    }

    /// Says that a word is a shortened one whose point ends no sentence.
    mutating func addAbbreviation(_ word: Int32) { abbreviations.insert(word) }

    /// Whether a word is a shortened one.
    func isAbbreviation(_ word: Int32) -> Bool { word >= 0 && abbreviations.contains(word) }

    private static func number(_ hash: UInt64, in table: inout HashTable, count: inout Int32) -> Int32 {
        let found = table[hash]
        if found >= 0 { return found }
        table.insert(count, for: hash)
        count += 1
        return count - 1
    }
}

/// A table from 64-bit hashes to numbers ≥ 0: open addressing, a power of two of places, at most half of them taken.
struct HashTable: Sendable {
    private struct Place {
        var key: UInt64 = 0
        var value: Int32 = -1
    }

    private var places = [Place](repeating: Place(), count: 4096)
    private var used = 0

    /// The number for a hash, or -1.
    @inline(__always)
    subscript(hash: UInt64) -> Int32 {
        var at = Self.start(hash, places.count)
        while places[at].value >= 0 {
            if places[at].key == hash { return places[at].value }
            at = (at + 1) & (places.count - 1)
        }
        return -1
    }

    /// Sets the number for a hash.
    mutating func insert(_ value: Int32, for hash: UInt64) {
        if used * 2 >= places.count { grow() }
        var at = Self.start(hash, places.count)
        while places[at].value >= 0, places[at].key != hash { at = (at + 1) & (places.count - 1) }
        if places[at].value < 0 { used += 1 }
        places[at] = Place(key: hash, value: value)
    }

    @inline(__always)
    private static func start(_ hash: UInt64, _ count: Int) -> Int {
        Int(truncatingIfNeeded: (hash ^ (hash >> 29)) & UInt64(count - 1))
    }

    private mutating func grow() {
        let old = places
        places = Array(repeating: Place(), count: old.count * 4)
        used = 0
        for place in old where place.value >= 0 { insert(place.value, for: place.key) }
    }
}
