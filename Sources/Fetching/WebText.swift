extension StringProtocol {
    /// The text as a part of one log line: without line breaks, other control characters and marks that turn the
    /// direction of writing, all of which a server may send; cut at so many characters.
    func oneLine(limit: Int = 200) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars.prefix(limit) { result.append(scalar.standsInLine ? scalar : " ") }
        let words = String(result).split(separator: " ")
        return words.joined(separator: " ")
    }
}

extension Unicode.Scalar {
    fileprivate var standsInLine: Bool {
        if isASCII { return value >= 0x20 && value != 0x7F }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
