/// How the feeds below one address want to be asked: who asks, with which credentials, with which other headers.
///
/// It holds for the addresses that ``covers(_:)`` names. What it says goes to the scheme, host and port it was given
/// for, and nowhere else.
public struct FeedAccess: Hashable, Sendable {
    /// Who is asking.
    public enum Credential: Hashable, Sendable {
        /// A user name and a password (RFC 7617).
        case basic(user: String, password: Secret)
        /// A token (RFC 6750).
        case bearer(Secret)
    }

    /// A line of the request's header.
    public struct Header: Hashable, Sendable {
        /// The field's name: a token (RFC 9110, section 5.1).
        public let name: String
        /// The field's value, in one line.
        public let value: Secret

        /// Checks name and value; `nil` where one of them could end the line, or is none at all.
        public init?(name: String, value: String) {
            let marks = Set("!#$%&'*+-.^_`|~".utf8)
            let isToken = name.utf8.allSatisfy { byte in
                marks.contains(byte) || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte)
            }
            guard !name.isEmpty, isToken, !value.isEmpty, value.isOneLine else { return nil }
            self.name = name
            self.value = Secret(value)
        }

        /// Whether the field is the fetcher's own: it says what the connection needs, or what is known of the feed.
        public var isReserved: Bool {
            let name = name.lowercased()
            return name.hasPrefix("proxy-") || Self.reserved.contains(name)
        }

        private static let reserved: Set<String> = [
            "accept-encoding", "connection", "content-encoding", "content-length", "expect", "host", "if-match",
            "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "keep-alive", "range", "te",
            "trailer", "transfer-encoding", "upgrade", "user-agent",
        ]
    }

    /// The address at and below which it holds.
    public var url: FeedURL
    /// The `User-Agent` to send in place of the usual one; `nil` for the usual one.
    public var userAgent: String?
    /// The credentials; `nil` for none.
    public var credential: Credential?
    /// Other header lines.
    public var headers: [Header]

    /// Says how feeds below an address are asked.
    public init(url: FeedURL, userAgent: String? = nil, credential: Credential? = nil, headers: [Header] = []) {
        self.url = url
        self.userAgent = userAgent
        self.credential = credential
        self.headers = headers
    }

    /// Whether it holds for an address: one of the same scheme, host and port, whose path begins with this path and
    /// goes on, if at all, where a segment ends; a query asks for the very same address.
    public func covers(_ other: FeedURL) -> Bool {
        guard url.origin == other.origin, other.scheme != "file" else { return false }
        let (mine, theirs) = (url.pathAndQuery, other.pathAndQuery)
        if mine.utf8.contains(UInt8(ascii: "?")) { return mine == theirs }
        guard theirs.utf8.starts(with: mine.utf8) else { return false }
        guard mine.utf8.last != UInt8(ascii: "/"), let next = theirs.utf8.dropFirst(mine.utf8.count).first else {
            return true
        }
        return next == UInt8(ascii: "/") || next == UInt8(ascii: "?")
    }
}

extension Sequence<FeedAccess> {
    /// Of those that hold for an address the one whose own is the longest; `nil` where none does.
    public func access(for url: FeedURL) -> FeedAccess? {
        filter { $0.covers(url) }.max { $0.url.pathAndQuery.utf8.count < $1.url.pathAndQuery.utf8.count }
    }
}

extension StringProtocol {
    /// Whether the text can stand in one header line: no control character but a tab in it.
    public var isOneLine: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }
}
