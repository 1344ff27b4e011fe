/// Made-up words whose frequencies follow Zipf's law, the frequent ones short: the shape of a language.
struct Vocabulary {
    private let words: [[UInt8]]
    /// Walker's alias table: one draw costs one number and no search.
    private let threshold: [Double]
    private let alias: [Int32]

    /// - Parameters:
    ///   - count: How many different words.
    ///   - syllables: What they are made of.
    ///   - head: The most frequent words, which are real.
    init(count: Int, syllables: [String], head: [String], seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var known = Set(head)
        var words = head
        while words.count < count {
            let length = words.count < 300 ? 2 : words.count < 6000 ? 3 : 4
            let word = (0..<(length - random.below(2))).map { _ in syllables[random.below(syllables.count)] }.joined()
            if word.utf8.count > 2, known.insert(word).inserted { words.append(word) }
        }
        self.words = words.map { Array($0.utf8) }
        (threshold, alias) = Self.aliasTable((0..<count).map { 1 / (Double($0) + 2.7) })
    }

    /// Appends a word.
    func add(to text: inout [UInt8], _ random: inout SeededGenerator) {
        let column = random.below(words.count)
        text.append(contentsOf: words[random.unit() < threshold[column] ? column : Int(alias[column])])
    }

    private static func aliasTable(_ weights: [Double]) -> ([Double], [Int32]) {
        let sum = weights.reduce(0, +)
        var scaled = weights.map { $0 * Double(weights.count) / sum }
        var alias = [Int32](repeating: 0, count: weights.count)
        var small = scaled.indices.filter { scaled[$0] < 1 }
        var large = scaled.indices.filter { scaled[$0] >= 1 }
        while let less = small.popLast(), let more = large.last {
            alias[less] = Int32(more)
            scaled[more] -= 1 - scaled[less]
            if scaled[more] < 1 {
                large.removeLast()
                small.append(more)
            }
        }
        for index in large { scaled[index] = 1 }
        for index in small where alias[index] == 0 { scaled[index] = 1 }
        return (scaled, alias)
    }
}
