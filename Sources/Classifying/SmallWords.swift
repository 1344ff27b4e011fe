/// The single words that every text is full of: their languages, and whether they link what stands around them.
///
/// They are looked up by number, for matching them like names would take most of the time.
struct SmallWords: Sendable {
    private var masks: [UInt32] = []

    private static let link: UInt32 = 1 << 30
    private static let and: UInt32 = 1 << 31
    /// How many languages there is room for.
    static let languageLimit = 30

    /// What a word is; 0 where it is nothing of the kind.
    @inline(__always)
    subscript(word: Int32) -> UInt32 { word >= 0 && Int(word) < masks.count ? masks[Int(word)] : 0 }

    /// Notes a word of a language.
    mutating func add(_ word: Int32, language: Int) { insert(word, 1 << UInt32(language)) }

    /// Notes a word that links.
    mutating func add(_ word: Int32, isAnd: Bool) { insert(word, isAnd ? Self.and : Self.link) }

    private mutating func insert(_ word: Int32, _ bit: UInt32) {
        if masks.count <= Int(word) {
            masks.append(contentsOf: repeatElement(0, count: max(Int(word) + 1, masks.count * 2) - masks.count))
        }
        masks[Int(word)] |= bit
    }

    /// Counts the languages of a word, and says how it links.
    static func take(_ mask: UInt32, counting counts: inout [Int]) -> Token.Marks {
        var rest = mask & ~(link | and)
        while rest != 0 {
            counts[rest.trailingZeroBitCount] += 1
            rest &= rest - 1
        }
        return mask & and != 0 ? .and : mask & link != 0 ? .link : []
    }
}
