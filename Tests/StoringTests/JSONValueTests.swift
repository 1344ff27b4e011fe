import GRDB
import Testing

@testable import Storing

@Suite("JSON of an export")
struct JSONValueTests {
    @Test("values are what they are, to the last byte and digit")
    func values() throws {
        let text =
            #" {"a": [1, -2, 0.5, 1e3, true, false, null], "t\u00e9\ud83d\ude00": "\"\\\/\b\f\n\r\t\u009b", "o": {}} "#
        let value = try JSONValue(Array(text.utf8))
        #expect(
            value["a"]
                == .array([.integer(1), .integer(-2), .real(0.5), .real(1000), .truth(true), .truth(false), .null]))
        #expect(value["té😀"]?.text == "\"\\/\u{8}\u{C}\n\r\t\u{9B}")
        #expect(value["o"] == .object([:]) && value["x"] == nil)
        #expect(try JSONValue(Array("9223372036854775807".utf8)).integer == .max)
        #expect(try JSONValue(Array("\"00fF\"".utf8)).bytes == [0, 255])
    }

    @Test(
        "what is no JSON is refused",
        arguments: [
            "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "{\"a\":1}x", "\"\u{1}\"", #""\x""#, #""\ud800""#, #""\u12""#,
            "tru", "1.2.3",
            "nan", "{\"a\":1,\"a\":2}", "'a'",
        ])
    func wrong(_ text: String) {
        #expect(throws: JSONValue.Fault.self) { try JSONValue(Array(text.utf8)) }
    }

    @Test("bytes that are no text and depths that nobody needs are refused")
    func hostile() {
        #expect(throws: JSONValue.Fault.self) { try JSONValue([0x22, 0xFF, 0x22]) }
        #expect(throws: JSONValue.Fault.self) { try JSONValue(Array(repeating: UInt8(ascii: "["), count: 1_000_000)) }
    }

    @Test("a text that was written is read as it was, and holds nothing that steers a terminal")
    func roundTrip() throws {
        let text = "a\"\\\n\r\t\u{0}\u{1}\u{7F}\u{9B}\u{2028}\u{2029}é€😀\u{FFFD}"
        var line = ExportLine()
        line.add("text", text.databaseValue)
        line.add("list", [1, -2])
        let bytes = line.ended()
        #expect(bytes.dropLast().allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        #expect(!String(decoding: bytes, as: UTF8.self).unicodeScalars.contains { (0x80..<0xA0).contains($0.value) })
        let value = try JSONValue(bytes)
        #expect(value["text"]?.text?.utf8.elementsEqual(text.utf8) == true)
        #expect(value["list"] == .array([.integer(1), .integer(-2)]))
    }
}
