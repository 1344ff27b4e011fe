import News
import Testing

@testable import Subscriptions

@Suite("Properties of edits")
struct OutlineEditorPropertyTests {
    @Test("whatever a list looks like, an edit leaves every other byte as it was", arguments: 1...60)
    func otherBytesStay(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let sample = SampleList(&random)
        let list = try FeedList(bytes: sample.bytes, path: "feeds.opml")
        #expect(list.subscriptions.map(\.url) == sample.feeds.map(\.url))
        for (index, feed) in sample.feeds.enumerated() {
            var removed = list
            try removed.remove(feed.url)
            #expect(removed.bytes.isSubsequence(of: list.bytes))
            #expect(removed.bytes.count == list.bytes.count - sample.bytesGone(withFeed: index))

            var changed = list
            var subscription = try #require(list[feed.url])
            subscription.title = "New “\(seed)” & <old>"
            subscription.tags = ["one", "two"]
            subscription.interval = .seconds(60 * (seed + 1))
            subscription.enabled.toggle()
            try changed.update(subscription)
            #expect(changed[feed.url] == subscription)
            #expect(changed.bytes.starts(with: list.bytes[..<feed.tag.lowerBound]))
            #expect(changed.bytes.reversed().starts(with: list.bytes[(feed.tag.upperBound - 1)...].reversed()))
        }
    }

    @Test("what was added and then removed leaves the same bytes", arguments: 1...60)
    func addThenRemove(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) &* 7919)
        let sample = SampleList(&random)
        var list = try FeedList(bytes: sample.bytes, path: "feeds.opml")
        let urls = try (0..<3).map { try #require(FeedURL("https://new.example/\($0)?a&b")) }
        for (number, url) in urls.enumerated() {
            try list.add(Subscription(url: url, title: "Né \(number)", tags: ["t"], country: "KE"))
        }
        #expect(list.subscriptions.count == sample.feeds.count + 3)
        for url in urls.shuffled(using: &random) { try list.remove(url) }
        #expect(list.bytes == sample.bytes)
    }

    @Test("off and on again, and there and back again, leave the same bytes", arguments: 1...60)
    func undone(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) &* 104_729)
        let sample = SampleList(&random)
        var list = try FeedList(bytes: sample.bytes, path: "feeds.opml")
        let away = try #require(FeedURL("https://away.example/x?y&z"))
        for feed in sample.feeds where list[feed.url]?.enabled == true {
            try list.setEnabled(false, for: feed.url)
            try list.move(feed.url, to: away)
            try list.move(away, to: feed.url)
            try list.setEnabled(true, for: feed.url)
        }
        #expect(list.bytes == sample.bytes)
    }
}

/// A made-up list in one of many styles, and where its feeds stand.
private struct SampleList {
    struct Feed {
        var url: FeedURL
        var tag: Range<Int>
        var element: Range<Int>
    }

    private(set) var bytes: [UInt8] = []
    private(set) var feeds: [Feed] = []
    private let lineBreak: String

    init(_ random: inout SplitMix) {
        lineBreak = ["\n", "\r\n", ""].randomElement(using: &random) ?? ""
        let isLatin = Bool.random(using: &random)
        if !isLatin && Bool.random(using: &random) { bytes = [0xEF, 0xBB, 0xBF] }
        write("<?xml version=\"1.0\" encoding=\"\(isLatin ? "ISO-8859-1" : "UTF-8")\"?>\(lineBreak)")
        if Bool.random(using: &random) { write("<!DOCTYPE opml [<!-- > --> <!ELEMENT opml ANY>]>\(lineBreak)") }
        write("<opml version='2.0' xmlns:m=\"urn:m\">\(lineBreak)<!-- <body> \" -->\(lineBreak)<body>")
        for number in 0..<Int.random(in: 1...8, using: &random) {
            filling(&random)
            let inFolder = Int.random(in: 0..<3, using: &random) == 0
            if inFolder { write("\(lineBreak)  <outline text='F > \(number)' m:open='1'>") }
            feed(number, isLatin: isLatin, &random)
            if inFolder { write("\(lineBreak)  </outline>") }
        }
        filling(&random)
        write("\(lineBreak)</body>\(lineBreak)</opml>\(lineBreak)")
    }

    private mutating func write(_ text: String) { bytes += text.utf8 }

    private mutating func filling(_ random: inout SplitMix) {
        let kinds = [
            "", " ", "<!-- <outline xmlUrl='https://no.example/'/> -->", "text", "<![CDATA[</body>]]>", "<?pi > ?>",
        ]
        write((kinds.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? lineBreak : ""))
    }

    private mutating func feed(_ number: Int, isLatin: Bool, _ random: inout SplitMix) {
        guard let url = FeedURL("https://example.org/\(number)?a=1&b=2") else { return }
        write(lineBreak + ["", "\t", "    "].shuffled(using: &random)[0])
        let start = bytes.count
        write("<outline")
        let quote = ["\"", "'"].shuffled(using: &random)[0]
        let text = Array(" text=\(quote)> ".utf8) + (isLatin ? [0xE9] : Array("é“".utf8)) + Array(quote.utf8)
        let others = ["xmlUrl=\(quote)https://example.org/\(number)?a=1&amp;b=2\(quote)", "m:x = '>'", "starred=\"\""]
        for attribute in [text] + others.map({ Array(" \($0)".utf8) }).shuffled(using: &random) { bytes += attribute }
        let hasEnd = Bool.random(using: &random)
        write((Bool.random(using: &random) ? " " : "") + (hasEnd ? ">" : "/>"))
        let tag = start..<bytes.count
        if hasEnd { write("<!-- inside --></outline>") }
        feeds.append(Feed(url: url, tag: tag, element: start..<bytes.count))
    }

    /// How many bytes go with a feed: its element, and the line break and indentation before it where it has the
    /// rest of the line to itself.
    func bytesGone(withFeed index: Int) -> Int {
        let element = feeds[index].element
        let indentation = bytes[..<element.lowerBound].reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
        let before = bytes[..<(element.lowerBound - indentation)]
        let rest = bytes[element.upperBound...].drop { $0 == 0x20 || $0 == 0x09 }
        let endsLine = rest.starts(with: "\n".utf8) || rest.starts(with: "\r\n".utf8) || rest.starts(with: "</".utf8)
        guard endsLine, before.last == 0x0A else { return element.count }
        return element.count + indentation + (before.dropLast().last == 0x0D ? 2 : 1)
    }
}

extension [UInt8] {
    /// Whether these bytes are the other ones with one stretch left out.
    fileprivate func isSubsequence(of whole: [UInt8]) -> Bool {
        let head = zip(self, whole).prefix { $0 == $1 }.count
        return self[head...].reversed().elementsEqual(whole.reversed().prefix(count - head))
    }
}

/// The SplitMix64 generator: the same numbers for the same seed, everywhere.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
