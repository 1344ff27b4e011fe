import Glibc  // iconv(3), which libxml2 itself stands on

/// Decodes bytes of any encoding that the C library knows.
enum IconvDecoder {
    /// Whether one of the names is known.
    static func knows(_ names: [String]) -> Bool { decode(Bytes(start: nil, count: 0), names: names) != nil }

    /// The bytes in UTF-8, with U+FFFD for what could not be read, or `nil` where no name is known.
    static func decode(_ bytes: Bytes, names: [String]) -> (bytes: [UInt8], invalid: Int)? {
        for name in names where name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) {
            guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else { continue }
            defer { iconv_close(converter) }
            return run(converter, bytes)
        }
        return nil
    }

    /// Runs one conversion; a byte that cannot be converted costs itself only.
    private static func run(_ converter: iconv_t, _ bytes: Bytes) -> (bytes: [UInt8], invalid: Int) {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.roomForUTF8)
        var invalid = 0
        var chunk = [CChar](repeating: 0, count: 1 << 16)
        var input = UnsafeMutablePointer(
            mutating: UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self))
        var left = bytes.count
        while left > 0 {
            var errorNumber: Int32 = 0
            chunk.withUnsafeMutableBufferPointer { target in
                var output = target.baseAddress
                var room = target.count
                let outcome = iconv(converter, &input, &left, &output, &room)
                errorNumber = outcome == -1 ? errno : 0
                UnsafeRawBufferPointer(start: target.baseAddress, count: target.count - room).withMemoryRebound(
                    to: UInt8.self
                ) {
                    result.append(contentsOf: $0)
                }
            }
            guard errorNumber != 0 else { break }
            if errorNumber != E2BIG {
                // EILSEQ or, at the very end, EINVAL: step over one byte.
                invalid += 1
                result.append(scalar: "\u{FFFD}")
                input = input?.advanced(by: 1)
                left -= 1
            }
        }
        return (result, invalid)
    }
}
