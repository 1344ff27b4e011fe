/// The form of an address that is fit to be shown: in a log, a list, an error or an export.
///
/// The rule:
/// 1. A user name and password before the host become `***@`; the name as well, because tokens are often given in
///    its place.
/// 2. The value of a query parameter becomes `***` where the parameter's name says that it is a secret: where one of
///    the words of the name is `token`, `secret`, `password`, `passwd`, `pwd`, `passphrase`, `apikey`, `signature`,
///    `sig`, `credential` or `jwt`; or is `key`, `auth`, `hash`, `session`, `sid` or `code` and the value has eight
///    characters or more, a digit among them.
/// 3. Everything else stays: host, path and the other parameters still say which feed is meant. A secret that is part
///    of the path cannot be told from a name and stays too.
public enum ShownAddress {
    /// What stands in place of a secret.
    public static let mask = "***"

    /// The form of an absolute address that is fit to be shown.
    public static func of(_ address: String) -> String {
        let bytes = address.utf8
        guard bytes.contains(UInt8(ascii: "@")) || bytes.contains(UInt8(ascii: "=")) else { return address }
        let fragment = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
        let question = bytes[..<fragment].firstIndex(of: UInt8(ascii: "?")) ?? fragment
        let query = question < fragment ? "?" + maskingQuery(address[bytes.index(after: question)..<fragment]) : ""
        return maskingUser(address[..<question]) + query + address[fragment...]
    }

    /// The form of a text that was meant as an address and is none, of which nobody knows where the host begins:
    /// everything before the last `@` is hidden.
    public static func ofMistyped(_ text: String) -> String {
        guard FeedURL(text) == nil, let end = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return of(text) }
        let scheme = text.firstRange(of: "//").map { text[..<min($0.upperBound, end)] } ?? ""
        return of(scheme + mask + text[end...])
    }

    private static func maskingUser(_ text: Substring) -> String {
        guard let start = text.firstRange(of: "//")?.upperBound else { return String(text) }
        let authority = text[start...].utf8.prefix { $0 != UInt8(ascii: "/") }
        guard let end = authority.lastIndex(of: UInt8(ascii: "@")) else { return String(text) }
        return text[..<start] + mask + text[end...]
    }

    private static func maskingQuery(_ query: Substring) -> String {
        var result = ""
        for part in query.split(separator: "&", omittingEmptySubsequences: false) {
            if !result.isEmpty || part.startIndex != query.startIndex { result += "&" }
            guard let equals = part.utf8.firstIndex(of: UInt8(ascii: "=")) else {
                result += part
                continue
            }
            let value = part[part.utf8.index(after: equals)...]
            result += part[...equals] + (isSecret(part[..<equals], value) ? mask[...] : value)
        }
        return result
    }

    private static let names: Set<String> = [
        "token", "secret", "password", "passwd", "pwd", "passphrase", "apikey", "signature", "sig", "credential",
        "credentials", "jwt", "accesstoken", "authtoken",
    ]
    private static let doubtfulNames: Set<String> = ["key", "auth", "hash", "session", "sid", "code"]

    private static func isSecret(_ name: Substring, _ value: Substring) -> Bool {
        guard !value.isEmpty else { return false }
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        if words.contains(where: names.contains) { return true }
        return words.contains(where: doubtfulNames.contains) && value.utf8.count >= 8
            && value.utf8.contains { (0x30...0x39).contains($0) }
    }
}

/// A text that is shown nowhere: what is printed, logged or dumped of it is `***`.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for the one who sends it.
    public let text: String

    /// Keeps a text to itself.
    public init(_ text: String) { self.text = text }

    /// The mask.
    public var description: String { ShownAddress.mask }
    /// The mask.
    public var debugDescription: String { ShownAddress.mask }
    /// A mirror in which there is nothing to see.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
