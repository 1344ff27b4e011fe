import News
import Testing

@testable import Storing

/// Which words a word that is typed stands for.
@Suite("Inflections")
struct InflectionTests {
    @Test(
        "a plain word finds the other forms of the same word",
        arguments: [
            ("tariffs", "tariff"), ("tariff", "tariffs"), ("trading", "trade"), ("trade", "trading"),
            ("traded", "trades"), ("trades", "traded"), ("negotiations", "negotiation"),
            ("negotiation", "negotiations"), ("negotiate", "negotiating"), ("negotiating", "negotiated"),
            ("agreement", "agreements"), ("agreements", "agreement"), ("agreed", "agree"), ("agree", "agreed"),
            ("countries", "country"), ("country", "countries"), ("embassies", "embassy"), ("taxes", "tax"),
            ("tax", "taxes"), ("visas", "visa"), ("visa", "visas"), ("quota", "quotas"), ("quotas", "quota"),
            ("visited", "visit"), ("visiting", "visits"), ("banned", "ban"), ("ban", "banning"), ("jobs", "job"),
            ("signed", "signing"), ("secured", "secure"), ("created", "create"), ("required", "require"),
            ("announced", "announcing"), ("approving", "approve"), ("released", "release"), ("raising", "raise"),
            ("settled", "settle"), ("changing", "change"), ("controlled", "control"), ("travel", "travelled"),
            ("commit", "committed"), ("studied", "study"), ("argued", "argue"), ("met", "meeting"), ("meet", "met"),
            ("meetings", "meeting"), ("said", "say"), ("withdrew", "withdraws"), ("women", "woman"),
            ("children", "child"), ("crises", "crisis"), ("prizes", "prize"), ("heroes", "hero"),
            ("viruses", "virus"), ("churches", "church"), ("houses", "house"), ("allies", "ally"),
            ("kenyan", "kenyans"), ("kenyans", "kenyan"), ("sanctions", "sanctioned"), ("financed", "finance"),
            ("guaranteed", "guarantee"), ("embargoes", "embargo"), ("marchés", "marché"), ("accords", "accord"),
            ("journaux", "journal"), ("journal", "journaux"), ("bureaux", "bureau"), ("import", "imported"),
        ])
    func family(_ typed: String, _ found: String) {
        #expect(Inflections.forms(of: typed).contains(found))
    }

    @Test(
        "no word stands for a name, for another name or for another word",
        arguments: [
            ("william", "williams"), ("williams", "william"), ("marin", "marines"), ("marines", "marin"),
            ("marines", "marine"), ("marine", "marines"), ("states", "state"), ("state", "states"),
            ("paris", "pari"), ("pari", "paris"), ("haiti", "haitis"), ("haitis", "haiti"), ("rubio", "rubios"),
            ("meles", "mele"), ("mele", "meles"), ("kenyas", "kenya"), ("kenya", "kenyas"), ("united", "unite"),
            ("unite", "united"), ("hamas", "hama"), ("hama", "hamas"), ("aids", "aid"), ("aid", "aids"),
            ("arms", "arm"), ("mars", "mar"), ("pays", "pay"), ("pay", "pays"), ("corps", "corp"), ("goods", "good"),
            ("texas", "texa"), ("james", "jame"), ("adams", "adam"), ("adam", "adams"), ("news", "new"),
            ("beijing", "beij"), ("king", "k"), ("politics", "politic"), ("campus", "campu"), ("congress", "congres"),
            ("tunis", "tuni"), ("speed", "spe"), ("need", "ne"), ("trade", "trader"), ("trader", "trade"),
            ("nation", "national"), ("organize", "organ"), ("policy", "police"), ("police", "policy"),
            ("universe", "university"), ("general", "generate"), ("minister", "ministry"), ("wedding", "wed"),
        ])
    func others(_ typed: String, _ spared: String) {
        #expect(!Inflections.forms(of: typed).contains(spared))
    }

    @Test(
        "a word with a capital, a figure or a sign, a short one, and a name in the list is itself alone",
        arguments: [
            "Marines", "Williams", "States", "Paris", "Trade", "AGOA", "G7s", "covid19", "aid", "usa", "ruto", "haiti",
            "états-unis", "o'briens", "",
        ])
    func exact(_ word: String) {
        #expect(Inflections.forms(of: word) == [word])
    }

    @Test("a word in capitals or quotation marks is found as it stands, a plain one in all its forms")
    func found() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let titles = [
            "Tariff on tea", "Tariffs on coffee", "Marines land", "Marin votes", "William speaks", "Williams speaks",
        ]
        for title in titles { try await store.poll(ParsedItem(id: title, title: title)) }
        func found(by terms: String) throws -> Set<String> {
            var titles: Set<String> = []
            try store.items(matching: ItemQuery(terms: terms)) { titles.insert($0.title) }
            return titles
        }
        #expect(try found(by: "tariff") == ["Tariff on tea", "Tariffs on coffee"])
        #expect(try found(by: "tariffs") == ["Tariff on tea", "Tariffs on coffee"])
        #expect(try found(by: "Tariffs") == ["Tariffs on coffee"])
        #expect(try found(by: "\"tariff\"") == ["Tariff on tea"])
        try store.items(matching: ItemQuery(terms: "tariff")) { #expect($0.snippet?.contains("\u{E000}") == true) }
        try store.items(matching: ItemQuery(terms: "tariff", wantsSnippets: false)) { #expect($0.snippet == nil) }
        #expect(try found(by: "tariff -tariffs") == ["Tariff on tea"])
        #expect(try found(by: "marines") == ["Marines land"])
        #expect(try found(by: "marin") == ["Marin votes"])
        #expect(try found(by: "williams") == ["Williams speaks"])
    }

    @Test("whatever the word, its forms find at least what it finds itself")
    func superset() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        var generator = Numbers(state: 11)
        let endings = [
            "", "s", "es", "ed", "ing", "ies", "ied", "y", "e", "ss", "aux", "ting", "ted", "a", "i", "é", "'s", "7",
        ]
        let stems = ["trad", "tariff", "vis", "negotiat", "count", "pari", "marin", "st", "éco", "Ken", "bus", "agre"]
        let words = (0..<300).map { _ in
            (stems.randomElement(using: &generator) ?? "") + (endings.randomElement(using: &generator) ?? "")
        }
        for start in stride(from: 0, to: words.count, by: 30) {
            let items = words[start..<(start + 30)].enumerated().map { offset, word in
                ParsedItem(id: "\(start + offset)", title: "\(word) \(start + offset)")
            }
            let judged = items.map { JudgedItem(item: $0, verdict: relevant()) }
            let poll = Poll(feed: someFeed, started: minute(start), state: FeedState(), items: judged)
            #expect(try await store.record(poll).new > 0)
        }
        for word in Set(words) {
            var (exact, found): (Set<Int64>, Set<Int64>) = ([], [])
            try store.items(matching: ItemQuery(terms: "\"\(word)\"")) { exact.insert($0.id) }
            try store.items(matching: ItemQuery(terms: word)) { found.insert($0.id) }
            #expect(!exact.isEmpty)
            #expect(found.isSuperset(of: exact), "\(word)")
        }
    }
}
