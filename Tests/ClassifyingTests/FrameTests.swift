import Testing

@testable import Classifying

@Suite("Frame")
struct FrameTests {
    private func muted(_ title: String, _ summary: String = "", source: String? = nil) throws -> [Bool] {
        try Small.reading(title, summary, source: source).mentions.map(\.isMuted)
    }

    @Test(
        "a dateline is no part of the story",
        arguments: [
            "HOMELAND (AP) — Awayland said", "HOMELAND, Oneland, May 1 &#8211; Awayland said",
            "Homeland, Oneland -- Awayland said",
            "[News Agency] HOMELAND (AP) - Awayland said",
        ])
    func datelines(_ summary: String) throws {
        let flags = try muted("x", summary)
        #expect(flags.first == true)
        #expect(flags.last == false)
    }

    @Test(
        "a sentence with a dash is no dateline",
        arguments: [
            "Homeland - Awayland ties", "Homeland has asked — again", "Homeland wants talks, says Ade — but Awayland",
        ])
    func noDatelines(_ summary: String) throws {
        #expect(try !muted("x", summary).contains(true))
    }

    @Test("a label in brackets at the beginning is the agency")
    func label() throws {
        #expect(try muted("x", "[Homeland Daily] Awayland said") == [true, false])
        #expect(try muted("x", "Awayland [and Homeland] said") == [false, false])
    }

    @Test("an outlet's name at the end of a title is no part of it")
    func titleSuffix() throws {
        #expect(try muted("Awayland wins the day - Homeland Post", source: "Homeland Post") == [false, true])
        #expect(try muted("Awayland wins the day | Homeland Writer") == [false, true])
        #expect(try muted("Awayland wins the day - Homeland loses") == [false, false])
    }
}
