import News
import Parsing

/// One item of any content between two good ones: a bad item costs at most itself.
enum ItemTarget {
    private static let head = """
        <?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel><title>News</title><link>https://news.example/</link><description>All of it</description>
        <language>en</language>
        """
    private static let before = good("before")
    private static let after = good("after")
    private static let tail = "</channel></rss>"
    private static let expected = read(Array((head + before + after + tail).utf8))

    private static func good(_ name: String) -> String {
        """
        <item><title>\(name): R&amp;D &lt;b&gt;</title><link>/\(name)?a=1&amp;b=2</link><guid>\(name)</guid>
        <description><![CDATA[<p>One & two</p>]]></description><dc:creator>Asha</dc:creator>
        <pubDate>Wed, 24 Sep 2025 18:05:00 GMT</pubDate><category>trade</category></item>
        """
    }

    private static func read(_ bytes: [UInt8]) -> ParsedFeed? {
        try? FeedParser().parse(Document(bytes: bytes, url: "https://news.example/feed.xml"))
    }

    /// What leaves the item is no damage to it: the containers' names are made unknown ones.
    private static let containers = ["item", "entry", "rss", "rdf", "channel", "feed"].map { Array($0.utf8) }

    private static func withoutContainers(_ input: [UInt8]) -> [UInt8] {
        var result = input
        for place in input.indices.dropFirst() where "</:".utf8.contains(input[place - 1]) {
            let rest = input[place...]
            let isContainer = containers.contains { name in
                rest.count >= name.count && zip(name, rest).allSatisfy { $0 == $1 | 0x20 }
            }
            if isContainer { result[place] = UInt8(ascii: "x") }
        }
        return result
    }

    static func run(_ input: [UInt8]) {
        var bytes = Array((head + before + "<item>").utf8)
        bytes += withoutContainers(input)
        bytes += Array(("</item>" + after + tail).utf8)
        guard let feed = read(bytes) else { return claim(false, "the feed is lost") }
        claim(feed.items.first == expected?.items.first, "the item before is \(feed.items.first.debugDescription)")
        claim(feed.items.last == expected?.items.last, "the item after is \(feed.items.last.debugDescription)")
        claim(feed.title == "News" && feed.link == "https://news.example/", "the channel has changed")
        FeedTarget.check(feed, of: Document(bytes: bytes, url: ""))
    }
}
