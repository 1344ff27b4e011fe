import News
import Testing

@testable import Storing

/// What a person types, and what the index is asked.
@Suite("Search terms")
struct SearchTermsTests {
    @Test(
        "terms become an expression of FTS5",
        arguments: [
            ("kenya Trade", "(\"kenya\" AND \"Trade\")"),
            ("tariff", "(\"tariff\" OR \"tariffs\" OR \"tariffed\" OR \"tariffing\")"),
            ("title:embassy", "title : (\"embassy\" OR \"embassies\" OR \"embassied\" OR \"embassying\")"),
            ("kenya -tariff", "(\"kenya\" NOT (\"tariff\"))"),
            ("NEAR(trade deal)", "NEAR(\"trade\" \"deal\")"),
            ("U.S.", "\"U.S.\""),
            ("Kenya-US", "\"Kenya-US\""),
            ("O'Brien", "\"O'Brien\""),
            ("\"trade deal\"", "\"trade deal\""),
            ("“trade deal”", "\"trade deal\""),
            ("agoa*", "\"agoa\" *"),
            ("\"trade de\"*", "\"trade de\" *"),
            ("ruto OR rubio", "(\"ruto\" OR \"rubio\")"),
            ("kenya AND Trade", "(\"kenya\" AND \"Trade\")"),
            ("kenya NOT football", "(\"kenya\" NOT (\"football\"))"),
            ("kenya -football -athletics", "(\"kenya\" NOT (\"football\" OR \"athletics\"))"),
            ("kenya -\"premier league\"", "(\"kenya\" NOT (\"premier league\"))"),
            ("(ruto OR rubio) Trade", "((\"ruto\" OR \"rubio\") AND \"Trade\")"),
            ("NEAR(ruto rubio, 5)", "NEAR(\"ruto\" \"rubio\", 5)"),
            ("NEAR(\"william ruto\" rubio)", "NEAR(\"william ruto\" \"rubio\")"),
            ("title:AGOA", "title : \"AGOA\""),
            ("title:(AGOA OR Trade)", "title : (\"AGOA\" OR \"Trade\")"),
            ("https://n.example/1", "\"https://n.example/1\""),
            ("aid & Trade — now", "(\"aid\" AND \"Trade\" AND \"now\")"),
            ("and or not", "(\"and\" AND \"or\" AND \"not\")"),
            ("Nairobi, Kenya", "(\"Nairobi,\" AND \"Kenya\")"),
            ("Biashara ya Marekani", "(\"Biashara\" AND \"ya\" AND \"Marekani\")"),
        ])
    func translation(_ terms: String, _ expression: String) throws {
        #expect(try SearchTerms.expression(for: terms)?.text == expression)
    }

    @Test("blank terms ask for nothing", arguments: ["", "  ", "\n\u{A0}"])
    func blank(_ terms: String) throws {
        #expect(try SearchTerms.expression(for: terms) == nil)
    }

    @Test(
        "mistyped terms are explained",
        arguments: [
            ("\"trade deal", "partner"), ("(kenya", "never closed"), ("kenya)", "no opening"),
            ("kenya AND", "after it"),
            ("OR kenya", "OR"), ("kenya OR", "OR"), ("NOT kenya", "takes away"), ("-kenya", "takes away"),
            ("kenya NOT", "after it"), ("*kenya", "end of a word"), ("NEAR(kenya OR trade)", "NEAR"),
            ("NEAR(kenya trade, x)", "number"), ("()", "parenthes"), ("?!", "no word"), ("title:", "after it"),
            (String(repeating: "(", count: 40) + "a", "too deep"),
        ])
    func mistakes(_ terms: String, _ hint: String) {
        #expect {
            try SearchTerms.expression(for: terms)
        } throws: { error in
            guard case .terms(let reason)? = error as? QueryFault else { return false }
            return reason.contains(hint)
        }
    }

    @Test("every expression is one that FTS5 takes, whatever the terms")
    func accepted() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(ParsedItem(id: "1", title: "Kenya trade"))
        var generator = Numbers(state: 7)
        let parts = [
            "kenya", "\"", "(", ")", "AND", "OR", "NOT", "NEAR(", ",", "5", "*", "-", "title:", "^", ":", "+", "{", "}",
            "U.S.", "'", "\\", ";", "é", "日本", "\u{0}", " ", " ", "trade*",
        ]
        var refused = 0
        for _ in 0..<1000 {
            let terms = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
                parts[Int.random(in: 0..<parts.count, using: &generator)]
            }.joined()
            do {
                try store.items(matching: ItemQuery(terms: terms)) { _ in }
            } catch let error as StoreError {
                refused += 1
                #expect(error.kind == .query, "\(terms): \(error)")
                #expect(!error.message.contains("fts5"), "\(terms): \(error.message)")
            }
        }
        #expect(refused > 0 && refused < 1000)
    }
}

/// A seeded generator (SplitMix64).
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
