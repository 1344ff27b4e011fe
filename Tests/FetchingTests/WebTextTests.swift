import Testing

@testable import Fetching

struct WebTextTests {
    @Test(
        "text from a server becomes part of one line",
        arguments: [
            ("plain words", "plain words"), ("two\r\nlines", "two lines"), ("  wide \t open ", "wide open"), ("", ""),
            ("\n", ""),
            ("\u{1B}[2Jcleared", "[2Jcleared"), ("\u{9B}31m", "31m"), ("a\u{202E}b", "a b"),
            ("a\u{2028}b\u{2029}c", "a b c"),
            ("habari njema é ✓", "habari njema é ✓"),
        ])
    func oneLine(text: String, expected: String) {
        #expect(text.oneLine() == expected)
    }

    @Test("long text is cut")
    func cut() {
        #expect(String(repeating: "x", count: 1000).oneLine(limit: 10) == "xxxxxxxxxx")
        #expect(String(repeating: "\n", count: 1000).oneLine() == "")
    }
}
