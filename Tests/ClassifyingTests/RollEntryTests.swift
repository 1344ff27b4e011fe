import Testing

@testable import Classifying

@Suite("RollEntry")
struct RollEntryTests {
    @Test("a line is years, the full name and other names")
    func line() throws {
        let entry = try #require(RollEntry("2013-2017 John Kerry, Kerry"))
        #expect(entry.firstYear == 2013)
        #expect(entry.lastYear == 2017)
        #expect(entry.names == ["John Kerry", "Kerry"])
        #expect(entry.addresses(["Secretary"]) == ["Secretary Kerry"])
        #expect(entry.surname == "kerry")
    }

    @Test("an office still held has no last year, and a Jr is no surname")
    func open() throws {
        let entry = try #require(RollEntry("2025-  Robert F. Kennedy Jr ,  RFK Jr"))
        #expect(entry.lastYear == nil)
        #expect(entry.names == ["Robert F. Kennedy Jr", "RFK Jr"])
        #expect(entry.surname == "kennedy")
        #expect(entry.fullName == "robert-f-kennedy-jr")
    }

    @Test(
        "a line without years, without a name or with years that run backwards is none",
        arguments: ["John Kerry", "2013 John Kerry", "2013-2017", "2013-2017 ,", "2017-2013 John Kerry", ""])
    func refused(_ line: String) {
        #expect(RollEntry(line) == nil)
    }
}
