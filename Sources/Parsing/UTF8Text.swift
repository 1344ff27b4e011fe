/// What a look at every byte says about a text that may be UTF-8.
struct UTF8Survey {
    /// Sequences of two to four bytes that are UTF-8.
    var sequences = 0
    /// Bytes that belong to no such sequence.
    var invalid = 0
    /// Bytes from 0x80 to 0x9F, which ISO 8859 leaves to control characters and windows-1252 does not.
    var c1 = 0

    /// Whether every byte is below 0x80.
    var isASCII: Bool { sequences == 0 && invalid == 0 }

    /// Looks at all bytes once.
    init(_ bytes: Bytes) {
        var position = 0
        let count = bytes.count
        while position < count {
            position = bytes.endOfASCII(from: position)
            guard position < count else { return }
            let length = bytes.utf8SequenceLength(at: position)
            if length > 0 {
                sequences += 1
                for offset in 0..<length where bytes[position + offset] <= 0x9F { c1 += 1 }
                position += length
            } else if bytes.surrogatePair(at: position) != nil {
                (sequences, invalid) = (sequences + 1, invalid + 1)
                position += 6
            } else {
                invalid += 1
                if bytes[position] <= 0x9F { c1 += 1 }
                position += 1
            }
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// How many bytes these may become in UTF-8, three for each that is not ASCII; to grow step by step takes more.
    var roomForUTF8: Int { count + 2 * count(where: { $0 >= 0x80 }) }

    /// The first byte of 0x80 or more from `start` on, or the end; looks at eight bytes at a time.
    func endOfASCII(from start: Int) -> Int {
        var position = start
        guard let base = UnsafeRawPointer(baseAddress) else { return position }
        while position + 8 <= count,
            base.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
            position += 8
        }
        while position < count, self[position] < 0x80 { position += 1 }
        return position
    }

    /// The length of the well-formed UTF-8 sequence at `position`; 0 where there is none (Unicode, table 3-7).
    func utf8SequenceLength(at position: Int) -> Int {
        let lead = self[position]
        func trails(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            position + offset < count && range.contains(self[position + offset])
        }
        switch lead {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return trails(1) ? 2 : 0
        case 0xE0: return trails(1, 0xA0...0xBF) && trails(2) ? 3 : 0
        case 0xED: return trails(1, 0x80...0x9F) && trails(2) ? 3 : 0
        case 0xE1...0xEF: return trails(1) && trails(2) ? 3 : 0
        case 0xF0: return trails(1, 0x90...0xBF) && trails(2) && trails(3) ? 4 : 0
        case 0xF1...0xF3: return trails(1) && trails(2) && trails(3) ? 4 : 0
        case 0xF4: return trails(1, 0x80...0x8F) && trails(2) && trails(3) ? 4 : 0
        default: return 0
        }
    }

    /// These bytes as UTF-8, every byte that is none read as windows-1252, as a browser's user would expect.
    func mendedUTF8() -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(roomForUTF8)
        var position = 0
        while position < count {
            let end = endOfASCII(from: position)
            result.append(contentsOf: part(position..<end))
            position = end
            guard position < count else { break }
            let length = utf8SequenceLength(at: position)
            if length > 0 {
                result.append(contentsOf: part(position..<position + length))
                position += length
            } else if let scalar = surrogatePair(at: position) {
                result.append(scalar: scalar)
                position += 6
            } else {
                result.append(scalar: Windows1252.scalar(self[position]))
                position += 1
            }
        }
        return result
    }

    /// A character that was written as two surrogates of three bytes each (CESU-8), as some databases do.
    fileprivate func surrogatePair(at position: Int) -> Unicode.Scalar? {
        guard position + 6 <= count, self[position] == 0xED, (0xA0...0xAF).contains(self[position + 1]),
            self[position + 3] == 0xED, (0xB0...0xBF).contains(self[position + 4]),
            self[position + 2] & 0xC0 == 0x80, self[position + 5] & 0xC0 == 0x80
        else { return nil }
        let high = UInt32(self[position + 1] & 0x0F) << 6 | UInt32(self[position + 2] & 0x3F)
        let low = UInt32(self[position + 4] & 0x0F) << 6 | UInt32(self[position + 5] & 0x3F)
        return Unicode.Scalar(0x10000 + high << 10 + low)
    }

    /// These bytes, read as windows-1252, in UTF-8.
    func fromWindows1252() -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(roomForUTF8)
        var position = 0
        while position < count {
            let end = endOfASCII(from: position)
            result.append(contentsOf: part(position..<end))
            position = end
            while position < count, self[position] >= 0x80 {
                result.append(scalar: Windows1252.scalar(self[position]))
                position += 1
            }
        }
        return result
    }
}

/// The encoding that most bytes of "ISO 8859-1" turn out to be in (WHATWG Encoding Standard, index windows-1252).
enum Windows1252 {
    /// What the bytes 0x80 to 0x9F stand for.
    private static let upper: [UInt16] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
        0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x009D, 0x017E, 0x0178,
    ]

    /// What a byte stands for.
    static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(upper[Int(byte) - 0x80]) ?? Unicode.Scalar(byte)
    }

    /// What a character means that is a C1 control by number but was meant as the windows-1252 byte of that number.
    static func meant(by scalar: Unicode.Scalar) -> Unicode.Scalar {
        (0x80...0x9F).contains(scalar.value) ? self.scalar(UInt8(scalar.value)) : scalar
    }
}
