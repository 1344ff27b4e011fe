import FoundationEssentials
import News

@testable import Parsing

/// An HTML page and the feeds it points to.
enum PageTarget {
    static func run(_ input: [UInt8]) {
        let document = FeedTarget.document(input)
        let feeds = FeedDiscovery.feeds(in: document)
        claim(feeds == FeedDiscovery.feeds(in: document), "the same page was read in two ways")
        claim(feeds.count <= 50, "\(feeds.count) feeds")
        claim(Set(feeds.map(\.url)).count == feeds.count, "a feed twice")
        for feed in feeds {
            checkLink(feed.url, "feed")
            checkText(feed.title, 2000, "title")
        }
        SourceText(document).bytes.withUnsafeBufferPointer { checkText(HTMLPage($0).title, 100, "title") }
    }
}

/// A text in each of the ways in which texts are read; the first byte chooses the bound.
enum TextTarget {
    static func run(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let limit = [1, 5, 100, 1000][Int(first) % 4]
        let bytes = SourceText(Document(bytes: Array(input.dropFirst()), url: "")).bytes
        for kind in [TextKind.literal, .untyped, .html, .looseHTML, .title] {
            let text = bytes.withUnsafeBufferPointer { PlainText.make($0, kind, limit: limit) }
            checkText(text, limit, "\(kind) text")
            let again = bytes.withUnsafeBufferPointer { PlainText.make($0, kind, limit: limit) }
            claim(text == again, "the same text was read in two ways")
        }
        // A plain text that has been read stays as it is.
        let plain = bytes.withUnsafeBufferPointer { PlainText.make($0, .literal, limit: limit) }
        guard var plain, plain.utf8.allSatisfy({ $0 < 0x80 }) else { return }
        let again = plain.withUTF8 { PlainText.make($0, .literal, limit: limit) }
        claim(again == plain, "“\(plain)” became “\(again ?? "")”")
    }
}

/// A date; what is read can be written and read again.
enum DateTarget {
    static func run(_ input: [UInt8]) {
        guard let date = DateReader.date(in: String(decoding: input, as: UTF8.self)) else { return }
        claim(date.timeIntervalSince1970.isFinite, "the date is \(date.timeIntervalSince1970)")
        let spelled = date.rfc3339
        checkDate(spelled)
        guard let again = DateReader.date(in: spelled) else { return claim(false, "\(spelled) is not read") }
        claim(again.rfc3339 == spelled, "\(spelled) became \(again.rfc3339)")
    }
}
