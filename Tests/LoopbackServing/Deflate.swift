/// Just enough of RFC 1950, 1951 and 1952 to make compressed bodies: what is packed is stored, not squeezed, but
/// for runs of zeros, of which a thousand take some six bytes.
public enum Deflate {
    /// The bytes as a raw deflate stream of stored blocks.
    public static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let count = UInt16(bytes.count)
        return [1] + littleEndian(count) + littleEndian(~count) + bytes
    }

    /// The bytes as a zlib stream.
    public static func zlib(_ bytes: [UInt8]) -> [UInt8] {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return [0x78, 0x01] + stored(bytes) + littleEndian(high << 16 | low).reversed()
    }

    /// The bytes as a gzip file.
    public static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        gzipHeader + stored(bytes) + littleEndian(crc32(bytes)) + littleEndian(UInt32(bytes.count))
    }

    private static let gzipHeader: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

    /// A gzip file without its end that stands for 2,064 zeros so many times over, at thirteen bytes each.
    public static func zeros(times: Int) -> [UInt8] {
        let block = [true, true, false]  // the last block, with fixed codes
        let zero = [false, false, true, true, false, false, false, false]
        let match = [true, true, false, false, false, true, false, true] + [false, false, false, false, false]
        // The first zero is written out, the others are "258 bytes from one byte back".
        return gzipHeader + pack(block + zero + Array(repeating: match, count: times * 8).joined())
    }

    /// Bits in the order they are sent, the first in the lowest place of the first byte.
    private static func pack(_ bits: [Bool]) -> [UInt8] {
        stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<min(start + 8, bits.count)].enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) }
        }
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }

    private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
