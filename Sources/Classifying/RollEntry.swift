/// One line of a roll: the years of an office and the names of its holder, as in `2013-2017 John Kerry, Kerry`.
///
/// Read byte by byte, for a lexicon has hundreds of them.
struct RollEntry {
    /// The first year in office.
    let firstYear: Int
    /// The last year in office; nil while it lasts.
    let lastYear: Int?
    /// All names, the full one first.
    let names: [String]
    /// The full name's last word that is a name: not `Jr`.
    let lastWord: String

    /// Reads a line; nil where it has no years, no name, or years that run backwards.
    init?(_ line: String) {
        let (space, comma, dash) = (UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: "-"))
        guard let end = line.utf8.firstIndex(of: space) else { return nil }
        let years = line.utf8[..<end].split(separator: dash, omittingEmptySubsequences: false).map { Substring($0) }
        names = line.utf8[end...].split(separator: comma).compactMap { part in
            let words = part.split(separator: space).map { Substring($0) }
            return words.isEmpty ? nil : words.joined(separator: " ")
        }
        guard years.count == 2, let first = Int(years[0]), let full = names.first else { return nil }
        let last = Int(years[1])
        if !years[1].isEmpty { guard let last, last >= first else { return nil } }
        (firstYear, lastYear) = (first, last)
        let words = full.utf8.split(separator: space).map { String(Substring($0)) }
        lastWord = words.last { $0 != "Jr" } ?? full
    }

    /// The surname in small letters, for an id.
    var surname: String { Self.slug(lastWord) }
    /// The full name in small letters, for an id.
    var fullName: String { Self.slug(names.first ?? "") }

    /// The holder under the titles of the office: `Secretary Kerry`.
    func addresses(_ titles: [String]) -> [String] { titles.map { "\($0) \(lastWord)" } }

    /// Small letters, and a hyphen for what is neither letter nor digit.
    private static func slug(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.lowercased().utf8 {
            if byte >= 0x80 || Bytes.isLetter(byte) || (0x30...0x39).contains(byte) {
                bytes.append(byte)
            } else if byte != UInt8(ascii: "'"), byte != UInt8(ascii: "."), let last = bytes.last, last != 0x2d {
                bytes.append(0x2d)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
