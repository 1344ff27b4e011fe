/// What single bytes and short runs of UTF-8 mean to the tokenizer.
enum Bytes {
    /// What a mark between words does.
    enum Mark {
        case comma, colon, opening, closing, apostrophe, hyphen, longDash, bar, stop, separator, other
    }

    /// How many bytes the scalar has that begins with this one; 1 for a stray byte.
    @inline(__always)
    static func length(of lead: UInt8) -> Int {
        lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    }

    /// Whether it is an ASCII letter.
    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= 0x61 && lower <= 0x7a
    }

    /// Whether a word goes on with the scalar here: letters and digits of ASCII, and the letters of other scripts.
    ///
    /// General punctuation (lead byte E2), byte order marks and presentation forms (EF) and emoji (F0) are no letters.
    @inline(__always)
    static func isWordByte(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        let byte = text[at]
        if byte < 0x80 { return isLetter(byte) || (byte >= 0x30 && byte <= 0x39) }
        if byte == 0xc3, at + 1 < text.count { return text[at + 1] != 0x97 && text[at + 1] != 0xb7 }
        return (byte >= 0xc3 && byte < 0xe2) || (byte > 0xe2 && byte < 0xef && byte != 0xe3)
    }

    /// Whether a word begins here.
    @inline(__always)
    static func isWordStart(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool { isWordByte(text, at) }

    /// Whether a capital letter stands here.
    @inline(__always)
    static func isCapital(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        let byte = text[at]
        if byte < 0x80 { return byte >= 0x41 && byte <= 0x5a }
        guard byte >= 0xc3, byte <= 0xc5, at + 1 < text.count else { return false }
        return Folding.isCapital(Int(byte & 0x1f) << 6 | Int(text[at + 1] & 0x3f))
    }

    /// Whether letters or digits touch the mark on both sides.
    static func isBetweenWords(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard start > 0, end < text.count else { return false }
        let before = text[start - 1]
        return (before >= 0x80 || isLetter(before) || (before >= 0x30 && before <= 0x39) || before == 0x2e)
            && isWordByte(text, end)
    }

    /// The end of a dotted abbreviation (`U.S.`, `U.S`) that begins here, its last point included; nil if none does.
    static func endOfAbbreviation(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        guard start + 2 < text.count, text[start + 1] == 0x2e, isLetter(text[start]), isLetter(text[start + 2])
        else { return nil }
        var at = start
        while at + 1 < text.count, isLetter(text[at]), text[at + 1] == 0x2e { at += 2 }
        if at < text.count, isLetter(text[at]) {  // the last letter, without its point
            if at + 1 < text.count, isWordByte(text, at + 1) { return nil }
            at += 1
        }
        return at - start >= 3 ? at : nil
    }

    /// Whether the word is the scheme of a web address.
    static func isWebAddress(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard end + 2 < text.count, end - start <= 5 else { return false }
        if text[end] == 0x3a, text[end + 1] == 0x2f, text[end + 2] == 0x2f { return true }
        return end - start == 3 && text[end] == 0x2e && text[start] | 0x20 == 0x77 && text[start + 1] | 0x20 == 0x77
            && text[start + 2] | 0x20 == 0x77
    }

    /// The end of a web address: the next space, quote or angle bracket.
    static func endOfAddress(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var at = start
        while at < text.count, text[at] > 0x20, text[at] != 0x22, text[at] != 0x3c { at += 1 }
        return at
    }

    /// Where a byte stands next, looking at most so far.
    static func index(
        of byte: UInt8, in text: UnsafeBufferPointer<UInt8>, from start: Int, within reach: Int
    ) -> Int? {
        var at = start
        while at < text.count, at - start < reach {
            if text[at] == byte { return at }
            at += 1
        }
        return nil
    }

    /// What the mark at `start` does.
    static func mark(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ length: Int) -> Mark {
        switch text[start] {
        case 0x2c: .comma
        case 0x3a: .colon
        case 0x28, 0x5b: .opening
        case 0x29, 0x5d: .closing
        case 0x27, 0x60: .apostrophe
        case 0x2d: .hyphen
        case 0x7c: .bar
        case 0x2e, 0x21, 0x3f: .stop
        case 0x3b: .separator
        case 0x2f: isBetweenWords(text, start, start + 1) ? .hyphen : .separator
        case 0x0a: start + 1 < text.count && text[start + 1] == 0x0a ? .separator : .other
        case 0xe2 where length == 3 && text[start + 1] == 0x80: generalPunctuation(text[start + 2])
        default: .other
        }
    }

    /// U+2000…U+203F by its last byte.
    private static func generalPunctuation(_ byte: UInt8) -> Mark {
        switch byte {
        case 0x98, 0x99, 0x9b, 0xb2: .apostrophe
        case 0x90, 0x91: .hyphen
        case 0x92, 0x93, 0x94, 0x95: .longDash
        case 0xa6: .stop
        case 0xa2: .separator
        default: .other
        }
    }

    /// Whether a quotation mark begins here.
    static func isQuote(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        if text[at] == 0xe2, at + 2 < text.count, text[at + 1] == 0x80 {
            return (0x98...0x9f).contains(text[at + 2])
        }
        return text[at] == 0xc2 && at + 1 < text.count && (text[at + 1] == 0xab || text[at + 1] == 0xa0)
    }

    /// What an HTML entity's name, without `&` and `;`, stands for.
    static func entityMark(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Mark {
        switch String(decoding: text[start..<end], as: UTF8.self) {
        case "apos", "rsquo", "lsquo", "#39", "#039", "#8217", "#8216", "#x27", "#x2019", "#X27": .apostrophe
        case "ndash", "mdash", "#8211", "#8212", "#x2013", "#x2014": .longDash
        case "hellip", "#8230", "#x2026": .stop
        case "bull", "#8226": .separator
        case "#124", "#x7c": .bar
        default: .other
        }
    }

    /// Whether the tag whose name begins here sets its text apart (p, br, div, h1…h6, li, ol, ul, table, tr, td, blockquote).
    static func isBlockTag(_ text: UnsafeBufferPointer<UInt8>, _ name: Int) -> Bool {
        var end = name
        while end < text.count, end - name < 11, isLetter(text[end]) || (0x30...0x39).contains(text[end]) { end += 1 }
        switch String(decoding: text[name..<end], as: UTF8.self).lowercased() {
        case "p", "br", "div", "li", "ol", "ul", "table", "tr", "td", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6",
            "figure", "figcaption", "hr":
            return true
        default: return false
        }
    }
}
