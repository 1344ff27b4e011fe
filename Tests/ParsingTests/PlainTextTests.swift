import Testing

@testable import Parsing

@Suite("Plain text")
struct PlainTextTests {
    private func plain(_ text: String, _ kind: TextKind, limit: Int = 1000) -> String? {
        var text = text
        return text.withUTF8 { PlainText.make($0, kind, limit: limit) }
    }

    @Test(
        "HTML loses its markup, and blocks part words",
        arguments: [
            ("<p>one</p><p>two</p>", "one two"), ("one<br>two<br/>three", "one two three"), ("a<b>b</b>c", "abc"),
            ("<DIV>One</DIV>Two", "One Two"), ("<p class='a>b'>x</p>", "x"), ("a<!-- b -->c", "ac"),
            ("a<!-->b-->c", "ab-->c"),
            ("<script>x</script>a<style>y</style>b", "ab"), ("<script>never closed", "never closed"),
            ("&lt;b&gt;", "<b>"), ("&amp;amp;", "&amp;"), ("&eacute;&#233;&#xE9;", "ééé"),
            ("&nbsp;a&nbsp;&nbsp;b&nbsp;", "a b"),
            ("&copy 2025", "© 2025"), ("&notaname; x", "&notaname; x"), ("AT&T", "AT&T"), ("&#150;&#146;", "–’"),
            ("&#0;&#1;a", "a"), ("&#x1F600;", "😀"), ("a < b > c", "a < b > c"), ("<custom-tag>x</custom-tag>", "x"),
            ("<a href=\"x\">y", "y"), ("text <a href=\"cut", "text"), ("\u{3000}a\u{2003}b\u{2028}c", "a b c"),
            ("soft\u{AD}hyphen", "soft\u{AD}hyphen"), ("<td>1</td><td>2</td>", "1 2"), ("<h1>T</h1>x", "T x"),
        ])
    func html(_ source: String, _ expected: String) {
        #expect(plain(source, .html) == expected)
    }

    @Test(
        "in RSS a bracket that starts no tag is a bracket",
        arguments: [
            ("x <y> z", "x <y> z"), ("x <y>z</y>", "x z"), ("1<2", "1<2"), ("a <3 b", "a <3 b"),
            ("<foo bar=\"1\">x", "x"),
            ("if (a<b && b>c)", "if (a<b && b>c)"), ("&lt;p&gt;x&lt;/p&gt;", "x"), ("&amp;nbsp;x&amp;#8217;", "x’"),
            ("<p>Use &lt;b&gt;bold&lt;/b&gt;</p>", "Use <b>bold</b>"), ("<![CDATA[a]]> b", "a b"),
            ("<o:p></o:p>x", "x"),
        ])
    func loose(_ source: String, _ expected: String) {
        #expect(plain(source, .looseHTML) == expected)
    }

    @Test(
        "a text that is only markup is no text",
        arguments: ["", " ", "<p></p>", "&nbsp;", "<img src='x'>", "<!-- x -->"])
    func nothing(_ source: String) {
        #expect(plain(source, .looseHTML) == nil)
    }

    @Test("literal text keeps its characters")
    func literal() {
        #expect(plain(" <b>&amp;</b>\n x ", .literal) == "<b>&amp;</b> x")
    }

    @Test("a long text is cut between words")
    func bounds() {
        #expect(plain("alpha beta gamma", .literal, limit: 12) == "alpha beta")
        #expect(plain("alpha beta gamma", .literal, limit: 10) == "alpha beta")
        #expect(plain("alpha beta gamma", .literal, limit: 16) == "alpha beta gamma")
        #expect(plain("äöü äöü äöü", .literal, limit: 7) == "äöü äöü")
        #expect(plain("abcdefghij", .literal, limit: 4) == "abcd")
    }

    @Test("UTF-8 that was encoded twice is put right, and honest text is left alone")
    func mojibake() {
        #expect(plain("CafÃ©", .literal) == "Café")
        #expect(plain("&#226;&#128;&#166;", .html) == "…")
        #expect(plain("Ã la carte é", .literal) == "Ã la carte é")
    }
}
