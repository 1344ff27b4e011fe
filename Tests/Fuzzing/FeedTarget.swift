import News
import Parsing

/// A whole document, in any encoding, from anywhere.
///
/// A first byte of 1 makes the next two say what the server called the encoding, and where the document came from; no
/// document of the corpus begins so.
enum FeedTarget {
    private static let charsets: [String?] = [
        nil, "utf-8", "iso-8859-1", "windows-1252", "utf-16", "utf-16le", "utf-32", "us-ascii", "shift_jis", "euc-jp",
        "iso-2022-jp", "gb18030", "big5", "euc-kr", "koi8-r", "windows-1251", "windows-1256", "iso-8859-15", "utf-7",
        "hz-gb-2312", "cp037", "macintosh", "x-unknown", "",
    ]
    private static let addresses = [
        "https://news.example/feeds/world.xml?page=2#top", "", "file:///tmp/feed.xml", "http://[2001:db8::1]:8080",
    ]

    static func run(_ input: [UInt8]) {
        let document = document(input)
        let first = Result { () throws(ParseError) in try FeedParser().parse(document) }
        // To read everything twice would cost half of all attempts.
        if input.count % 8 == 0 {
            let second = Result { () throws(ParseError) in try FeedParser().parse(document) }
            claim(first == second, "the same document was read in two ways")
        }
        switch first {
        case .success(let feed): check(feed, of: document)
        case .failure(let error): claim(error.description.isOneLine, "the error is no line: \(error)")
        }
    }

    static func document(_ input: [UInt8]) -> Document {
        guard input.count >= 3, input[0] == 1 else { return Document(bytes: input, url: addresses[0]) }
        return Document(
            bytes: Array(input[3...]), url: addresses[Int(input[2]) % addresses.count],
            charset: charsets[Int(input[1]) % charsets.count])
    }

    /// What holds of every feed that the parser hands out.
    static func check(_ feed: ParsedFeed, of document: Document) {
        claim(feed.items.count <= 10_000, "\(feed.items.count) items")
        claim(feed.problems.count <= 20, "\(feed.problems.count) problems")
        for problem in feed.problems {
            claim(problem.message.isOneLine && !problem.message.isEmpty, "the problem is no line: \(problem)")
        }
        claim(!feed.encoding.isEmpty && feed.encoding.isOneLine, "the encoding is “\(feed.encoding)”")
        checkText(feed.title, 1000, "title")
        checkText(feed.description, 10_000, "description")
        checkLink(feed.link, "link")
        checkWord(feed.language, "language")
        checkDate(feed.updated?.rfc3339)
        claim(feed.hints.ttlMinutes.map { $0 > 0 } ?? true, "a ttl of \(feed.hints.ttlMinutes ?? 0) minutes")
        claim(feed.hints.skipHours.allSatisfy((0...23).contains), "hours \(feed.hints.skipHours)")
        claim(feed.hints.skipDays.allSatisfy((1...7).contains), "days \(feed.hints.skipDays)")
        for item in feed.items { check(item) }
        let size = feed.textSize
        claim(size <= 2 << 20 + 64 * document.bytes.count, "\(size) bytes of text")
    }

    private static func check(_ item: ParsedItem) {
        checkText(item.title, 1000, "title")
        checkText(item.summary, 10_000, "summary")
        checkText(item.content, 200_000, "content")
        checkText(item.author, 1000, "author")
        checkWord(item.id, "id")
        checkWord(item.language, "language")
        checkLink(item.link, "link")
        checkDate(item.published?.rfc3339)
        checkDate(item.updated?.rfc3339)
        claim(item.categories.count <= 200, "\(item.categories.count) categories")
        claim(Set(item.categories).count == item.categories.count, "a category twice")
        for name in item.categories { checkText(name, 1000, "category") }
        claim(item.enclosures.count <= 200, "\(item.enclosures.count) enclosures")
        claim(Set(item.enclosures.map(\.url)).count == item.enclosures.count, "an enclosure twice")
        for file in item.enclosures {
            checkLink(file.url, "enclosure")
            checkWord(file.type, "type")
            claim(file.length.map { $0 >= 0 } ?? true, "a length of \(file.length ?? 0)")
        }
    }
}

// MARK: - Claims

/// A text is plain, one line, within its bound, and says something.
func checkText(_ text: String?, _ limit: Int, _ name: String) {
    guard let text else { return }
    let scalars = text.unicodeScalars
    claim(!scalars.isEmpty, "an empty \(name)")
    claim(scalars.count <= limit, "a \(name) of \(scalars.count) characters")
    claim(!scalars.contains { $0.properties.generalCategory == .control }, "a control character in the \(name)")
    claim(!scalars.contains { $0 != " " && $0.properties.isWhitespace }, "white space in the \(name) is not folded")
    claim(!text.utf8.isFolded, "white space in the \(name) is not folded: “\(text)”")
}

/// A word is trimmed and holds no control character that is not white space.
func checkWord(_ word: String?, _ name: String) {
    guard let word else { return }
    claim(!word.isEmpty, "an empty \(name)")
    let isClean = word.utf8.allSatisfy { $0 >= 0x20 || [0x09, 0x0A, 0x0D].contains($0) }
    claim(isClean, "a control character in the \(name)")
    claim(word.utf8.first != 0x20 && word.utf8.last != 0x20, "white space around the \(name)")
}

/// A link is one unbroken word that a reader may follow.
func checkLink(_ link: String?, _ name: String) {
    guard let link else { return }
    claim(!link.isEmpty, "an empty \(name)")
    claim(link.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }, "white space in the \(name)")
    let lower = link.lowercased()
    for scheme in ["javascript:", "vbscript:", "data:", "about:"] {
        claim(!lower.hasPrefix(scheme), "the \(name) is \(link)")
    }
}

/// An instant is spelled in full.
func checkDate(_ spelled: String?) {
    claim(spelled.map { $0.utf8.count == 20 && $0.hasSuffix("Z") } ?? true, "the date is \(spelled ?? "")")
}

extension String {
    /// Whether this can be shown as one line.
    var isOneLine: Bool { !utf8.contains { $0 < 0x20 || $0 == 0x7F } }
}

extension String.UTF8View {
    /// Whether a space stands at an end or beside another.
    fileprivate var isFolded: Bool {
        first == 0x20 || last == 0x20 || zip(self, dropFirst()).contains { $0 == (0x20, 0x20) }
    }
}

extension ParsedFeed {
    /// How many bytes all that was read takes when it is written out.
    var textSize: Int {
        var size = 0
        for text in [title, link, description] { size += text?.utf8.count ?? 0 }
        for item in items {
            for text in [item.id, item.title, item.link, item.summary, item.content, item.author, item.language] {
                size += text?.utf8.count ?? 0
            }
            for name in item.categories { size += name.utf8.count }
            for file in item.enclosures { size += file.url.utf8.count + (file.type?.utf8.count ?? 0) }
        }
        return size
    }
}
