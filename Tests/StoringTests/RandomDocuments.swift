import News

import struct Foundation.Date

/// Numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Documents of the kinds that feeds are: with and without identifiers, links and times, with things said twice.
enum RandomDocuments {
    private static let words = ["Rain", "Kenya", "tariffs", "fall", "vote", "Nairobi", "Rubio", "storm", "match"]

    static func document(using random: inout SeededGenerator) -> [JudgedItem] {
        (0..<Int.random(in: 1...20, using: &random)).map { _ in item(using: &random) }
    }

    private static func item(using random: inout SeededGenerator) -> JudgedItem {
        let number = Int.random(in: 0..<40, using: &random)
        let title = (0..<Int.random(in: 1...7, using: &random)).compactMap { _ in words.randomElement(using: &random) }
        var item = ParsedItem(title: title.joined(separator: " "))
        if Int.random(in: 0..<4, using: &random) > 0 { item.id = "id-\(number)" }
        if Int.random(in: 0..<3, using: &random) > 0 { item.link = "https://news.example/page/\(number)" }
        if Bool.random(using: &random) { item.summary = "Text \(Int.random(in: 0..<9, using: &random)) of \(number)." }
        if Bool.random(using: &random) { item.published = minute(-Int.random(in: 0..<500, using: &random)) }
        let isRelevant = Int.random(in: 0..<4, using: &random) == 0
        return JudgedItem(item: item, verdict: isRelevant ? relevant() : irrelevant())
    }
}
