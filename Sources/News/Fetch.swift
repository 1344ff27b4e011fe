/// The opaque strings that make the next request conditional (RFC 9110, section 8.8).
///
/// They are sent back byte for byte. A value with a line break or another control character in it is never kept,
/// because it would be sent as a header of its own.
public struct Validators: Hashable, Sendable {
    /// The `ETag` field, quotes and weakness marker included.
    public var etag: String? { didSet { etag = Self.clean(etag) } }
    /// The `Last-Modified` field, as the server spelled it.
    public var lastModified: String? { didSet { lastModified = Self.clean(lastModified) } }

    /// Keeps the two fields, dropping any that holds a control character.
    public init(etag: String? = nil, lastModified: String? = nil) {
        self.etag = Self.clean(etag)
        self.lastModified = Self.clean(lastModified)
    }

    private static func clean(_ value: String?) -> String? {
        guard let value, !value.isEmpty, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            return nil
        }
        return value
    }

    /// No validator at all: the request is unconditional.
    public static let none = Validators()

    /// Whether neither field is set.
    public var isEmpty: Bool { etag == nil && lastModified == nil }
}

/// The bounds that one fetch never leaves.
public struct FetchLimits: Hashable, Sendable {
    /// The time for the whole fetch, redirects included.
    public var timeout: Duration
    /// The time to reach the server, name resolution and TLS included.
    public var connectTimeout: Duration
    /// The largest body kept, in bytes after decompression.
    public var maxBytes: Int
    /// How many redirects are followed.
    public var maxRedirects: Int
    /// Whether addresses in private, loopback and link-local networks may be reached.
    public var allowPrivateNetworks: Bool
    /// Whether `file:` addresses may be read.
    public var allowFileURLs: Bool

    /// The defaults of `habari.toml`.
    public init(
        timeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(10), maxBytes: Int = 10 << 20,
        maxRedirects: Int = 5, allowPrivateNetworks: Bool = false, allowFileURLs: Bool = false
    ) {
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.maxBytes = maxBytes
        self.maxRedirects = maxRedirects
        self.allowPrivateNetworks = allowPrivateNetworks
        self.allowFileURLs = allowFileURLs
    }
}

/// What to fetch, and what is already known of it.
public struct FetchRequest: Hashable, Sendable {
    /// The feed's address.
    public var url: FeedURL
    /// What the last answer said; ``Validators/none`` asks unconditionally.
    public var validators: Validators

    /// Makes a request.
    public init(url: FeedURL, validators: Validators = .none) {
        self.url = url
        self.validators = validators
    }
}

/// What a server said about when to come back, in any answer.
public struct ServerHints: Hashable, Sendable {
    /// `Cache-Control: max-age`, or `Expires` less `Date` (RFC 9111, section 4.2.1).
    public var maxAge: Duration?
    /// `Retry-After`, as seconds or as a date (RFC 9110, section 10.2.3).
    public var retryAfter: Duration?

    /// Makes hints from their parts.
    public init(maxAge: Duration? = nil, retryAfter: Duration? = nil) {
        self.maxAge = maxAge
        self.retryAfter = retryAfter
    }
}

/// The bytes of one answer, and what its headers said of them.
public struct Document: Sendable {
    /// The body after transfer and content decoding, at most ``FetchLimits/maxBytes``.
    public var bytes: [UInt8]
    /// Where the body came from, after redirects: the base of its relative links.
    public var url: String
    /// The media type without parameters, in lower case, where the server named one.
    public var mediaType: String?
    /// The `charset` parameter, in lower case, where the server named one.
    public var charset: String?
    /// The address that was asked, where a redirect led from it to ``url``.
    public var redirectedFrom: FeedURL?

    /// Makes a document from bytes at hand.
    public init(
        bytes: [UInt8], url: String, mediaType: String? = nil, charset: String? = nil, redirectedFrom: FeedURL? = nil
    ) {
        self.bytes = bytes
        self.url = url
        self.mediaType = mediaType
        self.charset = charset
        self.redirectedFrom = redirectedFrom
    }
}

/// The parts of an answer that are not its body.
public struct FetchSummary: Hashable, Sendable {
    /// The HTTP status of the last response; 0 for a `file:` address.
    public var status: Int
    /// The validators of this answer, to be sent next time.
    public var validators: Validators
    /// When the server would like to be asked again.
    public var hints: ServerHints
    /// Where every redirect that led here was permanent (301, 308), the address they led to.
    public var movedTo: FeedURL?
    /// The host that gave the last answer, after redirects: the one that `Retry-After` speaks for; `nil` for a file.
    public var host: String?
    /// The bytes that came over the wire, headers excluded.
    public var bytesOnWire: Int
    /// How long the fetch took.
    public var duration: Duration

    /// Makes a summary from its parts.
    public init(
        status: Int, validators: Validators = .none, hints: ServerHints = ServerHints(), movedTo: FeedURL? = nil,
        host: String? = nil, bytesOnWire: Int = 0, duration: Duration = .zero
    ) {
        self.status = status
        self.validators = validators
        self.hints = hints
        self.movedTo = movedTo
        self.host = host
        self.bytesOnWire = bytesOnWire
        self.duration = duration
    }
}

/// Why a fetch brought nothing, in terms a scheduler and a person can act on.
public struct FetchFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure that are treated differently.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The name did not resolve, or nothing answered there.
        case unreachable
        /// A time limit was passed.
        case timeout
        /// The TLS handshake or the certificate was not good.
        case tls
        /// The answer broke off or broke the protocol.
        case protocolError = "protocol"
        /// A bound on bytes, headers or redirects was passed.
        case tooLarge = "too-large"
        /// More redirects than allowed, a loop, or one to where we do not go.
        case redirect
        /// A private network or a scheme that the configuration forbids.
        case forbidden
        /// The server answered with an error status.
        case status
        /// 410: the feed has ended.
        case gone
        /// The answer was no feed.
        case notFeed = "not-a-feed"
    }

    /// The kind, for the scheduler.
    public var kind: Kind
    /// One clause for a person: what happened, with the number or name that matters.
    public var reason: String
    /// The HTTP status, where there was one.
    public var status: Int?
    /// When the server would like to be asked again.
    public var hints: ServerHints

    /// Makes a failure from its parts.
    public init(kind: Kind, reason: String, status: Int? = nil, hints: ServerHints = ServerHints()) {
        self.kind = kind
        self.reason = reason
        self.status = status
        self.hints = hints
    }

    /// The reason.
    public var description: String { reason }
}

/// What came of a fetch.
public enum FetchReply: Sendable {
    /// A body to parse.
    case fresh(Document, FetchSummary)
    /// 304: nothing has changed since the validators were given.
    case unchanged(FetchSummary)
    /// Nothing usable, and why.
    case failed(FetchFailure, FetchSummary?)
}
