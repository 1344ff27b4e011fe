import CCurl
import Glibc
import News

/// The header of the response in hand, read line by line as libcurl hands it over.
///
/// A fetch may see several responses: one for each redirect, and `1xx` ones. Each status line begins anew, so
/// that in the end the last one stands; only the list of statuses and the counts go on.
struct ResponseHead {
    /// The largest header that is taken, over all responses of a fetch.
    static let maxBytes = 256 << 10
    /// The largest number of header lines that is taken, over all responses of a fetch.
    static let maxLines = 1000
    /// The longest time that a server can name, in seconds (RFC 9111, section 1.2.2).
    private static let maxSeconds = 1 << 31

    /// What one response says; all of it is forgotten when the next one begins.
    private struct Fields {
        var reasonPhrase = ""
        var etag: String?
        var lastModified: String?
        var contentType: String?
        var location: String?
        var maxAge: Int?
        var isUncacheable = false
        var date: String?
        var expires: String?
        var retryAfter: String?
        /// The lines, in lower case, that may tell who answers in the site's place.
        var marks: [String] = []
    }

    /// The statuses of all responses, `1xx` left out, in the order they came.
    private(set) var statuses: [Int] = []
    private var fields = Fields()
    /// Whether the blank line has come: what follows it, after the body, are trailers.
    private var isComplete = true
    private var bytes = 0
    private var lines = 0

    /// Whether a bound on the header was passed.
    var isTooLarge: Bool { bytes > Self.maxBytes || lines > Self.maxLines }

    /// Takes one line with its line break, as `CURLOPT_HEADERFUNCTION(3)` delivers it.
    mutating func take(_ line: UnsafeRawBufferPointer) {
        bytes += line.count
        lines += 1
        guard !isTooLarge else { return }
        if line.first == 0x20 || line.first == 0x09 { return }  // the rest of a folded field, RFC 9112, section 5.2
        let line = line[...].trimmed
        if isComplete {
            if line.starts(with: "HTTP/".utf8) { begin(statusLine: line.text) }
        } else if line.isEmpty {
            isComplete = true
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            take(line[..<colon].text.lowercased(), line[(colon + 1)...].trimmed)
        }
    }

    private mutating func begin(statusLine: String) {
        let words = statusLine.split(separator: " ", maxSplits: 2)
        isComplete = false
        fields = Fields()
        fields.reasonPhrase = words.count > 2 ? String(words[2]) : ""
        if words.count > 1, let status = Int(words[1]), status >= 200 { statuses.append(status) }
    }

    private mutating func take(_ name: String, _ value: Slice<UnsafeRawBufferPointer>) {
        switch name {
        // Kept only where they can be sent back byte for byte, which bytes that are no UTF-8 cannot.
        case "etag": fields.etag = String(validating: value, as: UTF8.self)
        case "last-modified": fields.lastModified = String(validating: value, as: UTF8.self)
        case "content-type": fields.contentType = value.text
        case "location": fields.location = String(validating: value, as: UTF8.self) ?? value.escaped
        case "date": fields.date = value.text
        case "expires": fields.expires = value.text
        case "retry-after": fields.retryAfter = value.text
        case "cache-control": cacheControl(value.text)
        default:
            if BotWall.isMark(name) { fields.marks.append("\(name): \(value.text.prefix(200).lowercased())") }
        }
    }

    /// RFC 9111, section 5.2.2: directives are tokens, some with a value that may be quoted.
    private mutating func cacheControl(_ value: String) {
        for directive in value.split(separator: ",") {
            let parts = directive.split(separator: "=", maxSplits: 1)
            switch parts[0].trimmed.lowercased() {
            case "max-age" where parts.count == 2:
                fields.maxAge = Self.seconds(parts[1].trimmed.filter { $0 != "\"" }) ?? fields.maxAge
            case "no-cache" where parts.count == 1, "no-store": fields.isUncacheable = true
            default: break
            }
        }
    }

    /// A count of seconds (`delta-seconds`), capped; `nil` if it is not one.
    private static func seconds(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return min(Int(text) ?? maxSeconds, maxSeconds)
    }

    /// The reason phrase of the last response; HTTP/2 has none.
    var reasonPhrase: String { fields.reasonPhrase }

    /// Where the last response redirects to, as the server wrote it.
    var location: String? { fields.location }

    /// The lines of the last response, in lower case, that may tell who answers in the site's place.
    var marks: [String] { fields.marks }

    /// The validators of the last response.
    var validators: Validators { Validators(etag: fields.etag, lastModified: fields.lastModified) }

    /// What the last response says about when to come back.
    ///
    /// `CURLINFO_RETRY_AFTER` is not used: it lives on from one response to the next, takes `20300101` seconds for a
    /// date, and is cut at six hours by newer releases.
    var hints: ServerHints { ServerHints(maxAge: freshness, retryAfter: retryAfter) }

    /// RFC 9111, section 4.2.1: max-age wins over Expires less Date.
    private var freshness: Duration? {
        if fields.isUncacheable { return nil }
        if let maxAge = fields.maxAge { return .seconds(maxAge) }
        guard let expires = fields.expires, let date = fields.date else { return nil }
        return Self.span(from: curl_getdate(date, nil), to: curl_getdate(expires, nil))
    }

    /// RFC 9110, section 10.2.3; a date is read by the server's own clock, where it shows it.
    private var retryAfter: Duration? {
        guard let text = fields.retryAfter else { return nil }
        if let seconds = Self.seconds(text) { return seconds > 0 ? .seconds(seconds) : nil }
        let date = fields.date.map { curl_getdate($0, nil) } ?? -1
        return Self.span(from: date >= 0 ? date : time(nil), to: curl_getdate(text, nil))
    }

    /// The time from one instant to a later one; `nil` if it is not later, or if one could not be read (-1).
    private static func span(from start: Int, to end: Int) -> Duration? {
        start >= 0 && end > start ? .seconds(min(end - start, maxSeconds)) : nil
    }

    /// The media type of the last response, in lower case, without parameters.
    var mediaType: String? {
        fields.contentType?.split(separator: ";", omittingEmptySubsequences: false).first
            .flatMap { Self.token($0.trimmed) }
    }

    /// The `charset` parameter of the last response's media type, in lower case (RFC 9110, section 8.3.2).
    var charset: String? {
        for parameter in fields.contentType?.split(separator: ";", omittingEmptySubsequences: false).dropFirst() ?? [] {
            let parts = parameter.split(separator: "=", maxSplits: 1)
            if parts.count == 2, parts[0].trimmed.lowercased() == "charset" {
                return Self.token(parts[1].filter { $0 != "\"" && $0 != "'" }.trimmed)
            }
        }
        return nil
    }

    /// A name in lower case; `nil` if it is empty, or is more than visible ASCII.
    private static func token(_ text: Substring) -> String? {
        text.isEmpty || !text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? nil : text.lowercased()
    }

    /// Whether the last response was led to by redirects alone that are meant to last (301, 308).
    var movedForGood: Bool {
        let redirects = statuses.dropLast()
        return !redirects.isEmpty && redirects.allSatisfy { $0 == 301 || $0 == 308 }
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// The bytes as text; what is not UTF-8 is repaired, because RFC 9110 leaves bytes beyond ASCII opaque.
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }

    /// The bytes as an address in ASCII: those beyond it percent-encoded, whatever they mean to the server.
    fileprivate var escaped: String {
        map { $0 < 0x80 ? String(UnicodeScalar($0)) : "%" + String($0, radix: 16, uppercase: true) }.joined()
    }

    /// The bytes without spaces, tabs and line breaks at either end.
    fileprivate var trimmed: Self {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }
}

extension StringProtocol {
    /// The text without spaces and tabs at either end.
    fileprivate var trimmed: Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return Substring(self[first...last])
    }
}
