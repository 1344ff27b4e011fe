import News

/// A Markdown list of the items (CommonMark), for a note or a report.
struct MarkdownItems: ItemWriter {
    private let output: Output

    /// A list on an output.
    init(output: Output) { self.output = output }

    mutating func write(_ item: Item) throws {
        let title = Self.escaped(SafeText.line(item.headline))
        let link = item.url.flatMap(Self.target).map { "[\(title)](<\($0)>)" } ?? title
        let topics = item.topics.isEmpty ? "" : "; " + item.topics.map(\.rawValue).joined(separator: ", ")
        let feed = Self.escaped(SafeText.line(item.feedTitle))
        try output.line("- \(link). \(feed), \(item.time.minute) UTC\(Self.escaped(topics))")
    }

    mutating func end() {}

    /// An address that a link may lead to: of the web, and without what would end the link.
    private static func target(_ url: String) -> String? {
        guard url.lowercased().hasPrefix("http://") || url.lowercased().hasPrefix("https://") else { return nil }
        return SafeText.line(url).reduce(into: "") { result, character in
            switch character {
            case "<": result += "%3C"
            case ">": result += "%3E"
            case " ": result += "%20"
            case "\\": result += "%5C"
            default: result.append(character)
            }
        }
    }

    /// The text with every character escaped that Markdown gives a meaning to.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if "\\`*_[]<>#|~&!".contains(character) { result.append("\\") }
            result.append(character)
        }
    }

}

/// The items as BibTeX entries, to be cited.
struct BibTeXItems: ItemWriter {
    private let output: Output
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Entries on an output.
    init(output: Output) { self.output = output }

    mutating func write(_ item: Item) throws {
        var fields = ["  title = {{\(Self.escaped(item.headline))}}"]
        if let author = item.author, !author.isEmpty {
            // The names come joined by commas, which BibTeX would take for the border of a surname.
            let names = author.split(separator: ",").map { "{\(Self.escaped(String($0.drop { $0 == " " })))}" }
            fields.append("  author = {\(names.joined(separator: " and "))}")
        }
        fields.append("  organization = {{\(Self.escaped(item.feedTitle))}}")
        fields += Self.date(item.time.rfc3339)
        if let url = item.url { fields.append("  url = {\(Self.address(url))}") }
        if !item.topics.isEmpty {
            fields.append("  keywords = {\(Self.escaped(item.topics.map(\.rawValue).joined(separator: ", ")))}")
        }
        fields.append("  note = {Habari item \(item.id), revision \(item.revision)}")
        try output.write("@misc{habari\(item.id),\n" + fields.joined(separator: ",\n") + "\n}\n\n")
    }

    mutating func end() {}

    private static func date(_ time: String) -> [String] {
        let parts = time.prefix(10).split(separator: "-")
        guard parts.count == 3, let month = Int(parts[1]), months.indices.contains(month - 1) else { return [] }
        return ["  year = {\(parts[0])}", "  month = \(months[month - 1])", "  day = {\(parts[2])}"]
    }

    private static func address(_ url: String) -> String {
        SafeText.line(url).reduce(into: "") { result, character in
            switch character {
            case "{": result += "%7B"
            case "}": result += "%7D"
            case "\\": result += "%5C"
            case " ": result += "%20"
            default: result.append(character)
            }
        }
    }

    /// The text with the characters escaped that TeX gives a meaning to.
    static func escaped(_ text: String) -> String {
        SafeText.line(text).reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\textbackslash{}"
            case "~": result += "\\textasciitilde{}"
            case "^": result += "\\textasciicircum{}"
            case "{", "}", "$", "&", "#", "_", "%": result += "\\\(character)"
            default: result.append(character)
            }
        }
    }
}
