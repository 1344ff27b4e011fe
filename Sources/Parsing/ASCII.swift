import Glibc  // memchr(3): the fastest way to the next mark

/// A run of bytes that somebody else owns; valid only within the call that passed it.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension UInt8 {
    /// Space, tab, line feed, form feed or carriage return.
    var isASCIISpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }

    /// `!` to `~`.
    var isPrintableASCII: Bool { self > 0x20 && self < 0x7F }

    /// `0` to `9`.
    var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }

    /// `A` to `Z` or `a` to `z`.
    var isASCIILetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }

    /// The byte with `A` to `Z` turned into `a` to `z`.
    var asciiLowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

    /// The value of a hexadecimal digit.
    var hexDigit: UInt32? {
        switch self {
        case 0x30...0x39: UInt32(self - 0x30)
        case 0x41...0x46: UInt32(self - 0x41 + 10)
        case 0x61...0x66: UInt32(self - 0x61 + 10)
        default: nil
        }
    }
}

extension Unicode.Scalar {
    /// Whether it has Unicode's property White_Space; a switch, because the property is slow to look up.
    var isSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// A part of these bytes, indexed from zero.
    func part(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

    /// These bytes without ASCII white space at either end.
    var trimmed: Bytes {
        var start = 0
        var end = count
        while start < end, self[start].isASCIISpace { start += 1 }
        while end > start, self[end - 1].isASCIISpace { end -= 1 }
        return part(start..<end)
    }

    /// These bytes as text; anything that is not UTF-8 becomes U+FFFD.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// These bytes as text in lower case (ASCII letters only).
    var lowercasedText: String {
        String(unsafeUninitializedCapacity: count) { target in
            for index in 0..<count { target[index] = self[index].asciiLowercased }
            return count
        }
    }

    /// Whether the ASCII text stands at `position`, letters compared without case; `text` is in lower case.
    func holds(_ text: StaticString, at position: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard position >= 0, position + length <= count else { return false }
        let wanted = text.utf8Start
        for offset in 0..<length where self[position + offset].asciiLowercased != wanted[offset] { return false }
        return true
    }

    /// Whether these bytes are the ASCII text, letters compared without case; `text` is in lower case.
    func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && holds(text, at: 0) }

    /// The first place of the ASCII text from `start` on, before `end`, letters compared without case.
    func firstIndex(of text: StaticString, from start: Int, before end: Int? = nil) -> Int? {
        let limit = Swift.min(end ?? count, count) - text.utf8CodeUnitCount + 1
        let first = text.utf8Start[0]
        var position = start
        if first.isASCIILetter {
            while position < limit {
                if self[position].asciiLowercased == first, holds(text, at: position) { return position }
                position += 1
            }
            return nil
        }
        while let next = firstIndex(of: first, from: position, before: limit) {
            if holds(text, at: next) { return next }
            position = next + 1
        }
        return nil
    }

    /// The first place of one byte from `start` on, before `end` (`memchr`).
    func firstIndex(of byte: UInt8, from start: Int, before end: Int? = nil) -> Int? {
        let limit = Swift.min(end ?? count, count)
        guard let base = baseAddress, start < limit, start >= 0,
            let found = memchr(base + start, Int32(byte), limit - start)
        else { return nil }
        return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }
}

extension [UInt8] {
    /// Appends the bytes of an ASCII literal.
    mutating func append(_ text: StaticString) {
        append(contentsOf: Bytes(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends one scalar in UTF-8.
    mutating func append(scalar: Unicode.Scalar) { append(contentsOf: UTF8.encode(scalar).unsafelyPresent) }
}

extension Optional {
    /// The value of an optional that cannot be `nil` here.
    fileprivate var unsafelyPresent: Wrapped {
        guard let value = self else { preconditionFailure("a Unicode scalar has a UTF-8 form") }
        return value
    }
}
