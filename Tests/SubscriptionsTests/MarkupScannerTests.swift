import Testing

@testable import Subscriptions

@Suite("Finding tags")
struct MarkupScannerTests {
    private func tags(_ text: String) -> [MarkupTag] {
        MarkupScanner.pieces(of: Array(text.utf8)).compactMap { if case .tag(let tag) = $0 { tag } else { nil } }
    }

    private func text(_ range: Range<Int>, in whole: String) -> String {
        String(decoding: Array(whole.utf8)[range], as: UTF8.self)
    }

    @Test("a tag has its kind, name, line and bytes")
    func shapes() {
        let whole = "<a>\n <b:c x = '1' y=\"2>\"\n/>é</a >"
        let found = tags(whole)
        #expect(found.map(\.kind) == [.start, .empty, .end])
        #expect(found.map(\.name) == ["a", "b:c", "a"])
        #expect(found.map(\.line) == [1, 2, 3])
        #expect(found.map { text($0.range, in: whole) } == ["<a>", "<b:c x = '1' y=\"2>\"\n/>", "</a >"])
        let attributes = found[1].attributes
        #expect(attributes.map(\.name) == ["x", "y"])
        #expect(attributes.map { text($0.value, in: whole) } == ["1", "2>"])
        #expect(attributes.map { text($0.range, in: whole) } == ["x = '1'", "y=\"2>\""])
        #expect(attributes.map(\.quote) == [UInt8(ascii: "'"), UInt8(ascii: "\"")])
    }

    @Test(
        "nothing inside a comment, a section, an instruction or a document type is a tag",
        arguments: [
            "<!-- <b> -- > -->", "<!--><b>-->", "<![CDATA[<b>]] > ]]>", "<?pi <b> ?>",
            "<!DOCTYPE x [<!ENTITY e \"]><b>\"> <!-- ' -->]>", "<!DOCTYPE x SYSTEM '>'>",
        ])
    func opaque(piece: String) {
        #expect(tags("<a>\(piece)</a>").map(\.name) == ["a", "a"])
    }

    @Test("values without quotes and attributes without values are found")
    func sloppyAttributes() {
        let whole = "<a x=1 checked y= 'two words' z>"
        let attributes = tags(whole).flatMap(\.attributes)
        #expect(
            attributes.map { "\($0.name)|\(text($0.value, in: whole))" } == ["x|1", "checked|", "y|two words", "z|"])
    }

    @Test("a tag that another cuts off ends before it, and a bare bracket is text")
    func cutOff() {
        let whole = "1 < 2 <a x <b>"
        #expect(tags(whole).map { text($0.range, in: whole) } == ["<a x ", "<b>"])
    }

    @Test(
        "whatever the bytes, the scan ends, and its pieces are in order and inside",
        arguments: [
            "<", "</", "<a", "<a b", "<a b=", "<a b='", "<!--", "<![CDATA[", "<?", "<!", "<!D [", "<a/", "</>", "<é>",
        ])
    func fragments(text: String) {
        let bytes = Array(text.utf8)
        var end = 0
        for piece in MarkupScanner.pieces(of: bytes) {
            let range =
                switch piece {
                case .tag(let tag): tag.range
                case .opaque(let range, _): range
                }
            #expect(range.lowerBound >= end && range.upperBound <= bytes.count && !range.isEmpty)
            end = range.upperBound
        }
    }

    @Test("bytes at random are scanned, mended and read without a trap", arguments: 1...40)
    func noise(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let words = [
            "<opml>", "<body>", "<outline", " xmlUrl=", "\"", "'", "https://a.example/", ">", "/>", "</outline>",
            "<!--", "-->",
            "<![CDATA[", "]]>", "&", "&amp;", ";", "<", "<?", "?>", "<!DOCTYPE", "[", "]", "\n", " ", "=", "\u{0}", "é",
            "text",
        ]
        let text = (0..<300).map { _ in words.randomElement(using: &random) ?? "" }.joined()
        var bytes = Array("<opml>\(text)".utf8)
        bytes.insert(UInt8.random(in: 0x80...0xFF, using: &random), at: bytes.count / 2)
        do {
            let list = try FeedList(bytes: bytes, path: "noise")
            #expect(list.bytes == bytes)
        } catch {
            #expect(error.description.hasPrefix("noise: "))
        }
    }
}
