import News
import Testing

@testable import Parsing

@Suite("Mending")
struct XMLRepairTests {
    private func mended(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            var repair = XMLRepair(bytes, from: 0, type: nil)
            repair.run()
            return String(decoding: repair.output, as: UTF8.self)
        }
    }

    @Test("piece by piece comes the same as at once", arguments: [1, 7, 4000, 1 << 20])
    func pieces(room: Int) {
        // Characters of two and three bytes and a forbidden one lie across the ends of the pieces that are copied.
        let long = String(repeating: "é\u{20AC}x", count: 30_000) + "\u{FFFE}" + String(repeating: "€", count: 30_000)
        var text = """
            <rss><channel><title>\(long)</title><item a=\"\(long)><title><![CDATA[\(long)</title></item>
            <item><title>A & B &nbsp; <b>\(long)&</title></item>
            """
        text.withUTF8 { bytes in
            var whole = XMLRepair(bytes, from: 0, type: nil)
            whole.run()
            var repair = XMLRepair(bytes, from: 0, type: nil)
            var pieces: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: room)
            while true {
                let count = buffer.withUnsafeMutableBytes { repair.take(into: $0) }
                if count == 0 { break }
                pieces += buffer[..<count]
            }
            #expect(pieces == whole.output)
            #expect(String(validating: pieces, as: UTF8.self) != nil)
            #expect(!String(decoding: pieces, as: UTF8.self).unicodeScalars.contains("\u{FFFE}"))
            #expect(repair.faults == whole.faults)
        }
    }

    // libxml2 in recover mode drops every later &amp; and &lt; after the first fault, so that "R&amp;D &lt;b&gt;" arrives
    // as "RD b". Nothing broken may reach it.
    @Test(
        "a fault in one item does not eat the ampersands of the next",
        arguments: ["A & B", "A &nbsp; B", "A \u{01} B", "A < B", "A </b> B", "A &bogus; B", "A <b> B"])
    func laterEntitiesSurvive(_ title: String) throws {
        let text = """
            <rss version="2.0"><channel><title>T</title><item><title>\(title)</title></item>
            <item><title>R&amp;D 1 &lt; 2 &gt; 0</title><link>https://example.org/?a=1&amp;b=2</link></item></channel></rss>
            """
        let feed = try FeedParser().parse(Document(bytes: Array(text.utf8), url: ""))
        #expect(feed.recovered)
        #expect(feed.items.count == 2)
        #expect(feed.items.last?.title == "R&D 1 < 2 > 0")
        #expect(feed.items.last?.link == "https://example.org/?a=1&b=2")
    }

    @Test(
        "broken markup becomes well-formed markup",
        arguments: [
            ("<a>x & y</a>", "<a>x &amp; y</a>"), ("<a>&eacute;&amp;&#8217;</a>", "<a>é&amp;’</a>"),
            ("<a><b>x</a>", "<a><b>x</b></a>"), ("<a>x</b></a>", "<a>x</a>"),
            ("<a><b><i>x</b>y</i></a>", "<a><b><i>x</i></b>y</a>"),
            ("<a b=c d='e' f>x</a>", "<a b=\"c\" d=\"e\">x</a>"), ("<a b=\"1\" b=\"2\"/>", "<a b=\"1\"/>"),
            ("<a b=\"x & <y>\"/>", "<a b=\"x &amp; &lt;y&gt;\"/>"), ("<a>1 < 2 <3</a>", "<a>1 &lt; 2 &lt;3</a>"),
            ("<a><![CDATA[x & <b>]]></a>", "<a>x &amp; &lt;b&gt;</a>"), ("<a>x<!-- y -- z -->w</a>", "<a>xw</a>"),
            ("<a>x", "<a>x</a>"), ("<a>x</a><a>y</a>", "<a>x<a>y</a></a>"), ("<a>]]></a>", "<a>]]&gt;</a>"),
            ("<A>x</a>", "<A>x</A>"), ("<a>x<?php y ?>z</a>", "<a>xz</a>"), ("<a>\u{0}b\u{8}c</a>", "<a>bc</a>"),
            ("x<a>y</a>z", "<a>yz</a>"),
        ])
    func wellFormed(_ broken: String, _ expected: String) {
        #expect(mended(broken) == expected)
    }

    @Test("what is well formed keeps its meaning")
    func soundMarkupIsKept() {
        let text = "<r xmlns:a=\"u\" b='1&amp;2'><a:x/>t &amp; &lt; <y>z</y></r>"
        #expect(mended(text) == "<r xmlns:a=\"u\" b=\"1&amp;2\"><a:x/>t &amp; &lt; <y>z</y></r>")
    }

    @Test("problems name the line, and at most twenty are kept")
    func problems() throws {
        let lines = (0..<30).map { "<item><title>\($0) & more</title></item>" }.joined(separator: "\n")
        let text = "<rss><channel>\n\(lines)\n</channel></rss>"
        let feed = try FeedParser().parse(Document(bytes: Array(text.utf8), url: ""))
        #expect(feed.items.count == 30)
        #expect(feed.problems.count == 20)
        #expect(feed.problems.first == ParseProblem(line: 2, message: "a bare ampersand"))
        #expect(feed.problems.last == ParseProblem(line: 21, message: "a bare ampersand"))
    }

    @Test(
        "endless openings of every kind are read in linear time",
        arguments: [
            "<![CDATA[", "<!--", "<a b=\"", "<a b='", "&", "&a", "<", "</", "<?", "<!", "<a", "<item>", "<title>",
            "<![CDATA[</item>", "<!--</item>",
        ])
    func repeatedOpenings(_ opening: String) throws {
        let text = "<rss><channel><item><title>T</title></item>" + String(repeating: opening, count: 20_000)
        let feed = try FeedParser().parse(Document(bytes: Array(text.utf8), url: ""))
        #expect(feed.items.first?.title?.hasPrefix("T") == true)
        #expect(feed.recovered)
    }
}
