import Classifying
import FoundationEssentials
import News
import Testing

@Suite("Classifier")
struct ClassifierTests {
    @Test("every sentence of the fixture is there")
    func fixtureIsRead() {
        #expect(Shipped.sentences.count >= 60)
    }

    @Test("a sentence is judged as its label says", arguments: Shipped.sentences)
    func relevance(of sentence: Shipped.Sentence) throws {
        let verdict = try Shipped.classifier().verdict(on: sentence.text)
        #expect(verdict.relevant == sentence.relevant, "score \(verdict.relevance)")
    }

    @Test("a relevant sentence has at least the topics of its label, any other has none", arguments: Shipped.sentences)
    func topics(of sentence: Shipped.Sentence) throws {
        let verdict = try Shipped.classifier().verdict(on: sentence.text)
        #expect(Set(sentence.topics.map { Topic($0) }).subtracting(verdict.topics).isEmpty, "\(verdict.topics)")
        #expect(sentence.relevant || verdict.topics.isEmpty)
    }

    @Test("the language is told from the text itself", arguments: Shipped.sentences)
    func language(of sentence: Shipped.Sentence) throws {
        #expect(try Shipped.classifier().verdict(on: sentence.text).language == sentence.language)
    }

    @Test("the evidence's weights add up to the logit of the score", arguments: Shipped.sentences)
    func evidenceAddsUp(in sentence: Shipped.Sentence) throws {
        let verdict = try Shipped.classifier().verdict(on: sentence.text)
        let sum = verdict.evidence.reduce(0) { $0 + $1.weight }
        let logit = Self.logarithm(verdict.relevance / (1 - verdict.relevance))
        #expect((sum - logit).magnitude < 1e-6)
    }

    @Test("the evidence quotes the text as it stands, strongest first", arguments: Shipped.sentences)
    func evidenceQuotes(from sentence: Shipped.Sentence) throws {
        let evidence = try Shipped.classifier().verdict(on: sentence.text).evidence
        for piece in evidence {
            let field =
                piece.field == "title" ? sentence.title : piece.field == "summary" ? sentence.summary : sentence.source
            #expect(piece.text.isEmpty || field.contains(piece.text))
        }
        #expect(evidence.map(\.weight.magnitude) == evidence.map(\.weight.magnitude).sorted(by: >))
    }

    @Test("people are named in the evidence by their side")
    func evidenceNamesPeople() throws {
        let text = ItemText(title: "Ruto hosts Rubio for talks on trade")
        let evidence = try Shipped.classifier().verdict(on: text).evidence
        #expect(
            evidence.contains {
                $0.text == "Rubio" && $0.entity == "us.rubio" && $0.side == "us" && $0.field == "title"
            })
        #expect(evidence.contains { $0.entity == "base" && $0.text.isEmpty })
    }

    @Test("the same text gets the same answer, from many threads at once")
    func isDeterministic() async throws {
        let classifier = try Shipped.classifier()
        let texts = Shipped.sentences.map(\.text)
        let expected = texts.map { classifier.verdict(on: $0) }
        await withTaskGroup(of: [Verdict].self) { group in
            for _ in 0..<4 { group.addTask { texts.map { classifier.verdict(on: $0) } } }
            for await verdicts in group { #expect(verdicts == expected) }
        }
    }

    @Test("the threshold decides, and the score does not depend on it")
    func thresholdDecides() throws {
        let text = ItemText(title: "Kenya and the US sign a trade pact")
        let (low, high) = (try Shipped.classifier(threshold: 0), try Shipped.classifier(threshold: 1))
        #expect(low.verdict(on: text).relevant)
        #expect(!high.verdict(on: text).relevant)
        #expect(low.verdict(on: text).relevance == high.verdict(on: text).relevance)
    }

    @Test("the judge tells lexicons apart")
    func judgeNamesTheLexicon() throws {
        let lexicon = try Shipped.lexicon.get()
        #expect(Classifier(lexicon: lexicon).verdict(on: ItemText(title: "x")).judge == "kenya-us \(lexicon.digest)")
    }

    @Test(
        "an empty text, a lone surrogate's replacement and a very long text are all judged",
        arguments: ["", "\u{FFFD}", "<", "&", "U.", "'s", "…"])
    func oddTexts(_ odd: String) throws {
        let classifier = try Shipped.classifier()
        #expect(!classifier.verdict(on: ItemText(title: odd, summary: odd)).relevant)
        let long = String(repeating: odd + " Kenya said nothing about it. ", count: 20_000)
        #expect(!classifier.verdict(on: ItemText(title: odd, summary: long)).relevant)
    }

    @Test("an official's own feed speaks for its side")
    func officialOutlet() throws {
        let text = ItemText(
            title: "Statement on the elections in Kenya",
            summary:
                "We congratulate the people of Kenya and look forward to working with their government on trade and security."
        )
        var official = text
        official.source = "U.S. Department of State"
        let classifier = try Shipped.classifier()
        #expect(classifier.verdict(on: official).relevance > classifier.verdict(on: text).relevance)
    }

    @Test("a feed's country stands in, faintly, for a side that is not named")
    func feedCountry() throws {
        let text = ItemText(
            title: "Washington to send a trade delegation next week",
            summary: "The envoy said talks would cover tariffs.")
        var local = text
        local.sourceCountry = "KE"
        let classifier = try Shipped.classifier()
        #expect(classifier.verdict(on: local).relevance > classifier.verdict(on: text).relevance)
    }

    private static func logarithm(_ number: Double) -> Double {
        // Newton's method on exp(x) = number; the tests need no more of Foundation than Data and Date.
        var guess = 0.0
        for _ in 0..<200 {
            var (term, power) = (1.0, 1.0)
            for step in 1..<200 {
                term *= guess / Double(step)
                power += term
            }
            guess += 2 * (number - power) / (number + power)
        }
        return guess
    }
}
