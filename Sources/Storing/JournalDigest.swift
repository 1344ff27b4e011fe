import GRDB

import struct FoundationEssentials.Data

/// The digest of one entry, as `docs/journal.md` defines it: over the digest before it, its head, and its rows.
struct JournalDigest {
    /// The digest before it, and the entry's number, kind and time in canonical form.
    private let beginning: Data

    init(after previous: Data, number: Int64, kind: String, time: Int64) {
        var head = CanonicalContent()
        head.add(number.databaseValue)
        head.add(kind.databaseValue)
        head.add(time.databaseValue)
        beginning = previous + head.bytes
    }

    /// The digest by the rule that lets rows be forgotten: what stays of them is their own digest.
    func over(rows digest: Data) -> Data { Data(SHA256Digest.of([UInt8](beginning + digest))) }

    /// The digest by the rule of the first two schemas, which covers the rows themselves.
    func over(_ fields: [DatabaseValue]) -> Data {
        var rows = CanonicalContent()
        for field in fields { rows.add(field) }
        return Data(SHA256Digest.of([UInt8](beginning) + rows.bytes))
    }

    /// The digest of an entry's rows: the covered columns, one after the other.
    static func ofRows(_ fields: [DatabaseValue]) -> Data {
        var rows = CanonicalContent()
        for field in fields { rows.add(field) }
        return Data(SHA256Digest.of(rows.bytes))
    }
}

/// Values written so that no two lists of values give the same bytes.
///
/// `n` for NULL; `i`, the decimal digits and `;` for an integer; `r` and the 16 hexadecimal digits of the IEEE 754
/// double, highest byte first, for a real; `t` or `b`, the length in bytes, `:` and the bytes for text and blobs.
struct CanonicalContent {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(1024) }

    mutating func add(_ value: DatabaseValue) {
        switch value.storage {
        case .null:
            bytes.append(UInt8(ascii: "n"))
        case .int64(let integer):
            bytes.append(UInt8(ascii: "i"))
            bytes.append(contentsOf: String(integer).utf8)
            bytes.append(UInt8(ascii: ";"))
        case .double(let real):
            let digits = String(real.bitPattern, radix: 16)
            bytes.append(UInt8(ascii: "r"))
            bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 16 - digits.utf8.count))
            bytes.append(contentsOf: digits.utf8)
        case .string(let text):
            addCounted(UInt8(ascii: "t"), text.utf8)
        case .blob(let data):
            addCounted(UInt8(ascii: "b"), data)
        }
    }

    private mutating func addCounted(_ mark: UInt8, _ value: some Collection<UInt8>) {
        bytes.append(mark)
        bytes.append(contentsOf: String(value.count).utf8)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(contentsOf: value)
    }
}
