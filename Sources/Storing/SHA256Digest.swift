import CCrypto

/// SHA-256 of some bytes (FIPS 180-4).
enum SHA256Digest {
    /// The algorithm, looked up once.
    ///
    /// `nonisolated(unsafe)` because no pointer is Sendable: this one is set before anyone can read it, never changed and never
    /// freed, and libcrypto only reads what it points to. Source: EVP_MD_fetch(3), EVP_Digest(3).
    nonisolated(unsafe) private static let algorithm = habari_sha256_algorithm()

    /// The digest's 32 bytes.
    static func of(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            write(of: bytes, to: digest.baseAddress)
            count = 32
        }
    }

    /// The digest's first eight bytes, as a number, the lowest byte first.
    static func first64Bits(of bytes: [UInt8]) -> Int64 {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digest in
            write(of: bytes, to: digest.baseAddress)
            return Int64(littleEndian: UnsafeRawBufferPointer(digest).loadUnaligned(as: Int64.self))
        }
    }

    private static func write(of bytes: [UInt8], to digest: UnsafeMutablePointer<UInt8>?) {
        let isDone = bytes.withUnsafeBytes { habari_digest(algorithm, $0.baseAddress, $0.count, digest) }
        precondition(isDone, "libcrypto has no memory left for a digest")
    }
}
