import News

/// Tells whether a document is, byte for byte, the one that was read last.
///
/// FNV-1a of 64 bits: two documents of one feed share it by chance once in 2⁶⁴ times, and a publisher who makes them
/// share it on purpose keeps nobody's news back but his own.
///
/// Source: draft-eastlake-fnv, "The FNV Non-Cryptographic Hash Algorithm".
enum BodyDigest {
    private static let offsetBasis: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let prime: UInt64 = 0x0100_0000_01B3

    /// The digest of a document and of all else that decides how it is read: the address that its links start from,
    /// the encoding that its server named, and the edition of the program.
    static func of(_ document: Document, edition: String) -> Int64 {
        var digest = offsetBasis
        for text in [edition, document.url, document.mediaType ?? "", document.charset ?? ""] {
            add(text.utf8, to: &digest)
            add(CollectionOfOne(0), to: &digest)
        }
        document.bytes.withUnsafeBufferPointer { add($0, to: &digest) }
        return Int64(bitPattern: digest)
    }

    private static func add(_ bytes: some Sequence<UInt8>, to digest: inout UInt64) {
        for byte in bytes { digest = (digest ^ UInt64(byte)) &* prime }
    }
}
