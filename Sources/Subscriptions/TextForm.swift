/// How a document's bytes carry its text, so that it can be edited as ASCII-compatible bytes and go back unchanged.
enum TextForm {
    /// The bytes are ASCII below 0x80, whatever they are above.
    case ascii
    /// UTF-16 with a byte order mark, which belongs to the bytes of the file.
    case utf16(bigEndian: Bool)

    /// The bytes to scan and edit, with their form; UTF-16 becomes UTF-8 if that can be undone byte for byte.
    static func editable(_ file: [UInt8]) -> (text: [UInt8], form: TextForm) {
        let bigEndian = file.starts(with: [0xFE, 0xFF])
        guard file.count % 2 == 0, bigEndian || file.starts(with: [0xFF, 0xFE]) else { return (file, .ascii) }
        let units = stride(from: 0, to: file.count, by: 2).map { place in
            let (first, second) = (UInt16(file[place]), UInt16(file[place + 1]))
            return bigEndian ? first << 8 | second : second << 8 | first
        }
        let text = Array(String(decoding: units, as: UTF16.self).utf8)
        let form = TextForm.utf16(bigEndian: bigEndian)
        return form.file(text) == file ? (text, form) : (file, .ascii)
    }

    /// The bytes of the file that carry an edited text.
    func file(_ text: [UInt8]) -> [UInt8] {
        guard case .utf16(let bigEndian) = self else { return text }
        return String(decoding: text, as: UTF8.self).utf16.flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return bigEndian ? [high, low] : [low, high]
        }
    }
}
