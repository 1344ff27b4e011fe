import Testing

@testable import Parsing

@Suite("JSON is read as far as it goes")
struct JSONReaderTests {
    private func read(_ text: String) -> (value: JSONValue?, faults: Int) {
        var text = text
        return text.withUTF8 {
            var reader = JSONReader($0)
            return (reader.read(), reader.faults)
        }
    }

    @Test(
        "sound JSON has no faults",
        arguments: ["{}", "[]", " [1, 2.5e3, \"x\", true, null, {\"a\": []}] ", "\"\\u00e9\""])
    func sound(_ text: String) {
        let (value, faults) = read(text)
        #expect(value != nil)
        #expect(faults == 0)
    }

    @Test(
        "a fault is counted and passed over",
        arguments: ["[1,]", "[1 2]", "{\"a\" 1}", "[1] x", "[/* c */1]", "[\"\\x\"]", "[1"])
    func faulty(_ text: String) {
        let (value, faults) = read(text)
        #expect(value != nil)
        #expect(faults > 0)
    }

    @Test("what does not start as JSON is none", arguments: ["", "x", "nope", "<a/>"])
    func none(_ text: String) {
        #expect(read(text).value == nil)
    }

    @Test("a number keeps its digits")
    func digits() {
        #expect(read("12345678901234567890").value?.text == "12345678901234567890")
    }

    @Test("depth and number of values are bounded")
    func bounds() {
        #expect(read(String(repeating: "[", count: 100_000)).faults > 0)
        let ones = "[" + String(repeating: "1,", count: JSONReader.maxValues + 10) + "1]"
        #expect(read(ones).value?.list?.count == JSONReader.maxValues)
        #expect(read(ones).faults == 0)
    }
}
