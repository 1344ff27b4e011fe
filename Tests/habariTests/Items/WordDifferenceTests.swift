import Testing

@testable import habari

@Suite("How two states of a text differ")
struct WordDifferenceTests {
    private func line(_ old: String, _ new: String, context: Int = 2) -> String {
        WordDifference(from: old, to: new).lines(context: context, width: 10_000, memoryConsole())
            .joined(separator: "\n")
    }

    @Test(
        "changed words are marked where they stand",
        arguments: [
            ("Kenya signs the pact", "Kenya signs the pact", "Kenya signs the pact"),
            ("Kenya signs the pact", "Kenya rejects the pact", "Kenya [-signs-] {+rejects+} the pact"),
            ("the pact", "the new trade pact", "the {+new trade+} pact"),
            ("the old trade pact", "the pact", "the [-old trade-] pact"),
            ("", "new text", "{+new text+}"), ("old text", "", "[-old text-]"),
            ("a  b\nc", "a b c", "a b c"),
            ("12 died, 3 hurt", "15 died, 4 hurt", "[-12-] {+15+} died, [-3-] {+4+} hurt"),
        ])
    func changes(old: String, new: String, expected: String) {
        #expect(line(old, new) == expected)
    }

    @Test("of long texts the words around a change are shown, and the rest is an ellipsis")
    func context() {
        let words = (0..<50).map { "w\($0)" }
        var changed = words
        changed[10] = "X"
        changed[30] = "Y"
        #expect(
            line(words.joined(separator: " "), changed.joined(separator: " "))
                == "… w8 w9 [-w10-] {+X+} w11 w12 … w28 w29 [-w30-] {+Y+} w31 w32 …")
    }

    @Test("what is kept and added makes the new text, what is kept and removed the old one", arguments: 1...40)
    func whole(seed: Int) {
        // A walk through both texts that depends on nothing but the number.
        func text(_ factor: Int) -> [String] { (0..<30).map { "w\(($0 * $0 * factor + seed) % 7)" } }
        let (old, new) = (text(seed), text(seed + 3))
        var (before, after): ([Substring], [Substring]) = ([], [])
        for piece in WordDifference(from: old.joined(separator: " "), to: new.joined(separator: " ")).pieces {
            switch piece {
            case .kept(let words):
                before += words
                after += words
            case .removed(let words): before += words
            case .added(let words): after += words
            }
        }
        #expect(before.map(String.init) == old)
        #expect(after.map(String.init) == new)
    }

    @Test("texts that were written anew cost no more than they are long")
    func anew() {
        let old = (0..<20_000).map { "a\($0)" }.joined(separator: " ")
        let new = (0..<20_000).map { "b\($0)" }.joined(separator: " ")
        #expect(WordDifference(from: old, to: new).pieces.count == 2)
    }

    @Test("in a terminal each marked word is coloured, over the end of a line too")
    func colour() {
        let lines = WordDifference(from: "one two", to: "one three four five six seven eight")
            .lines(context: 2, width: 20, memoryConsole(colour: true))
        #expect(lines.count > 1)
        #expect(lines[0].contains("\u{1B}[31m[-two-]\u{1B}[0m"))
        #expect(lines.last?.contains("\u{1B}[32meight+}\u{1B}[0m") == true)
    }
}
