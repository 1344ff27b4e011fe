import News
import Testing

@testable import Subscriptions

/// Builds a list from a text.
func feedList(_ text: String) throws -> FeedList {
    try FeedList(bytes: Array(text.utf8), path: "feeds.opml")
}

/// Builds a list from the inside of a body.
func feedList(body: String) throws -> FeedList {
    try feedList("<opml version=\"2.0\"><head/><body>\(body)</body></opml>")
}

@Suite("Reading feed lists")
struct FeedListTests {
    @Test("a feed's attributes become a subscription")
    func attributes() throws {
        let list = try feedList(
            body: """
                <outline type="rss" text="Short" title="The &quot;Long&quot; Name" xmlUrl="https://example.org/a?x=1&amp;y=2"
                  category="press, /region/east,press" country="ke" interval="1h30m" enabled="false"/>
                """)
        let url = try #require(FeedURL("https://example.org/a?x=1&y=2"))
        #expect(
            list.subscriptions == [
                Subscription(
                    url: url, title: "The \"Long\" Name", tags: ["press", "region/east"], country: "KE",
                    interval: .seconds(5400), enabled: false)
            ])
        #expect(list.problems.isEmpty)
    }

    @Test("a missing title falls back on text, and both may be missing")
    func titles() throws {
        let list = try feedList(
            body: """
                <outline text="Only text" xmlUrl="https://a.example/"/><outline title="" text="T" xmlUrl="https://b.example/"/>
                <outline xmlUrl="https://c.example/"/>
                """)
        #expect(list.subscriptions.map(\.title) == ["Only text", "T", ""])
    }

    @Test("an ampersand is one ampersand, however it is written")
    func ampersands() throws {
        let list = try feedList(
            body: "<outline text='&amp; &#38; &#x26; &amp;#38; &amp;amp;' xmlUrl='https://a.example/'/>")
        #expect(list.subscriptions.map(\.title) == ["& & & &#38; &amp;"])
    }

    @Test(
        "the address is found however its attribute is spelled",
        arguments: ["xmlUrl", "xmlURL", "xmlurl", "XMLURL", "XmlUrl"])
    func spellings(of name: String) throws {
        let list = try feedList(body: "<outline text='T' \(name)='https://example.org/f'/>")
        #expect(list.subscriptions.map(\.url.string) == ["https://example.org/f"])
    }

    @Test(
        "addresses as other programs write them are understood",
        arguments: [
            (#"type="rss" url="https://example.org/f""#, "https://example.org/f"),
            (#"xmlUrl="feed://example.org/f""#, "http://example.org/f"),
            (#"xmlUrl="feed:https://example.org/f""#, "https://example.org/f"),
            (#"xmlUrl="  https://example.org/f&#10;""#, "https://example.org/f"),
            (#"xmlUrl="HTTPS://EXAMPLE.org:443/F""#, "https://example.org/F"),
        ])
    func addresses(attributes: String, expected: String) throws {
        #expect(try feedList(body: "<outline \(attributes)/>").subscriptions.map(\.url.string) == [expected])
    }

    @Test("folders are tags where an outline has no category of its own")
    func folders() throws {
        let list = try feedList(
            body: """
                <outline text="Africa"><outline title="East">
                  <outline text="a" xmlUrl="https://a.example/"/>
                  <outline text="b" xmlUrl="https://b.example/" category="own"/>
                  <outline text="c" xmlUrl="https://c.example/" category=""/>
                </outline><outline text="d" xmlUrl="https://d.example/"/></outline>
                <outline text="e" xmlUrl="https://e.example/"/>
                """)
        #expect(list.subscriptions.map(\.tags) == [["Africa", "East"], ["own"], [], ["Africa"], []])
        #expect(list.problems.isEmpty)
    }

    @Test("an outline that cannot be used is named with its line and costs no other")
    func unusable() throws {
        let list = try feedList(
            """
            <opml version="1.0">
            <body>
            <outline text="good" xmlUrl="https://a.example/"/>
            <outline type="rss" text="no address"/>
            <outline text="bad" xmlUrl="not an address"/>
            <outline type="include" text="other" url="https://example.org/list.opml"/>
            <outline text="again" xmlUrl="https://A.example"/>
            <outline text="good" xmlUrl="https://b.example/"
                     country="Kenya" interval="soon" enabled="perhaps"/>
            <outline text="just a heading"/>
            </body></opml>
            """)
        #expect(list.subscriptions.map(\.url.string) == ["https://a.example/", "https://b.example/"])
        #expect(list.problems.map(\.line) == [4, 5, 6, 7, 8, 8, 8])
        #expect(list.problems.map(\.isSkipped) == [true, true, true, true, false, false, false])
        #expect(list.problems[0].description == "line 4: has no xmlUrl")
        #expect(list.problems[3].reason == "https://a.example/ is in the list already, on line 3")
        #expect(list.subscriptions[1].country == nil && list.subscriptions[1].interval == nil)
        #expect(list.subscriptions[1].enabled)
    }

    @Test("a list without outlines has no feeds and no problems")
    func noOutlines() throws {
        let list = try feedList("<opml version='2.0'><body/></opml>")
        #expect(list.subscriptions.isEmpty && list.problems.isEmpty)
    }

    @Test("a thousand outlines are read in order")
    func thousand() throws {
        let body = (0..<1000).map { "<outline text='\($0)' xmlUrl='https://example.org/\($0)'/>\n" }.joined()
        #expect(try feedList(body: body).subscriptions.map(\.title) == (0..<1000).map(String.init))
    }

    @Test(
        "what is no feed list is refused by name",
        arguments: [
            ("<html><body><p>x</p></body></html>", "it is a web page (starts with <html>)"),
            ("<rss version='2.0'><channel/></rss>", "it is an RSS feed (starts with <rss>)"),
            ("<library/>", "it is a document that starts with <library>"),
            ("{\"feeds\": []}", "it holds no XML element"),
            (" \n", "the file is empty"),
            ("", "the file is empty"),
        ])
    func refusals(text: String, found: String) throws {
        #expect(throws: FeedListError.notOPML(path: "feeds.opml", found: found)) { try feedList(text) }
    }

    @Test("a missing file is an error of one line that names it")
    func missingFile() {
        let path = "/nowhere/feeds.opml"
        #expect(throws: FeedListError.unreadable(path: path, reason: "No such file or directory")) {
            try FeedList(contentsOf: path)
        }
    }

    @Test("an export is a list that reads back the same")
    func export() throws {
        let subscriptions = try [
            Subscription(
                url: #require(FeedURL("https://a.example/?a=1&b=2")), title: "A <b> & \"c\"", tags: ["x", "y z"]),
            Subscription(
                url: #require(FeedURL("file:///tmp/f.xml")), country: "KE", interval: .seconds(90), enabled: false),
        ]
        let list = try feedList(FeedList.opml(subscriptions, title: "Export"))
        #expect(list.subscriptions == subscriptions)
        #expect(list.problems.isEmpty)
        #expect(try feedList(FeedList.opml([])).subscriptions.isEmpty)
    }
}
