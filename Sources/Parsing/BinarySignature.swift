/// Tells what a document is that is neither XML nor JSON nor text, by its first bytes.
enum BinarySignature {
    /// A name for a person; `nil` where the bytes give nothing away.
    static func name(of bytes: [UInt8]) -> String? {
        signatures.first { bytes.starts(with: $0.start) }?.name
    }

    private static let signatures: [(start: [UInt8], name: String)] = [
        ([0x1F, 0x8B], "gzip-compressed data"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd-compressed data"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz-compressed data"), (Array("BZh".utf8), "bzip2-compressed data"),
        (Array("PK\u{03}\u{04}".utf8), "a ZIP archive"), (Array("%PDF-".utf8), "a PDF document"),
        ([0x89, 0x50, 0x4E, 0x47], "a PNG image"), ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        (Array("GIF8".utf8), "a GIF image"), (Array("ID3".utf8), "an MP3 file"),
        (Array("SQLite format 3".utf8), "a database"),
    ]
}
