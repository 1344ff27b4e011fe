import Classifying
import FoundationEssentials
import News
import Testing

/// Another pair of countries is another lexicon and no other code.
@Suite("A second pair of countries")
struct SecondPairTests {
    private static let toml = """
        name = "fiji-australia"

        [[side]]
        id = "fiji"
        country = "FJ"

        [[side]]
        id = "australia"
        country = "AU"

        [[topic]]
        id = "labour"
        words = ["seasonal worker*", "labour scheme"]

        [[topic]]
        id = "defence"
        words = ["patrol boat*", "navy", "defence"]

        [[cue]]
        id = "sport"
        effect = "against"
        words = ["rugby", "try", "sevens"]

        [[cue]]
        id = "deal"
        effect = "for"
        words = ["sign*", "agree*", "deal"]

        [[entity]]
        id = "fiji"
        side = "fiji"
        type = "country"
        names = ["Fiji"]
        words = ["fijian", "fijians"]

        [[entity]]
        id = "fiji.suva"
        side = "fiji"
        type = "metonym"
        names = ["Suva"]

        [[entity]]
        id = "fiji.ministry"
        side = "fiji"
        type = "agency"
        supporting = true
        names = ["Ministry of Fisheries"]

        [[roll]]
        side = "fiji"
        type = "person"
        titles = ["Prime Minister"]
        holders = ["2007-2022 Frank Bainimarama, Bainimarama", "2022- Sitiveni Rabuka, Rabuka"]

        [[entity]]
        id = "australia"
        side = "australia"
        type = "country"
        names = ["Australia"]
        words = ["australian", "australians"]

        [[entity]]
        id = "australia.government"
        side = "australia"
        type = "metonym"
        names = ["Canberra", "Albanese"]

        [[language]]
        id = "en"
        words = ["the", "of", "and", "to", "in", "for", "a", "with"]
        """

    private func verdict(_ title: String, _ summary: String = "") throws -> Verdict {
        let lexicon = try Lexicon(toml: [(name: "fiji.toml", text: Self.toml)])
        return Classifier(lexicon: lexicon).verdict(on: ItemText(title: title, summary: summary))
    }

    @Test("a tie of that pair is found, with its own topics and sides")
    func findsATie() throws {
        let verdict = try verdict("Rabuka and Albanese sign defence deal", "Canberra will give Fiji two patrol boats.")
        #expect(verdict.relevant)
        #expect(verdict.topics.contains(Topic("defence")))
        #expect(verdict.evidence.contains { $0.side == "fiji" } && verdict.evidence.contains { $0.side == "australia" })
    }

    @Test("the shipped pair means nothing to it")
    func knowsNothingElse() throws {
        #expect(try !verdict("Ruto meets Rubio in Washington to sign a trade deal between Kenya and the US").relevant)
    }

    @Test("its own cues speak against")
    func ownCues() throws {
        #expect(
            try !verdict("Fiji beat Australia in rugby sevens", "The Fijian captain scored a try with the last move.")
                .relevant)
    }

    @Test("those who held an office are known by name and title, and as former ones afterwards")
    func roll() throws {
        #expect(
            try verdict("Prime Minister Rabuka signs deal with Canberra").evidence.contains {
                $0.entity.contains("fiji.rabuka")
            })
        let lexicon = try Lexicon(toml: [(name: "fiji.toml", text: Self.toml)])
        let (then, now) = ("2015-06-01T00:00:00Z", "2024-06-01T00:00:00Z")
        let scores = [then, now].map { date in
            Classifier(lexicon: lexicon).verdict(
                on: ItemText(title: "Bainimarama and Albanese sign deal", published: Date(rfc3339: date))
            ).relevance
        }
        #expect(scores[0] > scores[1])
    }

    @Test("what only supports a side means it beside the side's outlet or another of its names")
    func supporting() throws {
        let lexicon = try Lexicon(toml: [(name: "fiji.toml", text: Self.toml)])
        let title = "Ministry of Fisheries signs defence deal with Canberra"
        let sides = ["https://news.example.fj/rss", "https://news.example.org/rss", "example.com.fj"].map { source in
            Classifier(lexicon: lexicon).verdict(on: ItemText(title: title, source: source)).evidence.contains {
                $0.entity.contains("fiji.ministry")
            }
        }
        #expect(sides == [true, false, true])
    }

    @Test("one of its sides alone is not enough")
    func oneSide() throws {
        #expect(try !verdict("Canberra raises rates", "The Australian navy will get new patrol boats.").relevant)
    }
}
