import News
import Testing

@testable import Subscriptions

@Suite("Editing feed lists")
struct OutlineEditorTests {
    static let text = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- kept > here: <outline xmlUrl="https://comment.example/"/> -->
        <opml version="2.0" xmlns:x="urn:x">
          <head><title>Mine</title><dateModified>yesterday</dateModified></head>
          <body>
            <outline text='It''s' x:n="1"/>
            <outline text="Folder" isOpen="true">
              <outline htmlUrl="https://a.example" xmlUrl='https://a.example/?x=1&amp;y=2'   text="A" ></outline>
            </outline>
            <outline type="rss" text="B" xmlUrl="https://b.example/" starred="yes" /> <!-- the best -->
            <outline type="rss" text="C > D" xmlUrl="https://c.example/"/>
            <!-- the end -->
          </body>
        </opml>

        """.replacing("It''s", with: "Its")

    private let list: FeedList
    private let a: FeedURL
    private let b: FeedURL
    private let c: FeedURL
    private let new: FeedURL

    init() throws {
        list = try feedList(Self.text)
        a = try #require(FeedURL("https://a.example/?x=1&y=2"))
        b = try #require(FeedURL("https://b.example/"))
        c = try #require(FeedURL("https://c.example/"))
        new = try #require(FeedURL("https://new.example/f?a=1&b=2"))
    }

    private func text(after edit: (inout FeedList) throws -> Void) throws -> String {
        var copy = list
        try edit(&copy)
        return String(decoding: copy.bytes, as: UTF8.self)
    }

    @Test("an added feed stands on a line of its own at the end of the body, and nothing else changes")
    func adding() throws {
        let result = try text { list in
            try list.add(
                Subscription(url: new, title: "N & \"M\" é", tags: ["x", "y"], country: "US", interval: .seconds(600)))
        }
        let line = """
                <outline type="rss" text="N &amp; &quot;M&quot; é" xmlUrl="https://new.example/f?a=1&amp;b=2" \
            category="x,y" country="US" interval="10m"/>

            """
        #expect(result == Self.text.replacing("    <!-- the end -->\n", with: "    <!-- the end -->\n\(line)"))
    }

    @Test("a removed feed takes its line with it")
    func removing() throws {
        let line = "    <outline type=\"rss\" text=\"C > D\" xmlUrl=\"https://c.example/\"/>\n"
        #expect(try text { try $0.remove(c) } == Self.text.replacing(line, with: ""))
    }

    @Test("a comment behind a removed feed stays")
    func removingBeforeComment() throws {
        let tag = "<outline type=\"rss\" text=\"B\" xmlUrl=\"https://b.example/\" starred=\"yes\" />"
        #expect(try text { try $0.remove(b) } == Self.text.replacing(tag, with: ""))
    }

    @Test("a removed feed with an end tag goes whole, and its folder stays")
    func removingFromFolder() throws {
        let element =
            "\n      <outline htmlUrl=\"https://a.example\" xmlUrl='https://a.example/?x=1&amp;y=2'   text=\"A\" ></outline>"
        #expect(try text { try $0.remove(a) } == Self.text.replacing(element, with: ""))
    }

    @Test("switching a feed off writes one attribute, and on again takes it away")
    func enabling() throws {
        let off = Self.text.replacing("starred=\"yes\" />", with: "starred=\"yes\" enabled=\"false\" />")
        #expect(try text { try $0.setEnabled(false, for: b) } == off)
        #expect(
            try text {
                try $0.setEnabled(false, for: b)
                try $0.setEnabled(true, for: b)
            } == Self.text)
        #expect(try text { try $0.setEnabled(true, for: b) } == Self.text)
    }

    @Test("an update writes only what differs, between the quotes that are there")
    func updating() throws {
        let result = try text { list in
            var subscription = try #require(list[a])
            subscription.title = "A's \"new\" <name>"
            subscription.country = "KE"
            try list.update(subscription)
        }
        #expect(
            result
                == Self.text.replacing(
                    "text=\"A\" >", with: "text=\"A's &quot;new&quot; &lt;name&gt;\" country=\"KE\" >"))
    }

    @Test("no tags inside a folder is an empty category, because the folder's name would be a tag")
    func clearingTags() throws {
        #expect(list[a]?.tags == ["Folder"])
        let result = try text { list in
            var subscription = try #require(list[a])
            subscription.tags = []
            try list.update(subscription)
        }
        #expect(result == Self.text.replacing("text=\"A\" >", with: "text=\"A\" category=\"\" >"))
    }

    @Test("a moved feed keeps everything but its address")
    func moving() throws {
        let result = try text { try $0.move(a, to: new) }
        #expect(
            result == Self.text.replacing("https://a.example/?x=1&amp;y=2", with: "https://new.example/f?a=1&amp;b=2"))
        #expect(throws: FeedListError.listed(path: "feeds.opml", url: b, line: 10)) {
            try text { try $0.move(a, to: b) }
        }
    }

    @Test("adding what is there, and changing what is not, are errors that say so")
    func mistakes() throws {
        #expect(throws: FeedListError.listed(path: "feeds.opml", url: c, line: 11)) {
            try text { try $0.add(Subscription(url: c)) }
        }
        #expect(throws: FeedListError.notListed(path: "feeds.opml", url: new)) { try text { try $0.remove(new) } }
        #expect(throws: FeedListError.notListed(path: "feeds.opml", url: new)) {
            try text { try $0.setEnabled(false, for: new) }
        }
        #expect(throws: FeedListError.notListed(path: "feeds.opml", url: new)) {
            try text { try $0.update(Subscription(url: new)) }
        }
    }

    @Test("removing a feed removes its repeats too, or it would come back")
    func repeats() throws {
        var list = try feedList(
            body: "<outline text='1' xmlUrl='https://b.example/'/><outline text='2' xmlUrl='https://B.example'/>")
        try list.remove(b)
        #expect(String(decoding: list.bytes, as: UTF8.self) == "<opml version=\"2.0\"><head/><body></body></opml>")
    }

    @Test("outlines inside a removed feed stay")
    func children() throws {
        var list = try feedList(
            body:
                "\n<outline text='1' xmlUrl='https://b.example/'>\n  <outline text='2' xmlUrl='https://c.example/'/>\n</outline>\n"
        )
        try list.remove(b)
        #expect(list.subscriptions.map(\.url) == [c])
        #expect(
            String(decoding: list.bytes, as: UTF8.self)
                == "<opml version=\"2.0\"><head/><body>\n  <outline text='2' xmlUrl='https://c.example/'/>\n</body></opml>"
        )
    }

    @Test(
        "every shape of body takes a feed",
        arguments: [
            ("<opml><body></body></opml>", "<opml><body>#</body></opml>"),
            ("<opml><body/></opml>", "<opml><body>#</body></opml>"),
            ("<opml></opml>", "<opml><body>#</body></opml>"),
            ("<opml>\n<body>\n</body>\n</opml>", "<opml>\n<body>\n  #\n</body>\n</opml>"),
            ("<opml>\r\n\t<body />\r\n</opml>", "<opml>\r\n\t<body >\r\n\t  #\r\n\t</body>\r\n</opml>"),
            (
                "<opml>\r\n<body>\r\n\t<outline text=\"x\"/>\r\n</body></opml>",
                "<opml>\r\n<body>\r\n\t<outline text=\"x\"/>\r\n\t#\r\n</body></opml>"
            ),
        ])
    func bodies(before: String, after: String) throws {
        var list = try feedList(before)
        try list.add(Subscription(url: c, title: "C"))
        let outline = "<outline type=\"rss\" text=\"C\" xmlUrl=\"https://c.example/\"/>"
        #expect(String(decoding: list.bytes, as: UTF8.self) == after.replacing("#", with: outline))
    }

    @Test("a list that breaks off before its body ends is not written to")
    func truncated() throws {
        var list = try feedList("<opml><body><outline text='b' xmlUrl='https://b.example/'/>")
        #expect(throws: FeedListError.notEditable(path: "feeds.opml", reason: "the end of its body is missing")) {
            try list.add(Subscription(url: c))
        }
    }

    @Test("a list with damage elsewhere is edited around it")
    func damaged() throws {
        let before = "<opml><body><outline text='R&D' xmlUrl='https://b.example/?a=1&b=2'/>\n</body></opml>"
        var list = try feedList(before)
        try list.add(Subscription(url: c, title: "C"))
        try list.remove(c)
        #expect(String(decoding: list.bytes, as: UTF8.self) == before)
    }

    @Test("letters that an old encoding lacks are written as numbers")
    func oldEncoding() throws {
        let head = Array("<?xml version='1.0' encoding='ISO-8859-1'?><opml><body><outline text='".utf8)
        let tail = Array("' xmlUrl='https://b.example/'/></body></opml>".utf8)
        var list = try FeedList(bytes: head + [0xE9] + tail, path: "feeds.opml")
        try list.add(Subscription(url: c, title: "Ikulu – é"))
        #expect(list.subscriptions.map(\.title) == ["é", "Ikulu – é"])
        #expect(list.bytes.starts(with: head + [0xE9]))
        #expect(String(decoding: list.bytes, as: UTF8.self).contains("text=\"Ikulu &#8211; &#233;\""))
    }

    @Test("UTF-16 stays UTF-16")
    func utf16() throws {
        let text = "\u{FEFF}<opml><body>\n<outline text='é' xmlUrl='https://b.example/'/>\n</body></opml>"
        let bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        var list = try FeedList(bytes: bytes, path: "feeds.opml")
        try list.add(Subscription(url: c, title: "ü😀"))
        #expect(list.subscriptions.map(\.title) == ["é", "ü😀"])
        #expect(list.bytes.count % 2 == 0 && list.bytes.starts(with: bytes.prefix(80)))
        try list.remove(c)
        #expect(list.bytes == bytes)
    }

    @Test("a merge adds what is missing, with its tags, and says what that was")
    func merging() throws {
        let other = try feedList(
            body: """
                <outline text="News"><outline text="N" xmlUrl="\(new.string.replacing("&", with: "&amp;"))"/></outline>
                <outline text="other name" xmlUrl="https://b.example/"/>
                """)
        var merged = list
        let added = try merged.merge(other)
        #expect(added.map(\.url) == [new])
        #expect(merged[new]?.tags == ["News"])
        #expect(merged[b]?.title == "B")
        #expect(try list.merged(importing: other).subscriptions == merged.subscriptions)
        #expect(try merged.merged(importing: other).bytes == merged.bytes)
    }
}
