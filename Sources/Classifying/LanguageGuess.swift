/// Tells a text's language by the small words that every text is full of.
enum LanguageGuess {
    /// The language whose words are most of those counted, if they are enough and no other comes close; else `und`.
    static func language(_ counts: [Int], _ languages: [Language], words: Int) -> String {
        guard let best = counts.indices.max(by: { counts[$0] < counts[$1] }), counts[best] > 0 else { return "und" }
        let second = counts.indices.filter { $0 != best }.map { counts[$0] }.max() ?? 0
        guard counts[best] > second, counts[best] * 12 >= words, !languages[best].isRival else { return "und" }
        return languages[best].id
    }
}
