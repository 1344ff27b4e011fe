/// Checks the addresses that a configuration may hold, as far as that can be done without a network.
enum WebAddress {
    /// Whether a text may stand in the User-Agent as the address to complain to.
    ///
    /// Only printable ASCII without spaces and parentheses: the address becomes part of a header's comment
    /// (RFC 9110, section 5.6.5).
    static func isContact(_ text: String) -> Bool {
        guard isPlain(text), !text.contains("("), !text.contains(")"),
            let (scheme, rest) = split(text, at: ":")
        else { return false }
        switch scheme {
        case "mailto":
            let parts = rest.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
        case "http", "https":
            return rest.hasPrefix("//") && rest.dropFirst(2).first.map { $0 != "/" } ?? false
        default:
            return false
        }
    }

    /// Whether a text names a proxy, or is empty for none; the schemes are those of `CURLOPT_PROXY`.
    static func isProxy(_ text: String) -> Bool {
        if text.isEmpty { return true }
        guard isPlain(text) else { return false }
        guard let (scheme, rest) = split(text, at: "://") else { return !text.hasPrefix("/") }
        let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]
        return schemes.contains(scheme) && !rest.isEmpty && !rest.hasPrefix("/")
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    private static func split(_ text: String, at mark: String) -> (scheme: String, rest: Substring)? {
        var end = text.startIndex
        while end < text.endIndex, !text[end...].hasPrefix(mark) { end = text.index(after: end) }
        guard end < text.endIndex else { return nil }
        return (text[..<end].lowercased(), text[end...].dropFirst(mark.count))
    }
}
