/// The address of a feed, checked once and compared as text ever after.
///
/// Accepted are absolute `http`, `https` and `file` addresses without white space or control characters;
/// whether `file` may be fetched is the fetcher's decision. The scheme and the host are lowercased, the
/// default port and the fragment are dropped, and an empty path becomes `/` (RFC 3986, section 6.2.2 and
/// 6.2.3), so that two spellings of one address are one subscription. Nothing else is touched: paths and
/// queries belong to the server.
public struct FeedURL: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The normalised address.
    public let string: String

    /// The lowercased scheme: `http`, `https` or `file`.
    public let scheme: String

    /// The lowercased host, without port or credentials, an IPv6 address in its brackets; empty for `file`.
    public let host: String

    /// Checks and normalises an address; `nil` if it is not one a feed can have.
    public init?(_ text: some StringProtocol) {
        // All cuts are made between bytes: a combining mark behind a slash makes one character of the two, and
        // libcurl would see a host that ends elsewhere.
        let bytes = text.trimmingASCIIWhitespace().utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8),
            Substring(bytes).unicodeScalars.allSatisfy(\.canStandInAddress)
        else { return nil }
        scheme = Substring(bytes[..<colon]).lowercased()
        let rest = bytes[bytes.index(colon, offsetBy: 3)...].prefix { $0 != UInt8(ascii: "#") }
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        let tail = Substring(rest[authority.endIndex...])
        let hasPath = tail.utf8.first == UInt8(ascii: "/")
        switch scheme {
        case "file":
            guard authority.isEmpty || Substring(authority).lowercased() == "localhost", hasPath else { return nil }
            host = ""
            string = "file://" + tail
        case "http", "https":
            guard let parts = Authority(authority, defaultPort: scheme == "http" ? 80 : 443) else { return nil }
            host = parts.host
            string = scheme + "://" + parts.spelling + (hasPath ? "" : "/") + tail
        default:
            return nil
        }
    }

    /// The address in the form that is fit to be shown: without credentials, by the rule of ``ShownAddress``.
    ///
    /// Whoever puts an address in words shows no secret; who asks, stores or compares takes ``string``.
    public var description: String { ShownAddress.of(string) }

    /// Scheme, host and port: what credentials are given for (RFC 6454).
    ///
    /// The same text is the same origin.
    public var origin: String { scheme + "://" + spelledAuthority.drop(through: UInt8(ascii: "@")) }

    /// The user name and password that stand in the address, as they stand there; `nil` for none.
    public var userInfo: String? {
        let authority = spelledAuthority
        return authority.utf8.lastIndex(of: UInt8(ascii: "@")).map { String(authority[..<$0]) }
    }

    /// The path and what follows it.
    public var pathAndQuery: String {
        String(string.utf8.dropFirst(scheme.utf8.count + 3).drop { $0 != UInt8(ascii: "/") }) ?? ""
    }

    /// The address with other credentials in it, or without any.
    public func with(userInfo: String?) -> FeedURL {
        if scheme == "file" { return self }
        let user = userInfo.map { $0 + "@" } ?? ""
        return FeedURL(scheme + "://" + user + origin.dropFirst(scheme.utf8.count + 3) + pathAndQuery) ?? self
    }

    /// What stands between the slashes and the path.
    private var spelledAuthority: Substring {
        Substring(string.utf8.dropFirst(scheme.utf8.count + 3).prefix { $0 != UInt8(ascii: "/") })
    }

    /// Addresses sort as text.
    public static func < (left: FeedURL, right: FeedURL) -> Bool { left.string < right.string }
}

/// The `userinfo@host:port` part of an address (RFC 3986, section 3.2).
private struct Authority {
    let host: String
    let spelling: String

    init?(_ text: Substring.UTF8View, defaultPort: Int) {
        let hostStart = text.lastIndex(of: UInt8(ascii: "@")).map { text.index(after: $0) } ?? text.startIndex
        let hostAndPort = text[hostStart...]
        let hostEnd: Substring.Index
        if hostAndPort.first == UInt8(ascii: "[") {
            guard let bracket = hostAndPort.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            hostEnd = hostAndPort.index(after: bracket)
            guard Self.isIPv6(hostAndPort[..<hostEnd].dropFirst().dropLast()) else { return nil }
        } else {
            hostEnd = hostAndPort.firstIndex(of: UInt8(ascii: ":")) ?? hostAndPort.endIndex
            guard Self.isName(hostAndPort[..<hostEnd]) else { return nil }
        }
        guard let port = Self.port(hostAndPort[hostEnd...], default: defaultPort) else { return nil }
        host = Substring(hostAndPort[..<hostEnd]).lowercased()
        spelling = Substring(text[..<hostStart]) + host + port
    }

    /// Whether the text can be a host name or an IPv4 address: what URLs use to part their pieces is not in it.
    private static func isName(_ text: Substring.UTF8View) -> Bool {
        !text.isEmpty && text.allSatisfy(canStandInHost)
    }

    /// Whether the byte is none of RFC 3986's delimiters, and none that libcurl refuses beyond them.
    private static func canStandInHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "~")
        }
    }

    /// Whether the text between the brackets has the letters of an IPv6 address, a zone allowed.
    private static func isIPv6(_ text: Substring.UTF8View) -> Bool {
        let address = text.prefix { $0 != UInt8(ascii: "%") }
        let zone = text[address.endIndex...]
        let letters = Set("0123456789abcdefABCDEF:.".utf8)
        return address.contains(UInt8(ascii: ":")) && address.allSatisfy(letters.contains)
            && zone.dropFirst().allSatisfy(canStandInHost) && zone.count != 1
    }

    /// The port with its colon, empty if it is the scheme's own; `nil` if the text is neither a port nor nothing.
    private static func port(_ text: Substring.UTF8View, default standard: Int) -> String? {
        guard text.count > 1 else { return text.isEmpty || text.first == UInt8(ascii: ":") ? "" : nil }
        let digits = text.dropFirst()
        guard text.first == UInt8(ascii: ":"), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt16(Substring(digits)), number > 0
        else { return nil }
        return Int(number) == standard ? "" : ":\(number)"
    }
}

extension Substring {
    /// What follows the last such byte; the whole where there is none.
    fileprivate func drop(through byte: UInt8) -> Substring {
        utf8.lastIndex(of: byte).map { self[utf8.index(after: $0)...] } ?? self
    }
}

extension Unicode.Scalar {
    /// Whether an address may hold the character: no white space, no control character, no backslash, which some
    /// take for a slash.
    fileprivate var canStandInAddress: Bool {
        if value < 0x80 { return value > 0x20 && value != 0x7F && self != "\\" }
        return !properties.isWhitespace && properties.generalCategory != .control
    }
}

extension StringProtocol {
    /// The text without ASCII white space at either end.
    func trimmingASCIIWhitespace() -> Substring {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let text = Substring(self)
        guard let first = text.utf8.firstIndex(where: { !isSpace($0) }),
            let last = text.utf8.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return Substring(text.utf8[first...last])
    }
}
