/// Finds the name in what feeds write about a person.
enum PersonName {
    /// The name in `jane@example.org (Jane Doe)`, `Jane Doe <jane@example.org>` or plain text; where there is nothing
    /// but an address, the address.
    static func name(in text: String) -> String? {
        let text = text.trimmingSpace()
        guard !text.isEmpty else { return nil }
        guard text.utf8.contains(UInt8(ascii: "@")), let at = text.firstIndex(of: "@") else {
            return text.trimmingQuotes()
        }
        // "jane@example.org (Jane Doe), joe@example.org (Joe Doe)"
        let people = text.split { $0 == "," || $0 == ";" }
        if people.count > 1, people.allSatisfy({ $0.contains("@") }) {
            return people.compactMap { name(in: String($0)) }.joined(separator: ", ")
        }
        if let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close, at < open {
            let inside = String(text[text.index(after: open)..<close]).trimmingSpace()
            let before = String(text[..<open]).trimmingSpace()
            if !inside.isEmpty { return inside }
            return before.isEmpty ? nil : before
        }
        if let open = text.firstIndex(where: { $0 == "<" || $0 == "(" }), open < at {
            let before = String(text[..<open]).trimmingSpace().trimmingQuotes()
            if !before.isEmpty { return before }
            return String(text[text.index(after: open)...].prefix { $0 != ">" && $0 != ")" }).trimmingSpace()
        }
        // "jane@example.org Jane Doe", "Jane Doe jane@example.org"
        let words = text.split(separator: " ").filter { !$0.contains("@") }
        let rest = words.joined(separator: " ").trimmingSpace()
        if rest.isEmpty { return text.hasPrefix("mailto:") ? String(text.dropFirst(7)) : text }
        return text.split(separator: " ").count(where: { $0.contains("@") }) == 1 ? rest.trimmingQuotes() : text
    }

    /// Whether a name is nothing but an address.
    static func isAddress(_ name: String) -> Bool {
        name.utf8.contains(UInt8(ascii: "@")) && !name.utf8.contains(UInt8(ascii: " "))
    }
}

extension String {
    /// The text without white space at either end.
    func trimmingSpace() -> String {
        // Most texts have none, and the property of a character is slow to look up.
        if let first = utf8.first, let last = utf8.last, first.isPrintableASCII, last.isPrintableASCII { return self }
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    fileprivate func trimmingQuotes() -> String {
        guard count >= 2, first == "\"", last == "\"" else { return self }
        return String(dropFirst().dropLast()).trimmingSpace()
    }
}
