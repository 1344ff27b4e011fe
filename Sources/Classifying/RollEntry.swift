/// One line of a roll: the years of an office and the names of its holder, as in `2013-2017 John Kerry, Kerry`.
struct RollEntry {
    /// The first year in office.
    let firstYear: Int
    /// The last year in office; nil while it lasts.
    let lastYear: Int?
    /// All names, the full one first.
    let names: [String]

    /// Reads a line; nil where it has no years, no name, or years that run backwards.
    init?(_ line: String) {
        guard let space = line.firstIndex(of: " ") else { return nil }
        let years = line[..<space].split(separator: "-", omittingEmptySubsequences: false)
        let names = line[space...].split(separator: ",").map { Self.trimmed($0) }.filter { !$0.isEmpty }
        guard years.count == 2, let first = Int(years[0]), let full = names.first, !full.isEmpty else { return nil }
        let last = Int(years[1])
        if !years[1].isEmpty { guard let last, last >= first else { return nil } }
        (firstYear, lastYear, self.names) = (first, last, names)
    }

    /// The full name's last word that is a name: not `Jr`.
    private var lastWord: String {
        let words = (names.first ?? "").split(separator: " ")
        return String(words.last { $0 != "Jr" && $0 != "Jr." } ?? "")
    }

    /// The surname in small letters of ASCII, for an id.
    var surname: String { Self.slug(lastWord) }
    /// The full name in small letters of ASCII, for an id.
    var fullName: String { Self.slug(names.first ?? "") }

    /// The holder under the titles of the office: `Secretary Kerry`.
    func addresses(_ titles: [String]) -> [String] { titles.map { "\($0) \(lastWord)" } }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private static func slug(_ text: String) -> String {
        let words = PhraseCompiler.tokens(in: text).map { token in
            text.utf8.dropFirst(Int(token.start)).prefix(Int(token.end - token.start))
        }
        return words.map { String(decoding: $0, as: UTF8.self).lowercased() }.joined(separator: "-")
    }
}
