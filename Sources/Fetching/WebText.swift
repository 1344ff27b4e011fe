extension StringProtocol {
    /// The text as a part of one log line: without line breaks, other control characters and marks that turn the
    /// direction of writing, all of which a server may send; cut at so many characters.
    func oneLine(limit: Int = 200) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: result.append(" ")
            default: result.append(scalar)
            }
            if result.count == limit { break }
        }
        let words = String(result).split(separator: " ")
        return words.joined(separator: " ")
    }
}
