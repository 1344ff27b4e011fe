import Testing

@testable import Storing

/// Text reduced to what matters.
@Suite("Folding")
struct FoldingTests {
    @Test(
        "typography is folded",
        arguments: [
            ("  “Kenya’s”\u{A0}\t deal…\n", "\"Kenya's\" deal..."), ("a\u{AD}b\u{200B}c\u{0}", "abc"),
            ("1963–2025 — ‹now›", "1963-2025 - 'now'"), ("", ""), (" \u{2003}\u{3000} ", ""),
            ("São Tomé 🇰🇪", "São Tomé 🇰🇪"),
        ])
    func typography(_ text: String, _ folded: String) {
        #expect(Folding.typography(text) == folded)
    }

    @Test(
        "a title is its words in lower case",
        arguments: [
            ("Ruto’s “Trade” Deal!", "rutos trade deal"), ("U.S.–Kenya: 5% tariffs", "u s kenya 5 tariffs"),
            ("ÉTATS-UNIS", "états unis"), ("—", ""), ("日本 $5", "日本 5"),
        ])
    func title(_ title: String, _ folded: String) {
        #expect(Folding.title(title) == folded)
    }

    @Test(
        "an outlet's name at a headline's end is dropped, and a short headline is none",
        arguments: [
            ("Kenya and US sign a trade deal - The Daily", "kenya and us sign a trade deal"),
            ("Kenya and US sign a trade deal | News :: The Daily", "kenya and us sign a trade deal news"),
            ("Kenya and US sign - all six of the new trade deals", "kenya and us sign all six of the new trade deals"),
            ("Sport - Daily", nil), ("One two three four", nil), ("One two three four five", "one two three four five"),
        ])
    func headline(_ title: String, _ folded: String?) {
        #expect(Folding.headline(title) == folded)
    }

    @Test("whatever the text, folding it character by character gives the same")
    func randomText() {
        var generator = Numbers(state: 5)
        let characters = Array(
            "aZ9 '-–—…“”‘’«»‹›\t\n\u{0}\u{A0}\u{AD}\u{200B}\u{2028}\u{3000}\u{85}éİßσ\u{301}日🇰🇪👩‍🌾$%&/|:*".unicodeScalars)
        for _ in 0..<2000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...30, using: &generator) {
                text.append(characters[Int.random(in: 0..<characters.count, using: &generator)])
            }
            #expect(Folding.typography(String(text)) == Self.typography(text))
        }
    }

    /// The rule, one character at a time.
    private static func typography(_ text: String.UnicodeScalarView) -> String {
        var words: [String] = [""]
        for scalar in text {
            switch scalar {
            case _ where scalar.properties.isWhitespace: if words.last != "" { words.append("") }
            case "\u{0}", "\u{AD}", "\u{200B}"..."\u{200F}": break
            case "–", "—": words[words.count - 1] += "-"
            case "…": words[words.count - 1] += "..."
            case "“", "”", "«", "»": words[words.count - 1] += "\""
            case "‘", "’", "‹", "›": words[words.count - 1] += "'"
            default: words[words.count - 1].unicodeScalars.append(scalar)
            }
        }
        if words.last == "" { words.removeLast() }
        return words.joined(separator: " ")
    }
}
