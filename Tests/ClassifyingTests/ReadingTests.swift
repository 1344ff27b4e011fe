import News
import Testing

@testable import Classifying

@Suite("Reading")
struct ReadingTests {
    @Test("names keep their capitals, words do not care, exact ones keep all")
    func caseRules() throws {
        #expect(try Small.mentions("Homeland and HOMELAND and homeland") == ["home", "home"])
        #expect(try Small.mentions("Homely or homely") == ["home", "home"])
        #expect(try Small.mentions("AW, Aw and aw") == ["away"])
    }

    @Test("the longest phrase wins, and takes its words away")
    func longestWins() throws {
        #expect(try Small.mentions("Chief Ade spoke") == ["home.chief"])
        #expect(try Small.mentions("Homeland Rovers won").isEmpty)
        #expect(try Small.reading("Homeland Rovers won").cues.map(\.index) == [0])
    }

    @Test("a word's beginning matches any ending")
    func stems() throws {
        #expect(try Small.reading("tariff tariffs tariffed tarif").terms.count == 3)
    }

    @Test(
        "contexts cancel",
        arguments: ["Little Ade", "Ade Street", "Ade wrote a good novel", "Ade is gone; an obituary column"])
    func cancelled(_ title: String) throws {
        #expect(try Small.mentions(title).isEmpty)
    }

    @Test("what must be there must be there")
    func needed() throws {
        #expect(try Small.mentions("First Bank opens").isEmpty)
        #expect(try Small.mentions("First Bank opens in Awayland") == ["away.bank", "away"])
    }

    @Test("a price names no country")
    func prices() throws {
        #expect(try Small.mentions("costs AW$5").isEmpty)
    }

    @Test("an office counts in its years; an envoy goes home afterwards")
    func years() throws {
        #expect(try Small.reading("Oru spoke", year: 2016).mentions[0].side == .both)
        #expect(try Small.reading("Oru spoke", year: 2012).mentions[0].side == .one(1))
        #expect(try Small.reading("Oru spoke").mentions[0].side == .both)
        let (inOffice, former) = (
            try Small.reading("Ade spoke", year: 2015), try Small.reading("Ade spoke", year: 2024)
        )
        #expect(inOffice.mentions[0].strength > former.mentions[0].strength)
    }

    @Test("what stands far down counts for less")
    func prominence() throws {
        let far = String(repeating: "word ", count: 240) + "Homeland"
        #expect(try Small.reading("x", far).mentions[0].strength == 0.25)
    }

    @Test("four countries in a row are a list, three are not")
    func lists() throws {
        #expect(try Small.reading("Homeland, Awayland, Oneland and Twoland").mentions.allSatisfy(\.isListed))
        #expect(try !Small.reading("Homeland, Awayland and Oneland").mentions.contains(where: \.isListed))
    }

    @Test("a tail is boilerplate to its sentence's end")
    func tails() throws {
        #expect(
            try Small.reading("x", "Read more about Homeland. Awayland answers.").mentions.map(\.isMuted) == [
                true, false,
            ])
    }

    @Test("an entity speaks for its topics")
    func entityTopics() throws {
        #expect(try Small.reading("First Bank in Awayland").terms.map(\.kind) == [.entity])
    }

    @Test("the outlet is known by its name, or by its feed's country")
    func outlets() throws {
        #expect(try Small.reading("x", source: "The Home Post").outlet?.side == 0)
        #expect(try Small.reading("x", source: "The Home Post Online").outlet == nil)
        let text = ItemText(title: "x", sourceCountry: "hh")
        #expect(Reading(text, try Small.contents()).outlet?.side == 0)
    }

    @Test("a text of many names is read to a bound")
    func bounded() throws {
        #expect(try Small.reading("x", String(repeating: "Homeland. ", count: 1000)).mentions.count == 80)
    }

    @Test("a word may speak for several topics at once")
    func sharedWords() throws {
        #expect(try Small.reading("An embargo").terms.map(\.index) == [0, 1])
    }

    @Test("a hyphen in a name is no comma in a text")
    func commas() throws {
        #expect(try Small.mentions("The Home-Away Pact") == ["both.pact"])
        #expect(try Small.mentions("The Home, Away Pact").isEmpty)
    }

    @Test("what supports a side means it beside another name of the side or its outlet only")
    func supporting() throws {
        #expect(try Small.mentions("Big Ministry meets Awayland") == ["away"])
        #expect(try Small.mentions("Big Ministry of Homeland") == ["home.ministry", "home"])
        #expect(try Small.reading("Big Ministry speaks", source: "The Home Post").mentions.count == 1)
    }

    @Test("a word against that is part of a name says nothing")
    func cueInName() throws {
        #expect(try Small.reading("Match Oil leaves Homeland").cues.isEmpty)
        #expect(try Small.reading("A match").cues.count == 1)
    }

    @Test("holders of an office are known by name and title")
    func rolls() throws {
        #expect(try Small.mentions("Secretary Ek, Ida Ul and Ul") == ["away.ek", "away.ul", "away.ul"])
        let (then, now) = (try Small.reading("Bo Ek", year: 2003), try Small.reading("Bo Ek", year: 2020))
        #expect(then.mentions[0].strength > now.mentions[0].strength)
    }

    @Test(
        "a web address tells the outlet by its host or the host's country",
        arguments: [
            ("https://post.example.hh/rss.xml", 0), ("http://example.hh", 0), ("example.hh", 0),
        ])
    func hosts(_ source: String, _ side: Int) throws {
        #expect(try Small.reading("x", source: source).outlet?.side == side)
    }

    @Test(
        "a host elsewhere, a path and a sentence tell nothing",
        arguments: [
            "https://example.org/hh", "https://example.org/a.hh", "Out of .hh", "hh",
        ])
    func noHosts(_ source: String) throws {
        #expect(try Small.reading("x", source: source).outlet == nil)
    }
}
