/// What a person would read first of a body that is no feed: its title, or its first words.
///
/// No more than the first 64 KiB are looked at, and no markup is understood beyond where tags begin and end.
struct PageText {
    private static let longest = 64 << 10
    private let text: String
    /// The text in lower case, with the same number of bytes: only ASCII letters are changed.
    let lowercased: String

    /// Takes the beginning of a body; bytes that are no text give nothing.
    init(_ body: [UInt8]) {
        let start = body.prefix(Self.longest)
        let bytes = start.contains(0) ? [] : start
        text = String(decoding: bytes, as: UTF8.self)
        lowercased = String(
            decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// Whether a body begins as pages do, `<!` or `<h`, and as feeds do not but for a comment; told fast.
    static func mayBePage(_ body: [UInt8]) -> Bool {
        let start = body.prefix(1024).drop { $0 <= 0x20 || $0 >= 0x80 }  // white space and the mark of the byte order
        return start.starts(with: "<!".utf8) || start.starts(with: "<h".utf8) || start.starts(with: "<H".utf8)
    }

    /// Whether it is an HTML page by its beginning, whatever the server calls it.
    var isPage: Bool {
        var rest = lowercased[...].drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        while rest.hasPrefix("<!--"), let end = rest.firstRange(of: "-->") {
            rest = rest[end.upperBound...].drop(while: \.isWhitespace)
        }
        return rest.hasPrefix("<!doctype html") || rest.hasPrefix("<html") || rest.hasPrefix("<head")
    }

    /// The title, else the first words, in one line of so many characters; empty where there are none.
    func words(limit: Int = 120) -> String {
        let title = element("title").map { Self.plain($0) } ?? ""
        if !title.isEmpty { return Self.shortened(title, limit) }
        let isMarkup = lowercased.utf8.first { $0 > 0x20 } == UInt8(ascii: "<")
        return Self.shortened(isMarkup ? Self.plain(visible) : text, limit)
    }

    /// What stands inside the first element of a name.
    private func element(_ name: String) -> Substring? {
        guard let open = lowercased.firstRange(of: "<" + name),
            let start = lowercased[open.upperBound...].firstIndex(of: ">"),
            let end = lowercased[start...].firstRange(of: "</" + name)
        else { return nil }
        return lowercased.distance(start, end.lowerBound, in: text)
    }

    /// The page without scripts and styles.
    private var visible: Substring {
        guard let body = lowercased.firstRange(of: "<body") else { return text[...] }
        return lowercased.distance(body.lowerBound, lowercased.endIndex, in: text, includingStart: true)
    }

    /// A piece of markup without tags, scripts and styles, its commonest references resolved.
    private static func plain(_ markup: Substring) -> String {
        var result = ""
        var rest = markup
        while let open = rest.firstIndex(of: "<") {
            result += rest[..<open] + " "
            let tag = rest[open...]
            let name = tag.dropFirst().prefix { $0.isLetter }.lowercased()
            let end = name == "script" || name == "style" ? "</" + name : ">"
            guard let close = tag.firstRange(of: end) else { return resolved(result) }
            rest = tag[close.upperBound...]
            if end != ">" { rest = rest.drop { $0 != ">" }.dropFirst() }
        }
        return resolved(result + rest)
    }

    private static func resolved(_ text: String) -> String {
        let references = [
            ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"),
            ("&amp;", "&"),
        ]
        return references.reduce(text) { text, reference in text.replacing(reference.0, with: reference.1) }
    }

    private static func shortened(_ text: String, _ limit: Int) -> String {
        let line = text.oneLine(limit: limit * 4)
        guard line.count > limit else { return line }
        let cut = line.prefix(limit)
        return (cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut) + "…"
    }
}

extension String {
    /// The same stretch of another string of the same bytes, without the character that it begins with.
    fileprivate func distance(
        _ start: Index, _ end: Index, in other: String, includingStart: Bool = false
    ) -> Substring {
        let first = utf8.distance(from: utf8.startIndex, to: start) + (includingStart ? 0 : 1)
        let last = utf8.distance(from: utf8.startIndex, to: end)
        let from = other.utf8.index(other.utf8.startIndex, offsetBy: first)
        return other[from..<other.utf8.index(other.utf8.startIndex, offsetBy: last)]
    }
}
