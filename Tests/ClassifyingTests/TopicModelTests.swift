import News
import Testing

@testable import Classifying

@Suite("TopicModel")
struct TopicModelTests {
    @Test("every channel of every topic has a name and a place of its own")
    func layout() {
        let names = TopicModel.names(["one", "two"])
        #expect(names.count == TopicModel.width(2))
        #expect(names[TopicModel.place(.hint, of: 1)] == "two.hint")
    }

    @Test("more words of a topic say more, each adding less")
    func values() throws {
        let place = TopicModel.place(.text, of: 0)
        let values = try ["x", "trade", "trade and trade", "trade, trade and trade"].map {
            TopicModel.values(try Small.reading("x", $0), count: 2)[place]
        }
        #expect(values == values.sorted())
        #expect(values[0] == 0)
        #expect(values[3] < 1)
        #expect(values[2] - values[1] < values[1] - values[0])
    }

    @Test("the likeliest topic stands first, and one is always named")
    func order() {
        let model = TopicModel(standardFor: 2)
        var values = Array(repeating: 0.0, count: TopicModel.width(2))
        values[0] = 1
        #expect(model.topics(values) == [0])
        values[TopicModel.place(.title, of: 1)] = 1
        #expect(model.topics(values) == [1])
    }

    @Test("a sentence that names four topics is an agenda, and all four count")
    func agenda() throws {
        let contents = try Shipped.lexicon.get().contents
        let four = Reading(ItemText(title: "x", summary: "They spoke of trade, Haiti, visas and malaria."), contents)
        #expect(TopicModel.agenda(four).count == 4)
        let two = Reading(ItemText(title: "x", summary: "They spoke of trade. They spoke of visas."), contents)
        #expect(TopicModel.agenda(two).isEmpty)
    }
}
