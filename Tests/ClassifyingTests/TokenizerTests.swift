import Testing

@testable import Classifying

@Suite("Tokenizer")
struct TokenizerTests {
    @Test(
        "words are cut at marks, hyphens and apostrophes",
        arguments: [
            ("Ruto met Rubio.", ["Ruto", "met", "Rubio"]),
            ("Kenya-US talks", ["Kenya", "US", "talks"]),
            ("Kenya–US", ["Kenya", "US"]),
            ("Kenyan-led force", ["Kenyan", "led", "force"]),
            ("l’ambassadeur d'Haïti", ["l", "ambassadeur", "d", "Haïti"]),
            ("Ng'eno and Wetang’ula", ["Ng", "eno", "and", "Wetang", "ula"]),
            ("3.5 million", ["3", "5", "million"]),
        ])
    func words(_ text: String, _ expected: [String]) {
        #expect(Small.words(text) == expected)
    }

    @Test(
        "the s of a possessive is dropped, straight, curly or as an entity",
        arguments: ["Kenya's envoy", "Kenya’s envoy", "Kenya&#8217;s envoy", "Kenya&apos;s envoy"])
    func possessive(_ text: String) {
        #expect(Small.words(text) == ["Kenya", "envoy"])
    }

    @Test("U.S., U.S and US are one word, all capitals", arguments: ["U.S. aid", "U.S aid", "US aid"])
    func dotted(_ text: String) {
        let tokens = Small.tokens(text)
        #expect(tokens.count == 2)
        #expect(tokens[0].hash == Small.tokens("US")[0].hash)
        #expect(tokens[0].marks.contains(.allCapitals))
    }

    @Test("the pronoun is not all capitals")
    func pronoun() {
        #expect(!Small.tokens("us")[0].marks.contains(.allCapitals))
        #expect(!Small.tokens("Us")[0].marks.contains(.allCapitals))
    }

    @Test(
        "case and accents are folded",
        arguments: [("HAÏTI", "haiti"), ("Étât", "etat"), ("ÿ", "y"), ("Łódź", "lodz"), ("e\u{301}", "e")])
    func folding(_ left: String, _ right: String) {
        #expect(Small.tokens(left)[0].hash == Small.tokens(right)[0].hash)
    }

    @Test("other scripts are words too, and differ from one another")
    func otherScripts() {
        #expect(Small.words("Кения и США") == ["Кения", "и", "США"])
        #expect(Small.tokens("Кения")[0].hash != Small.tokens("США")[0].hash)
    }

    @Test("tags, their attributes and web addresses hold no words")
    func markup() {
        #expect(Small.words("<p>One <a href=\"https://x.org/kenya\">two</a></p>") == ["One", "two"])
        #expect(
            Small.words("see https://example.org/kenya-us now, or www.kenya.example too") == [
                "see", "now", "or", "too",
            ])
        #expect(Small.words("a < b and c > d") == ["a", "b", "and", "c", "d"])
    }

    @Test("a sentence ends at a full stop, a semicolon or a block tag, not at U.S. or a title")
    func sentences() {
        #expect(Small.tokens("One two. Three").map(\.sentence) == [0, 0, 1])
        #expect(Small.tokens("one; two").map(\.sentence) == [0, 1])
        #expect(Small.tokens("<p>one</p><p>two</p>").map(\.sentence) == [0, 1])
        #expect(Small.tokens("the U.S. Navy").map(\.sentence) == [0, 0, 0])
        #expect(Small.tokens("costs 3.5 m").map(\.sentence) == [0, 0, 0, 0])
        var tokenizer = Tokenizer(vocabulary: (try? Small.contents().vocabulary) ?? Vocabulary())
        var text = "said Gen. Ade. Then"
        text.withUTF8 { tokenizer.add($0) }
        #expect(tokenizer.tokens.map(\.sentence) == [0, 0, 0, 1])
    }

    @Test("a price is marked as money")
    func money() {
        #expect(Small.tokens("US$5")[0].marks.contains(.money))
    }

    @Test("no more words are kept than the limit")
    func limit() {
        var tokenizer = Tokenizer(vocabulary: Vocabulary(), limit: 3)
        var text = "a b c d e"
        text.withUTF8 { tokenizer.add($0) }
        #expect(tokenizer.tokens.count == 3)
    }

    @Test(
        "bytes that are no UTF-8 are passed over",
        arguments: [[0xff, 0x61], [0xc3], [0xe2, 0x80], [0x61, 0xf0, 0x9f], [0xcc, 0x81]] as [[UInt8]])
    func brokenBytes(_ bytes: [UInt8]) {
        var tokenizer = Tokenizer(vocabulary: Vocabulary())
        bytes.withUnsafeBufferPointer { tokenizer.add($0) }
        #expect(tokenizer.tokens.allSatisfy { $0.end <= bytes.count && $0.start < $0.end })
    }
}
