import News
import Testing

@testable import Subscriptions

@Suite("Reading damaged feed lists")
struct MarkupMenderTests {
    private func titlesAndAddresses(_ bytes: [UInt8]) throws -> [String] {
        try FeedList(bytes: bytes, path: "feeds.opml").subscriptions.map { "\($0.title)|\($0.url)" }
    }

    /// Three feeds, the middle one damaged in some way: all three are read.
    @Test(
        "damage to one outline costs no other",
        arguments: [
            (#"<outline text="R&D" xmlUrl="https://b.example/?x=1&y=2"/>"#, "R&D|https://b.example/?x=1&y=2"),
            (
                #"<outline text="caf&eacute;&nbsp;&unknown;" xmlUrl="https://b.example/"/>"#,
                "café &unknown;|https://b.example/"
            ),
            (#"<outline text="a < b > c" xmlUrl="https://b.example/"/>"#, "a < b > c|https://b.example/"),
            ("<outline text=\"bell\u{7}\" xmlUrl=\"https://b.example/\"/>", "bell|https://b.example/"),
            (#"<outline text=plain xmlUrl=https://b.example/x />"#, "plain|https://b.example/x"),
            (#"<outline text="one" text="two" xmlUrl="https://b.example/"/>"#, "one|https://b.example/"),
            (#"<outline text="open" xmlUrl="https://b.example/">"#, "open|https://b.example/"),
            (#"<outline text="b" xmlUrl="https://b.example/"/></outline></div>"#, "b|https://b.example/"),
            (#"<!-- a -- b --><outline text="b" xmlUrl="https://b.example/"/>"#, "b|https://b.example/"),
            (#"< stray <outline text="b" xmlUrl="https://b.example/"/>"#, "b|https://b.example/"),
            (#"<Outline text="b" xmlUrl="https://b.example/"></outline>"#, "b|https://b.example/"),
            (
                #"<outline text="&#0;&#x1F600;&#xFFFE;" xmlUrl="https://b.example/"/>"#,
                "&#0;😀&#xFFFE;|https://b.example/"
            ),
        ])
    func damage(outline: String, expected: String) throws {
        let text = """
            <?xml version="1.0"?>
            <opml version="2.0"><head><title>R&D</title></head><body>
            <outline text="first" xmlUrl="https://a.example/"/>
            \(outline)
            <outline text="R&amp;D &lt;last&gt;" xmlUrl="https://c.example/?a=b&amp;c=d"/>
            </body></opml>
            """
        let list = try feedList(text)
        #expect(
            list.subscriptions.map { "\($0.title)|\($0.url)" }
                == ["first|https://a.example/", expected, "R&D <last>|https://c.example/?a=b&c=d"])
        #expect(list.problems.count == 1 && list.problems[0].reason.contains("not well formed"))
    }

    @Test("a list that breaks off gives what came before")
    func truncated() throws {
        let text = "<opml><body><outline text='a' xmlUrl='https://a.example/'/><outline text='b' xmlUrl='https://b.exa"
        #expect(try titlesAndAddresses(Array(text.utf8)).first == "a|https://a.example/")
    }

    @Test("blank lines before the declaration do no harm")
    func leadingBlankLines() throws {
        let text =
            "\n \n<?xml version='1.0' encoding='utf-8'?>\n<opml><body><outline text='é' xmlUrl='https://a.example/'/></body></opml>"
        #expect(try titlesAndAddresses(Array(text.utf8)) == ["é|https://a.example/"])
    }

    @Test(
        "encodings are understood",
        arguments: [
            Array("<?xml version='1.0' encoding='ISO-8859-1'?>".utf8) + document([0xE9]),
            Array("<?xml version='1.0' encoding='windows-1252'?>".utf8) + document([0xE9]),
            Array("<?xml version='1.0' encoding='utf-16'?>".utf8) + document(Array("é".utf8)),
            Array("<?xml version='1.0'?>".utf8) + document([0xE9]),
            [0xEF, 0xBB, 0xBF] + Array("<?xml version='1.0' encoding='UTF-8'?>".utf8) + document(Array("é".utf8)),
            utf16("<?xml version='1.0' encoding='UTF-16'?>", bigEndian: true),
            utf16("<?xml version='1.0' encoding='UTF-16'?>", bigEndian: false),
            utf16("", bigEndian: false),
        ])
    func encodings(bytes: [UInt8]) throws {
        #expect(try titlesAndAddresses(bytes) == ["é|https://a.example/"])
    }

    @Test("an XML bomb expands to nothing")
    func bomb() throws {
        var entities = "<!ENTITY e0 \"ha\">"
        for level in 1...20 { entities += "<!ENTITY e\(level) \"&e\(level - 1);&e\(level - 1);&e\(level - 1);\">" }
        let list = try feedList(
            """
            <!DOCTYPE opml [\(entities)]>
            <opml><body><outline text="&e20;" xmlUrl="https://a.example/"/></body></opml>
            """)
        #expect(list.subscriptions.map(\.title) == ["&e20;"])
    }

    @Test("an entity from outside is not read")
    func externalEntity() throws {
        let list = try feedList(
            """
            <!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/hostname">]>
            <opml><head><title>&x;</title></head><body><outline text="a" xmlUrl="https://a.example/"/></body></opml>
            """)
        #expect(list.subscriptions.map(\.title) == ["a"])
    }

    @Test("folders nested beyond any sense are bounded and do not crash")
    func depth() throws {
        let text = "<opml><body>" + String(repeating: "<outline text='f'>", count: 5000)
        #expect(try feedList(text).subscriptions.isEmpty)
    }
}

/// One feed whose title is some bytes.
private func document(_ title: [UInt8]) -> [UInt8] {
    Array("<opml><body><outline text='".utf8) + title + Array("' xmlUrl='https://a.example/'/></body></opml>".utf8)
}

/// The same in UTF-16 with a byte order mark.
private func utf16(_ declaration: String, bigEndian: Bool) -> [UInt8] {
    let text = "\u{FEFF}" + declaration + String(decoding: document(Array("é".utf8)), as: UTF8.self)
    return text.utf16.flatMap { bigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
}
