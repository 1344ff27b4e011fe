import CCrypto

/// SHA-256 of some bytes (FIPS 180-4).
enum SHA256Digest {
    /// The digest's 32 bytes.
    static func of(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            let isDone = bytes.withUnsafeBytes { habari_sha256($0.baseAddress, $0.count, digest.baseAddress) }
            precondition(isDone, "libcrypto has no memory left for a digest")
            count = 32
        }
    }
}
