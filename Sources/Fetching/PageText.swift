import Glibc

/// What a person would read first of a body that is no feed: its title, or its first words.
///
/// No more than the first 64 KiB are looked at, byte by byte, because it is done on the transfer thread; and no markup is
/// understood beyond where tags begin and end.
struct PageText {
    private static let longest = 64 << 10
    /// So many bytes of text hold the first words of any page.
    private static let enough = 1024
    private let bytes: [UInt8]
    /// The same bytes with ASCII letters in lower case.
    private let lowercased: [UInt8]

    /// Takes the beginning of a body; bytes that are no text give nothing.
    init(_ body: [UInt8]) {
        let start = body.prefix(Self.longest)
        bytes = start.contains(0) ? [] : Array(start)
        lowercased = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    /// Whether a body begins as pages do, `<!` or `<h`, and as feeds do not but for a comment; told fast.
    static func mayBePage(_ body: [UInt8]) -> Bool {
        let start = body.prefix(1024).drop { $0 <= 0x20 || $0 >= 0x80 }  // white space and the mark of the byte order
        return start.starts(with: "<!".utf8) || start.starts(with: "<h".utf8) || start.starts(with: "<H".utf8)
    }

    /// Whether it is an HTML page by its beginning, whatever the server calls it.
    var isPage: Bool {
        var start = firstBlack(from: 0)
        while isAt(start, "<!--"), let end = find("-->", from: start) { start = firstBlack(from: end + 3) }
        return ["<!doctype html", "<html", "<head"].contains { isAt(start, $0) }
    }

    /// Whether a phrase in lower case stands in it.
    func contains(_ phrase: String) -> Bool { find(phrase, from: 0) != nil }

    /// The title, else the first words, in one line of so many characters; empty where there are none.
    func words(limit: Int = 120) -> String {
        let title = title.map(plain) ?? ""
        if !title.isEmpty { return Self.shortened(title, limit) }
        let start = firstBlack(from: 0)
        guard start < bytes.count else { return "" }
        let isMarkup = bytes[start] == UInt8(ascii: "<")
        let body = find("<body", from: start) ?? start
        return Self.shortened(isMarkup ? plain(body..<bytes.count) : Self.text(bytes.prefix(Self.enough)), limit)
    }

    private var title: Range<Int>? {
        guard let open = find("<title", from: 0), let start = find(">", from: open),
            let end = find("</title", from: start)
        else { return nil }
        return start + 1..<end
    }

    /// A stretch without tags, scripts and styles, its commonest references resolved; no more than is enough.
    private func plain(_ stretch: Range<Int>) -> String {
        var result: [UInt8] = []
        var place = stretch.lowerBound
        while place < stretch.upperBound, result.count < Self.enough {
            guard bytes[place] == UInt8(ascii: "<") else {
                result.append(bytes[place])
                place += 1
                continue
            }
            result.append(0x20)
            let element = ["script", "style"].first { isAt(place + 1, $0) }
            let last = element.map { find("</" + $0, from: place) } ?? place
            guard let last, let end = find(">", from: last) else { break }
            place = end + 1
        }
        return Self.text(result[...])
    }

    // MARK: - Bytes

    private func firstBlack(from start: Int) -> Int {
        bytes[min(start, bytes.count)...].firstIndex { $0 > 0x20 && $0 < 0x80 } ?? bytes.count
    }

    private func isAt(_ place: Int, _ text: String) -> Bool {
        place < lowercased.count && lowercased[place...].starts(with: text.utf8)
    }

    /// Where a text in lower case begins, at or after a place.
    private func find(_ text: String, from start: Int) -> Int? {
        let needle = Array(text.utf8)
        return lowercased.withUnsafeBytes { all in
            guard let base = all.baseAddress, let first = needle.first else { return nil }
            var place = start
            while place + needle.count <= all.count,
                let found = memchr(base + place, Int32(first), all.count - needle.count - place + 1)
            {
                place = UnsafeRawPointer(found) - base
                if memcmp(found, needle, needle.count) == 0 { return place }
                place += 1
            }
            return nil
        }
    }

    // MARK: - Words

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let references = [
            ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"),
            ("&amp;", "&"),
        ]
        return references.reduce(String(decoding: bytes, as: UTF8.self)) { text, reference in
            text.replacing(reference.0, with: reference.1)
        }
    }

    private static func shortened(_ text: String, _ limit: Int) -> String {
        let line = text.oneLine(limit: limit * 4)
        guard line.count > limit else { return line }
        let cut = line.prefix(limit)
        return (cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut) + "…"
    }
}
