import Testing

@testable import habari

@Suite("Writers")
struct WriterTests {
    private func json(_ layout: JSONWriter.Layout = .line, _ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(layout)
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(
        "JSON escapes what it must and what could harm, and nothing else",
        arguments: [
            ("a\"b\\c", #""a\"b\\c""#), ("tab\tline\nreturn\r", #""tab\tline\nreturn\r""#),
            ("\u{1B}[0m", #""\u001b[0m""#),
            ("\u{7F}\u{85}\u{9F}", #""\u007f\u0085\u009f""#),
            ("\u{2028}\u{2029}\u{2027}", "\"\\u2028\\u2029\u{2027}\""),
            ("é–漢🇰🇪", "\"é–漢🇰🇪\""), ("", "\"\""), ("\u{A0}", "\"\u{A0}\""),
        ])
    func escapes(text: String, expected: String) {
        #expect(json { $0.value(text) } == expected)
    }

    @Test("JSON on one line and indented")
    func layouts() {
        let body: (inout JSONWriter) -> Void = { json in
            json.object { json in
                json.member("a", [])
                json.member("b", ["x", "y"])
                json.key("c")
                json.object { $0.member("d", nil as String?) }
                json.member("e", 1.5)
                json.member("f", Double.nan)
                json.member("g", true)
                json.member("h", -7)
            }
        }
        #expect(
            json(body: body)
                == #"{"a": [], "b": ["x", "y"], "c": {"d": null}, "e": 1.5, "f": null, "g": true, "h": -7}"#)
        #expect(
            json(.indented) { json in json.object { $0.member("b", ["x"]) } } == "{\n  \"b\": [\"x\"]\n}")
    }

    private func json(body: (inout JSONWriter) -> Void) -> String { json(.line, body) }

    @Test(
        "CSV quotes, and defuses what a spreadsheet would run",
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("=1+1", "'=1+1"),
            ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("a=b", "a=b"),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("\u{1}=1", "'=1"),
        ])
    func cells(text: String, expected: String) {
        #expect(CSVWriter.row([.text(text)]) == expected + "\r\n")
    }

    @Test("CSV leaves numbers alone and absent cells empty")
    func plainCells() {
        #expect(CSVWriter.row([.plain("-1"), .text(nil), .plain(nil)]) == "-1,,\r\n")
    }

    @Test(
        "control characters, escape sequences and overrides never reach a terminal",
        arguments: [
            ("plain text", "plain text"), ("a\u{1B}]0;evil\u{7}b", "a␛]0;evil␇b"), ("a\n\tb  c ", "a b c"),
            ("\u{9B}31m", "\u{FFFD}31m"), ("abc\u{202E}def", "abcdef"), ("é – ’", "é – ’"), ("a\u{2028}b", "a b"),
        ])
    func safeLine(text: String, expected: String) {
        #expect(SafeText.line(text) == expected)
    }

    @Test("a paragraph keeps its line breaks")
    func safeParagraph() {
        #expect(SafeText.paragraph("a\nb\u{8}\tc") == "a\nb␈ c")
    }

    @Test(
        "text is as wide as a terminal shows it",
        arguments: [
            ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한", 2), ("🇰🇪", 2), ("👩‍👩‍👧", 2), ("–", 1), ("❤️", 2), ("", 0),
        ])
    func widths(text: String, expected: Int) {
        #expect(DisplayWidth.of(text) == expected)
    }

    @Test(
        "text is cut to fit, never inside a character",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdefg", 6, "abcde…"), ("漢字漢字", 5, "漢字…"), ("ab cd", 4, "ab…"), ("x", 0, ""),
        ])
    func fit(text: String, width: Int, expected: String) {
        #expect(DisplayWidth.fit(text, to: width) == expected)
    }

    @Test("paragraphs are wrapped at spaces")
    func wrap() {
        #expect(DisplayWidth.wrap("one two three four five six", to: 20) == ["one two three four", "five six"])
        #expect(DisplayWidth.wrap("a\n\nb", to: 20) == ["a", "", "b"])
    }

    @Test("hits are bold in colour and unmarked without")
    func highlight() {
        let text = "a \u{E000}hit\u{E001} b"
        #expect(Highlight.marked(text, on: memoryConsole()) == "a hit b")
        #expect(Highlight.marked(text, on: memoryConsole(width: 80, colour: true)).contains("\u{1B}[1;33mhit\u{1B}[0m"))
    }

    @Test(
        "numbers are rounded to the digits asked for",
        arguments: [(0.975, "0.98"), (-0.004, "0.00"), (1.0, "1.00"), (-1.5, "-1.50")])
    func decimals(number: Double, expected: String) {
        #expect(number.decimals(2) == expected)
    }

    @Test("a label's value is escaped for Prometheus")
    func prometheus() {
        #expect(PrometheusText.escaped("a\\b\"c\nd") == #"a\\b\"c\nd"#)
    }
}
