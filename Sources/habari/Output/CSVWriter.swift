/// Writes comma-separated values (RFC 4180) that are safe to open in a spreadsheet.
///
/// A cell of text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return would be run as a formula; it gets
/// an apostrophe in front, which spreadsheets take as "this is text". Lines end in CR LF, as the RFC asks.
enum CSVWriter {
    /// One cell of a row.
    enum Cell {
        /// Text from outside.
        case text(String?)
        /// A number, a time or a word of our own: never a formula.
        case plain(String?)
    }

    /// A row, with its end of line.
    static func row(_ cells: [Cell]) -> String {
        cells.map(spelling).joined(separator: ",") + "\r\n"
    }

    /// The row of column names.
    static func header(_ names: [String]) -> String {
        names.joined(separator: ",") + "\r\n"
    }

    private static func spelling(_ cell: Cell) -> String {
        switch cell {
        case .plain(let text): text ?? ""
        case .text(let text): quoted(defused(text ?? ""))
        }
    }

    /// The text without control characters that no spreadsheet shows, and without the power to be a formula.
    private static func defused(_ text: String) -> String {
        let kept = SafeText.isClean(text) ? text : String(String.UnicodeScalarView(text.unicodeScalars.filter(isKept)))
        guard let first = kept.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return kept }
        return "'" + kept
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: true
        case 0..<0x20, 0x7F...0x9F: false
        default: true
        }
    }

    private static func quoted(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
        }
        guard needsQuotes else { return text }
        var result = "\""
        for character in text.unicodeScalars {
            if character == "\"" { result += "\"" }
            result.unicodeScalars.append(character)
        }
        return result + "\""
    }
}
