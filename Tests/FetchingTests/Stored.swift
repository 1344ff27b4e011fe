/// Bodies in encodings that allow to store bytes as they are, fewer than 256 of them.
enum Stored {
    /// A Brotli stream (RFC 7932, section 9): a window of 16 bits, one uncompressed block, an empty last one.
    static func brotli(_ bytes: [UInt8]) -> [UInt8] {
        // From the lowest bit: window 0, last 0, nibbles 00, the length less one in 16 bits, uncompressed 1.
        let bits = UInt32(bytes.count - 1) << 4 | 1 << 20
        return [UInt8(bits & 255), UInt8(bits >> 8 & 255), UInt8(bits >> 16)] + bytes + [3]
    }

    /// A Zstandard frame (RFC 8878, section 3.1): a single segment of one raw block, the last.
    static func zstandard(_ bytes: [UInt8]) -> [UInt8] {
        let block = UInt32(bytes.count) << 3 | 1
        return [0x28, 0xB5, 0x2F, 0xFD, 0x20, UInt8(bytes.count)] + [UInt8(block & 255), UInt8(block >> 8), 0] + bytes
    }
}
