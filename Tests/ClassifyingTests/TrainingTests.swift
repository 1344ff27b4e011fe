import News
import Testing

@testable import Classifying

@Suite("Training")
struct TrainingTests {
    private static let items: [LabelledText] = (0..<12).flatMap { index in
        [
            ("Homeland signs trade pact with Awayland \(index)", true, ["trade"]),
            ("Homeland buys rifles from Awayland \(index)", true, ["arms"]),
            ("Homeland beats Awayland in match \(index)", false, []), ("Homeland alone \(index)", false, []),
            ("Awayland alone, trade \(index)", false, []),
        ].map { title, relevant, topics in
            LabelledText(
                text: ItemText(title: title), label: .init(relevant: relevant, topics: topics.map { Topic($0) }))
        }
    }

    private func small() throws -> Lexicon { try Lexicon(toml: [(name: "small.toml", text: Small.toml)]) }

    @Test("what was trained on is judged rightly")
    func learns() throws {
        let classifier = Classifier(lexicon: try small().trained(on: Self.items))
        let evaluation = Evaluation(Self.items.map { (verdict: classifier.verdict(on: $0.text), label: $0.label) })
        #expect(evaluation.relevance.f1 == 1)
        #expect(evaluation.topics.recall == 1)
    }

    @Test("the same items give the same weights, and another digest than none")
    func isDeterministic() throws {
        let (one, two) = (try small().trained(on: Self.items), try small().trained(on: Self.items))
        #expect(one.weightsText == two.weightsText)
        #expect(one.digest == two.digest)
        #expect(try one.digest != small().digest)
    }

    @Test("weights written and read back judge the same")
    func roundTrip() throws {
        let trained = try small().trained(on: Self.items)
        let read = try Lexicon(toml: [
            (name: "small.toml", text: Small.toml), (name: "weights.toml", text: trained.weightsText),
        ])
        for item in Self.items {
            let (left, right) = (
                Classifier(lexicon: trained).verdict(on: item.text), Classifier(lexicon: read).verdict(on: item.text)
            )
            #expect(left.relevance == right.relevance)
            #expect(left.topics == right.topics)
        }
        #expect(read.weightsText == trained.weightsText)
    }

    @Test("a cue against never gets a weight for")
    func signs() throws {
        let odd =
            Self.items
            + (0..<20).map {
                LabelledText(text: ItemText(title: "Homeland and Awayland match \($0)"), label: .init(relevant: true))
            }
        let contents = try small().trained(on: odd).contents
        for (weight, sign) in zip(contents.relevance.weights, contents.space.signs) where sign != 0 {
            #expect(weight * Double(sign) >= 0)
        }
    }

    @Test("no items at all change nothing that could be learnt from them")
    func nothing() throws {
        #expect(
            try !Classifier(lexicon: small().trained(on: [])).verdict(on: ItemText(title: "x")).topics.contains(
                Topic("arms")))
    }
}

@Suite("LogisticRegression")
struct LogisticRegressionTests {
    @Test("the weights are those of the likelihood's maximum")
    func maximum() {
        // Of four with the mark three are so, of four without it one: logits log 3 and -log 3, no penalty.
        let rows = [[1, 1], [1, 1], [1, 1], [1, 1], [1, 0], [1, 0], [1, 0], [1, 0]].map { $0.map(Double.init) }
        let answers = [true, true, true, false, true, false, false, false]
        let weights = LogisticRegression(penalty: 1e-9, signs: [0, 0])
            .fit(rows, answers, importance: Array(repeating: 1, count: 8))
        #expect((weights[0] + 1.0986122886681098).magnitude < 1e-6)
        #expect((weights[1] - 2.1972245773362196).magnitude < 1e-6)
    }

    @Test("a weight that may not be positive is 0 instead")
    func signBound() {
        let weights = LogisticRegression(penalty: 0.1, signs: [0, -1])
            .fit([[1, 1], [1, 0]], [true, false], importance: [1, 1])
        #expect(weights[1] == 0)
    }
}
