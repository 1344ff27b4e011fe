import News
import Testing

@testable import Classifying

@Suite("LanguageGuess")
struct LanguageGuessTests {
    @Test(
        "texts of the three languages, and of others",
        arguments: [
            ("The minister said that talks would go on", "en"),
            ("Waziri amesema mazungumzo yataendelea wiki hii", "sw"),
            ("Le ministre a dit que les discussions continuent", "fr"),
            ("Der Minister hat gesagt, dass die Gespräche weitergehen", "und"),
            ("El ministro dijo que las conversaciones continúan con el gobierno", "und"),
            ("O ministro disse que as conversas não param no governo", "und"), ("Министр сказал", "und"), ("", "und"),
            ("12 345", "und"),
        ])
    func languages(_ text: String, _ expected: String) throws {
        #expect(try Shipped.classifier().verdict(on: ItemText(title: text)).language == expected)
    }

    @Test("a tie between languages is undecided")
    func tie() {
        let languages = [Language(id: "en", isRival: false), Language(id: "fr", isRival: false)]
        #expect(LanguageGuess.language([2, 2], languages, words: 5) == "und")
        #expect(LanguageGuess.language([3, 2], languages, words: 5) == "en")
    }
}
