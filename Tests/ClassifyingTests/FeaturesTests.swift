import Testing

@testable import Classifying

@Suite("Features")
struct FeaturesTests {
    private func value(_ name: String, _ title: String, _ summary: String = "", source: String? = nil) throws -> Double
    {
        let contents = try Small.contents()
        let features = Features(try Small.reading(title, summary, source: source), contents.space)
        let place = try #require(contents.space.names.firstIndex(of: name))
        return features.values[place]
    }

    @Test("both sides in a title are a pair, nearer is more")
    func pairs() throws {
        #expect(try value("pair.title", "Homeland meets Awayland") == 1)
        let near = try value("pair.near", "Homeland meets Awayland")
        let far = try value("pair.near", "Homeland goes a long way round to Awayland")
        #expect(near > far)
        #expect(try value("pair.joined", "Homeland-Awayland talks") == 1)
    }

    @Test("a side in the title and the other in the summary stand across")
    func across() throws {
        #expect(try value("pair.across", "Homeland waits", "The answer of Awayland is due.") == 1)
        #expect(try value("pair.title", "Homeland waits", "The answer of Awayland is due.") == 0)
    }

    @Test("sides in different sentences of the summary are apart")
    func apart() throws {
        #expect(try value("pair.apart", "x", "Homeland waits. Awayland sleeps.") == 1)
    }

    @Test("a pair is told by who acts")
    func kinds() throws {
        #expect(try value("pair.actor", "Ade visits Awayland") == 1)
        #expect(try value("pair.people", "Homeland, Awayland") == 1)
        #expect(try value("pair.firm", "First Bank of Awayland comes to Homeland") == 1)
    }

    @Test("topics, cues and third countries count only where both sides show")
    func gate() throws {
        #expect(try value("topic.trade", "Homeland trade") == 0)
        #expect(try value("topic.trade", "Homeland trade with Awayland") == 1)
        #expect(try value("cue.sport.title", "Homeland match") == 0)
        #expect(try value("cue.sport.title", "Homeland Awayland match") == 1)
        #expect(try value("third.title", "Homeland, Awayland, Oneland") > 0)
    }

    @Test("what ties both sides needs no other side")
    func ties() throws {
        #expect(try value("tie.title", "Oru on trade") == 1)
        #expect(try value("topic.trade", "Oru on trade") == 1)
    }

    @Test("a side that only comes up beside a third country, or in passing, is marked")
    func standing() throws {
        #expect(try value("home.coupled", "Awayland and Oneland trade", "Oneland and Homeland sell.") == 1)
        #expect(try value("home.displaced", "Awayland and Oneland trade", "Homeland sells.") == 1)
        #expect(try value("home.passing", "Awayland trade", "All is well. Homeland sells.") == 1)
        #expect(try value("home.passing", "Homeland, Awayland trade", "All is well. Homeland sells.") == 0)
    }

    @Test("a dateline speaks only where its side is not named otherwise")
    func dateline() throws {
        #expect(try value("home.dateline", "x", "HOMELAND (AP) — Awayland said") == 1)
        #expect(try value("home.dateline", "Homeland", "HOMELAND (AP) — Awayland said") == 0)
    }

    @Test("an outlet stands in for a side that is not named")
    func outlet() throws {
        #expect(try value("home.outlet", "Awayland speaks", source: "The Home Post") > 0)
        #expect(try value("home.outlet", "Awayland and Homeland", source: "The Home Post") == 0)
    }

    @Test("every feature has a name of its own")
    func names() throws {
        let names = try Small.contents().space.names
        #expect(Set(names).count == names.count)
        #expect(names.count == (try Small.contents().space.signs.count))
    }
}
