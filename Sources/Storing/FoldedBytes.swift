/// Folded text on its way into a string's own memory: pieces with one space between them.
struct FoldedBytes {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes were written.
    private(set) var count = 0
    private var isSpacePending = false

    /// Takes memory that has room for all that will be added.
    init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

    /// A space, if anything follows and anything stands before.
    mutating func pendSpace() { isSpacePending = count > 0 }

    /// Adds an ASCII character.
    mutating func add(_ byte: UInt8) {
        if isSpacePending { put(UInt8(ascii: " ")) }
        isSpacePending = false
        put(byte)
    }

    /// Adds a character.
    mutating func add(_ scalar: Unicode.Scalar) {
        if isSpacePending { put(UInt8(ascii: " ")) }
        isSpacePending = false
        if scalar.isASCII { return put(UInt8(truncatingIfNeeded: scalar.value)) }
        for unit in Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter { put(unit) }
    }

    private mutating func put(_ byte: UInt8) {
        bytes[count] = byte
        count += 1
    }
}

/// The characters of a string's bytes, which Swift guarantees to be valid UTF-8.
struct ScalarReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The next character; `nil` at the end.
    mutating func next() -> Unicode.Scalar? {
        guard place < bytes.count else { return nil }
        let first = bytes[place]
        place += 1
        if first < 0x80 { return Unicode.Scalar(first) }
        let length = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3
        var value = UInt32(first) & (0x3F >> UInt32(length))
        for _ in 0..<length where place < bytes.count {
            value = value << 6 | UInt32(bytes[place] & 0x3F)
            place += 1
        }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}
