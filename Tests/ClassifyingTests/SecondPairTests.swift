import Classifying
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
        id = "fiji.rabuka"
        side = "fiji"
        type = "person"
        years = [2022]
        names = ["Rabuka", "Suva"]

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

    @Test("one of its sides alone is not enough")
    func oneSide() throws {
        #expect(try !verdict("Canberra raises rates", "The Australian navy will get new patrol boats.").relevant)
    }
}
