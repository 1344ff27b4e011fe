import News
import Testing

@testable import Classifying

@Suite("CrossValidation")
struct CrossValidationTests {
    private static let items: [LabelledText] = (0..<40).flatMap { index in
        [("signs trade pact with", true), ("beats", false)].map { words, relevant in
            LabelledText(
                text: ItemText(title: "Homeland \(words) Awayland \(index)"),
                label: .init(
                    relevant: relevant, topics: relevant ? [Topic("trade")] : [], isHard: index < 10,
                    event: "event-\(index / 2)"))
        }
    }

    @Test("an event is in one fold, and every fold is used")
    func events() {
        let folds = Self.items.map { CrossValidation.fold(of: $0, among: 4) }
        let byEvent = Dictionary(grouping: zip(Self.items, folds), by: \.0.label.event)
        #expect(byEvent.values.allSatisfy { Set($0.map(\.1)).count == 1 })
        #expect(Set(folds) == [0, 1, 2, 3])
    }

    @Test("an item without an event is its own")
    func noEvent() {
        let texts = (0..<30).map { LabelledText(text: ItemText(title: "Item \($0)"), label: .init(relevant: false)) }
        #expect(Set(texts.map { CrossValidation.fold(of: $0, among: 10) }).count > 5)
    }

    @Test("every item is judged, and the order of the items changes no verdict")
    func order() throws {
        let lexicon = try Lexicon(toml: [(name: "small.toml", text: Small.toml)])
        let there = CrossValidation(of: lexicon, over: Self.items, folds: 4)
        let back = CrossValidation(of: lexicon, over: Self.items.reversed(), folds: 4)
        #expect(there.verdicts.map(\.relevant) == back.verdicts.reversed().map(\.relevant))
        #expect(there.evaluation.relevance.total == Self.items.count)
        #expect(there.evaluation.relevance.f1 > 0.9)
        #expect(there.evaluation.byCase.values.map(\.total).reduce(0, +) >= 20)
    }
}

@Suite("Cases")
struct CasesTests {
    private func cases(_ title: String) throws -> [String] {
        try Lexicon(toml: [(name: "small.toml", text: Small.toml)]).cases(of: ItemText(title: title))
    }

    @Test("a text is told by the sides that it does not name")
    func sides() throws {
        #expect(try cases("Nothing to see") == ["unnamed"])
        #expect(try cases("Homeland alone") == ["half-named"])
        #expect(try cases("Homeland and Awayland") == ["plain"])
    }

    @Test("a word that speaks against names the case")
    func cues() throws {
        #expect(try cases("Homeland beats Awayland in match").contains("sport"))
    }
}
