/// How a text is to be read.
enum TextKind {
    /// No markup: every character stands for itself (Atom `type="text"`).
    case literal
    /// No markup by default (Atom without `type`), but read as ``title`` where it surely holds some.
    case untyped
    /// HTML by declaration: every tag is one (Atom `type="html"` and, written out again, `xhtml`).
    case html
    /// HTML by custom (RSS descriptions): a `<` that starts no likely tag is a `<`.
    case looseHTML
    /// Text that may be HTML (RSS titles): only what is surely markup is taken for it.
    case title
}

/// Makes plain text of what feeds carry: tags dropped, entities decoded, white space folded, length bounded.
///
/// The reading is that of HTML's tokenizer (HTML Living Standard, section 13.2.5) as far as text goes. libxml2's HTML
/// parser is not used for it: it answers differently in 2.9 and 2.14, and the same text must get the same answer
/// everywhere; nor does it know that "a < b" in a headline is no tag.
enum PlainText {
    /// The text, at most `limit` characters, cut between words; `nil` where nothing is left.
    static func make(_ bytes: Bytes, _ kind: TextKind, limit: Int) -> String? {
        // Twice is not unheard of; each time the text becomes shorter.
        if let mended = unmangled(bytes) { return mended.withUnsafeBufferPointer { make($0, kind, limit: limit) } }
        return run(bytes, kind, limit)
    }

    private static func run(_ bytes: Bytes, _ kind: TextKind, _ limit: Int) -> String? {
        if kind == .untyped {
            return run(
                bytes, HTMLScanner.hasMarkup(bytes) || HTMLScanner.hasReference(bytes) ? .title : .literal, limit)
        }
        var writer = TextWriter(limit: limit)
        writer.reserve(bytes.count)
        var scanner = HTMLScanner(bytes, kind: kind)
        scanner.run(into: &writer)
        // What was escaped once too often still has its markup; RSS is full of it, and declared HTML is not touched.
        if kind == .title || kind == .looseHTML, let again = secondReading(of: writer.bytes, hadTags: scanner.tags > 0)
        {
            let once = writer.bytes
            writer = TextWriter(limit: limit)
            once.withUnsafeBufferPointer {
                var second = HTMLScanner($0, kind: .title)
                second.ignoresTags = !again.withTags
                second.run(into: &writer)
            }
        }
        return writer.finish(mending: unmangled)
    }

    /// Whether a text that was read once needs a second reading, and whether tags count in it.
    private static func secondReading(of bytes: [UInt8], hadTags: Bool) -> (withTags: Bool, Void)? {
        bytes.withUnsafeBufferPointer { text in
            let hasTags = !hadTags && HTMLScanner.hasMarkup(text)
            return hasTags || HTMLScanner.hasReference(text) ? (hasTags, ()) : nil
        }
    }

    /// UTF-8 that was taken for ISO 8859-1 and encoded again, put right; `nil` where the text is not that.
    ///
    /// Only a text all of whose characters are below U+0100, and whose bytes in ISO 8859-1 are valid UTF-8, is taken
    /// for mangled: by chance that does not happen to words.
    private static func unmangled(_ bytes: Bytes) -> [UInt8]? {
        var position = bytes.endOfASCII(from: 0)
        guard position < bytes.count, isBelow0100(bytes, from: position) else { return nil }
        var latin: [UInt8] = Array(bytes.part(0..<position))
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                latin.append(byte)
                position += 1
            } else {
                latin.append((byte & 0x03) << 6 | bytes[position + 1] & 0x3F)
                position += 2
            }
        }
        let survey = latin.withUnsafeBufferPointer(UTF8Survey.init)
        return survey.invalid == 0 && survey.sequences > 0 ? latin : nil
    }

    /// Whether every character from `start` on is below U+0100, as hardly any text with a quotation mark is.
    private static func isBelow0100(_ bytes: Bytes, from start: Int) -> Bool {
        var position = start
        while position < bytes.count {
            guard bytes[position] == 0xC2 || bytes[position] == 0xC3, position + 1 < bytes.count else { return false }
            position = bytes.endOfASCII(from: position + 2)
        }
        return true
    }
}

/// Collects text with white space folded into single spaces and none at the ends.
struct TextWriter {
    private(set) var bytes: [UInt8] = []
    private let limit: Int
    private var needsSpace = false
    private var hasControls = false

    init(limit: Int) { self.limit = limit }

    /// Makes room for a text of so many bytes.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(min(count, limit * 4)) }

    /// Whether more text would be cut off in any case.
    var isFull: Bool { bytes.count > limit * 4 + 64 }

    /// Parts the words before and after.
    mutating func space() { needsSpace = !bytes.isEmpty }

    /// Appends bytes that hold no white space but single spaces between words.
    mutating func append(_ run: Bytes) {
        if needsSpace {
            bytes.append(0x20)
            needsSpace = false
        }
        bytes.append(contentsOf: run)
    }

    /// Appends one character, which may be white space or a control character.
    mutating func append(_ scalar: Unicode.Scalar) {
        let isC1 = (0x80...0x9F).contains(scalar.value)
        if !isC1 && scalar.isSpace {
            space()
        } else if scalar.value >= 0x20 && scalar.value != 0x7F {
            hasControls = hasControls || isC1
            if needsSpace {
                bytes.append(0x20)
                needsSpace = false
            }
            bytes.append(scalar: scalar)
        }
    }

    /// Puts right what came as C1 controls: mangled UTF-8 if `mending` finds it to be that, else windows-1252.
    private mutating func replaceControls(_ mending: (Bytes) -> [UInt8]?) {
        let text = bytes.withUnsafeBufferPointer(mending) ?? bytes
        bytes.removeAll(keepingCapacity: true)
        needsSpace = false
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            let meant = Windows1252.meant(by: scalar)
            // Five of the bytes mean nothing in windows-1252 either.
            if !(0x80...0x9F).contains(meant.value) { append(meant) }
        }
    }

    /// The text, cut at a word where it is longer than the limit; `nil` where there is none.
    mutating func finish(mending: (Bytes) -> [UInt8]?) -> String? {
        if hasControls { replaceControls(mending) }
        guard !bytes.isEmpty else { return nil }
        guard bytes.count > limit else { return String(decoding: bytes, as: UTF8.self) }
        var characters = 0
        var end = 0
        while end < bytes.count {
            if bytes[end] & 0xC0 != 0x80 {
                if characters == limit { break }
                characters += 1
            }
            end += 1
        }
        guard end < bytes.count else { return String(decoding: bytes, as: UTF8.self) }
        if bytes[end] != 0x20, let space = bytes[..<end].lastIndex(of: 0x20), space > end / 2 { end = space }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
