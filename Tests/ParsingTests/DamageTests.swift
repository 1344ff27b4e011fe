import News
import Testing

@testable import Parsing

/// One way in which a single item can be broken.
struct Damage: Sendable, CustomTestStringConvertible {
    let name: String
    let find: String
    let replacement: String

    init(_ name: String, _ find: String, _ replacement: String) {
        self.name = name
        self.find = find
        self.replacement = replacement
    }

    var testDescription: String { name }

    func apply(to item: String) -> String {
        guard let start = item.range(ofFirst: find) else { return item }
        return String(item[..<start.lowerBound]) + replacement + String(item[start.upperBound...])
    }

    static let rss: [Damage] = [
        Damage("a bare ampersand in the title", "R&amp;D", "R & D"),
        Damage("an ampersand before a letter", "R&amp;D", "R&D"),
        Damage("an HTML entity", "R&amp;D", "R&nbsp;D &eacute;"),
        Damage("an unknown entity", "R&amp;D", "R&bogus;D"),
        Damage("a reference that never ends", "R&amp;D", "R&#8217 D"),
        Damage("a reference to nothing", "R&amp;D", "R&#0;D&#x1F;&#xFFFFFFFF;"),
        Damage("a control character", "R&amp;D", "R\u{01}\u{08}D"),
        Damage("a NUL byte", "R&amp;D", "R\u{00}D"),
        Damage("a noncharacter", "R&amp;D", "R\u{FFFE}D"),
        Damage("a bare less-than sign", "R&amp;D", "R < D"),
        Damage("a less-than sign before a digit", "R&amp;D", "R <3 D"),
        Damage("an address in angle brackets", "R&amp;D", "R <jane@example.org> D"),
        Damage("a link in angle brackets", "R&amp;D", "R <http://example.org/> D"),
        Damage("a stray end tag in the title", "R&amp;D", "R</b>D"),
        Damage("a stray end tag of a known name", "R&amp;D", "R</description>D"),
        Damage("an unclosed inline tag", "R&amp;D", "R<b>D"),
        Damage("crossed tags", "R&amp;D", "<b>R<i>D</b></i>"),
        Damage("an unclosed br", "Summary", "Summary<br>more<br>"),
        Damage("an unclosed paragraph", "Summary", "<p>Summary<p>more"),
        Damage("a stray end tag in the description", "Summary", "Summary</div></p>"),
        Damage("a title that is never closed", "</title>", ""),
        Damage("a link that is never closed", "</link>", ""),
        Damage("a description that is never closed", "</description>", ""),
        Damage("a date that is never closed", "</pubDate>", ""),
        Damage("a guid that is never closed", "</guid>", ""),
        Damage("an item that is never closed", "</item>", ""),
        Damage("an item closed twice", "</item>", "</item></item>"),
        Damage("a title closed by another name", "</title>", "</titel>"),
        Damage("a title closed in another case", "</title>", "</TITLE>"),
        Damage("a title opened twice", "<title>", "<title><title>"),
        Damage("an end tag without its bracket", "</title>", "</title"),
        Damage("a start tag without its bracket", "<guid ", "<guid"),
        Damage("a start tag that never ends", "<pubDate>", "<pubDate"),
        Damage("an attribute without quotes", "isPermaLink=\"false\"", "isPermaLink=false"),
        Damage("an attribute without a value", "isPermaLink=\"false\"", "isPermaLink"),
        Damage("an attribute whose quote is never closed", "isPermaLink=\"false\"", "isPermaLink=\"false"),
        Damage("an attribute given twice", "isPermaLink=\"false\"", "isPermaLink=\"false\" isPermaLink=\"true\""),
        Damage("attributes without a space", "length=\"5\" type", "length=\"5\"type"),
        Damage("an enclosure whose address is never closed", "a.mp3\" length", "a.mp3 length"),
        Damage("an ampersand in an attribute", "a.mp3", "a.mp3?x=1&y=2"),
        Damage("a less-than sign in an attribute", "a.mp3", "a<b.mp3"),
        Damage("a CDATA section that never ends", "]]>", ""),
        Damage("a CDATA section ended by a stray bracket", "]]>", "]]&gt;"),
        Damage("a CDATA section in a CDATA section", "<p>Full", "<![CDATA[<p>Full]]>"),
        Damage("a CDATA end in text", "R&amp;D", "R ]]> D"),
        Damage("a comment that never ends", "<guid", "<!-- note <guid"),
        Damage("a comment with two hyphens", "<guid", "<!-- a -- b --><guid"),
        Damage("a processing instruction that never ends", "<guid", "<?php echo 1; ><guid"),
        Damage("a second XML declaration", "<guid", "<?xml version=\"1.0\"?><guid"),
        Damage("a DOCTYPE in the middle", "<guid", "<!DOCTYPE html><guid"),
        Damage("an undeclared prefix", "<guid", "<foo:bar>x</foo:bar><guid"),
        Damage("a script", "Summary", "<script>if (a < b && c) { d(\"</p>\"); }</script>"),
        Damage("an end of the channel too early", "<guid", "</channel><guid"),
        Damage("an end of the document too early", "</item>", "</item></channel></rss>"),
        Damage("a second root", "</item>", "</item></channel></rss><rss version=\"2.0\"><channel>"),
        Damage("an item within an item", "<guid", "<item><title>inner</title><guid"),
        Damage("an empty end tag", "R&amp;D", "R</>D"),
        Damage("a tag with a name that is none", "R&amp;D", "R<1a>D"),
        Damage("a colon without a prefix", "R&amp;D", "R<:a>D</:a>"),
    ]
}

extension Damage {
    static let atom: [Damage] = [
        Damage("a bare ampersand", "R&amp;amp;D", "R & D"),
        Damage("an HTML entity", "R&amp;amp;D", "R&nbsp;D"),
        Damage("a stray end tag", "bold", "bold</i>"),
        Damage("a title that is never closed", "</title>", ""),
        Damage("an id that is never closed", "</id>", ""),
        Damage("a date that is never closed", "</updated>", ""),
        Damage("an author that is never closed", "</author>", ""),
        Damage("a name that is never closed", "</name>", ""),
        Damage("a link that is never closed", "b=2\"/>", "b=2\">"),
        Damage("a summary that is never closed", "</summary>", ""),
        Damage("a content that is never closed", "</content>", ""),
        Damage("a div that is never closed", "</div>", ""),
        Damage("a div closed twice", "</div>", "</div></div>"),
        Damage("a paragraph that is never closed", "</p>", ""),
        Damage("an image in XHTML without its slash", "<em>text</em>", "<img src=\"x\">text<br>"),
        Damage("crossed tags in XHTML", "<em>text</em></p>", "<em>text</p></em>"),
        Damage("a less-than sign in XHTML", "a &lt; b", "a < b"),
        Damage("an entry that is never closed", "</entry>", ""),
        Damage("an entry closed twice", "</entry>", "</entry></entry>"),
        Damage("the feed closed too early", "</entry>", "</entry></feed>"),
        Damage("a script in XHTML", "<em>text</em>", "<script>if (a<b && c>d) { e('</p>') }</script>"),
        Damage("a CDATA section that never ends", "Full <em>", "<![CDATA[ Full <em>"),
    ]
}

extension String {
    func range(ofFirst needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}

@Suite("One bad item costs at most itself")
struct DamageTests {
    private static func rssItem(_ number: Int) -> String {
        """
        <item>
        <title>Item \(number): R&amp;D &lt;b&gt;AT&amp;amp;T&lt;/b&gt; a &lt; b</title>
        <link>https://example.org/\(number)?a=1&amp;b=2</link>
        <description>Summary \(number): &lt;p&gt;one&lt;/p&gt;&lt;p&gt;two &amp;amp; three&lt;/p&gt;</description>
        <content:encoded><![CDATA[<p>Full text of \(number)</p> with R&amp;D]]></content:encoded>
        <guid isPermaLink="false">id-\(number)</guid>
        <pubDate>Wed, 24 Sep 2025 18:05:\(number % 60 < 10 ? "0" : "")\(number % 60) GMT</pubDate>
        <dc:creator>Jane &amp; Joe</dc:creator>
        <category>Trade</category>
        <enclosure url="https://example.org/\(number)/a.mp3" length="5" type="audio/mpeg"/>
        </item>

        """
    }

    private static func rss(_ items: [String]) -> Document {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
            xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel><title>Feed</title><link>https://example.org/</link><description>All</description>
            \(items.joined())</channel></rss>
            """
        return Document(bytes: Array(text.utf8), url: "https://example.org/feed")
    }

    private static let rssItems = (0..<100).map(rssItem)
    private static let intact = Result { try FeedParser().parse(rss(rssItems)) }

    @Test("the undamaged document is read whole")
    func undamaged() throws {
        let feed = try Self.intact.get()
        #expect(feed.items.count == 100)
        #expect(!feed.recovered)
        #expect(feed.problems.isEmpty)
        #expect(feed.items[7].title == "Item 7: R&D AT&T a < b")
        #expect(feed.items[7].summary == "Summary 7: one two & three")
    }

    @Test("the other 99 of 100 items are right to the byte", arguments: Damage.rss.indices)
    func ninetyNineSurvive(_ number: Int) throws {
        let damage = Damage.rss[number]
        let place = [0, 49, 99][number % 3]
        let items = Self.rssItems
        let intact = try Self.intact.get()
        var broken = items
        broken[place] = damage.apply(to: items[place])
        #expect(broken[place] != items[place], "\(damage.name) must do something")
        let feed = try FeedParser().parse(Self.rss(broken))
        let kept = Dictionary(
            feed.items.compactMap { item in item.id.map { ($0, item) } }, uniquingKeysWith: { first, _ in first })
        for (number, item) in intact.items.enumerated() where number != place {
            #expect(kept["id-\(number)"] == item, "\(damage.name) touches item \(number)")
        }
        #expect(feed.title == "Feed")
        #expect(feed.recovered, "\(damage.name) is a fault")
        #expect(feed.items.count >= 99 && feed.items.count <= 101)
    }

    @Test("of items of which every other one is broken in a way of its own, the rest are right")
    func everyOtherSurvives() throws {
        let intact = try Self.intact.get()
        var items = Self.rssItems
        for (number, damage) in Damage.rss.enumerated() where number * 2 + 1 < items.count {
            items[number * 2 + 1] = damage.apply(to: items[number * 2 + 1])
        }
        let feed = try FeedParser().parse(Self.rss(items))
        let kept = Dictionary(
            feed.items.compactMap { item in item.id.map { ($0, item) } }, uniquingKeysWith: { first, _ in first })
        for number in stride(from: 0, to: items.count, by: 2) {
            #expect(kept["id-\(number)"] == intact.items[number], "item \(number)")
        }
        #expect(feed.problems.count == 20)
    }

    @Test("an Atom entry that is broken costs at most itself", arguments: Damage.atom.indices)
    func atomEntriesSurvive(_ number: Int) throws {
        let damage = Damage.atom[number]
        var entries = (0..<9).map(Self.atomEntry)
        let intact = try FeedParser().parse(Self.atom(entries))
        #expect(!intact.recovered && intact.items.count == 9)
        let broken = damage.apply(to: entries[4])
        #expect(broken != entries[4], "\(damage.name) must do something")
        entries[4] = broken
        let feed = try FeedParser().parse(Self.atom(entries))
        let kept = Dictionary(
            feed.items.compactMap { item in item.id.map { ($0, item) } }, uniquingKeysWith: { first, _ in first })
        for (number, item) in intact.items.enumerated() where number != 4 {
            #expect(kept["urn:\(number)"] == item, "\(damage.name) touches entry \(number)")
        }
        #expect(feed.recovered, "\(damage.name) is a fault")
    }

    @Test("random damage within one item leaves the others as they were", arguments: 0..<20)
    func randomDamage(_ seed: Int) throws {
        var random = Xorshift(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1)
        let items = Array(Self.rssItems[0..<8])
        let intact = try FeedParser().parse(Self.rss(items)).items
        for _ in 0..<10 {
            var broken = items
            broken[4] = random.damaged(items[4])
            let feed = try FeedParser().parse(Self.rss(broken))
            for (number, item) in intact.enumerated() where number != 4 {
                #expect(feed.items.contains(item), "item \(number) beside\n\(broken[4])")
            }
        }
    }

    private static func atomEntry(_ number: Int) -> String {
        """
        <entry>
        <title type="html">Entry \(number): R&amp;amp;D &lt;b&gt;bold&lt;/b&gt;</title>
        <link rel="alternate" href="https://example.org/\(number)?a=1&amp;b=2"/>
        <id>urn:\(number)</id>
        <updated>2025-09-24T18:05:00Z</updated>
        <author><name>Jane &amp; Joe</name></author>
        <category term="trade"/>
        <summary type="html">&lt;p&gt;Summary&lt;/p&gt; of \(number)</summary>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Full <em>text</em></p><p>a &lt; b</p></div></content>
        </entry>

        """
    }

    private static func atom(_ entries: [String]) -> Document {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><link href="https://example.org/"/>
            \(entries.joined())</feed>
            """
        return Document(bytes: Array(text.utf8), url: "https://example.org/feed")
    }
}

/// A small generator that gives the same damage for the same seed everywhere (Marsaglia, "Xorshift RNGs").
private struct Xorshift: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    private static let pieces = [
        "<![CDATA[", "]]>", "<!--", "-->", "<item>", "</item>", "&", "&#x0;", "<?", "?>", "<!DOCTYPE x [", "\"", "'",
        "<", ">", "</",
        "/>", "=", "\0", "<title>", "</title>", "<title", "</title", "<rss>", "</rss>", "</channel>", "<div>", "</div>",
        "<script>",
        "<![", "<!", "--", "]]", "<a href=\"", "<b ", "<description>", "</description>", "<link>", "<guid", "<x:y",
        "<br>",
    ]

    /// The text with one or two pieces put in, cut out or overwritten.
    mutating func damaged(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...2, using: &self) {
            let place = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...12, using: &self)))
            case 1: bytes[place] = UInt8.random(in: 1...126, using: &self)
            default:
                bytes.insert(
                    contentsOf: Array(Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &self)].utf8), at: place)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
