import GRDB

import struct FoundationEssentials.Data

/// The digest of one entry, as `docs/journal.md` defines it: over the digest before it, its head, and its rows.
struct JournalDigest {
    /// The digest before it, and the entry's number, kind and time in canonical form.
    private let beginning: [UInt8]

    init(after previous: Data, number: Int64, kind: String, time: Int64) {
        var head = CanonicalContent()
        head.add(number)
        head.add(text: kind.utf8)
        head.add(time)
        beginning = previous + head.bytes
    }

    /// The digest by the rule that lets rows be forgotten: what stays of them is their own digest.
    func over(rows digest: Data) -> Data { Data(SHA256Digest.of(beginning + digest)) }

    /// The digest by the rule of the first two schemas, which covers the rows themselves.
    func over(_ fields: [DatabaseValue]) -> Data {
        var rows = CanonicalContent()
        for field in fields { rows.add(field) }
        return Data(SHA256Digest.of(beginning + rows.bytes))
    }

    /// The digest of an entry's rows: the covered columns, one after the other.
    static func ofRows(_ fields: [DatabaseValue]) -> Data {
        var rows = CanonicalContent()
        for field in fields { rows.add(field) }
        return ofRows(rows)
    }

    /// The same of rows in canonical form.
    static func ofRows(_ rows: CanonicalContent) -> Data { Data(SHA256Digest.of(rows.bytes)) }
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
        case .null: addNull()
        case .int64(let number): add(number)
        case .double(let number): add(number)
        case .string(var text): text.withUTF8 { add(text: $0) }
        case .blob(let data): add(blob: data)
        }
    }

    mutating func addNull() { bytes.append(UInt8(ascii: "n")) }

    mutating func add(_ number: Int64) {
        bytes.append(UInt8(ascii: "i"))
        addDigits(number)
        bytes.append(UInt8(ascii: ";"))
    }

    mutating func add(_ number: Double) {
        bytes.append(UInt8(ascii: "r"))
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
            bytes.append(Hexadecimal.digit(UInt8(truncatingIfNeeded: number.bitPattern >> shift & 0xF)))
        }
    }

    mutating func add(text: some Collection<UInt8>) { addCounted(UInt8(ascii: "t"), text) }

    mutating func add(blob: some Collection<UInt8>) { addCounted(UInt8(ascii: "b"), blob) }

    /// Adds what is in canonical form already.
    mutating func append(_ later: CanonicalContent) { bytes.append(contentsOf: later.bytes) }

    private mutating func addCounted(_ mark: UInt8, _ value: some Collection<UInt8>) {
        bytes.append(mark)
        addDigits(Int64(value.count))
        bytes.append(UInt8(ascii: ":"))
        bytes.append(contentsOf: value)
    }

    private mutating func addDigits(_ number: Int64) {
        var text = String(number)
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }
}
