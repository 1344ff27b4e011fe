import CCurl
import News

/// What libcurl's own URL parser (`libcurl-url(3)`) makes of an address.
///
/// Decisions about an address are made on the parts that libcurl will act on, never on a reading of our own.
enum URLParts {
    /// The path, percent-decoded; `nil` where it cannot be: `%00`, for example.
    static func path(of url: String) -> String? { get(CURLUPART_PATH, of: url, UInt32(CURLU_URLDECODE)) }

    /// The host as libcurl will look it up: every spelling of an IPv4 address becomes four numbers, an IPv6 address
    /// stands in brackets.
    static func host(of url: String) -> String? { get(CURLUPART_HOST, of: url, 0) }

    /// The scheme in lower case; of any protocol, whether this libcurl speaks it or not.
    static func scheme(of url: String) -> String? { get(CURLUPART_SCHEME, of: url, 0)?.lowercased() }

    /// The address without user name and password, so that neither is stored with a link.
    static func withoutCredentials(_ url: String) -> String {
        guard url.utf8.contains(UInt8(ascii: "@")), let parts = parsed(url) else { return url }
        defer { curl_url_cleanup(parts) }
        curl_url_set(parts, CURLUPART_USER, nil, 0)
        curl_url_set(parts, CURLUPART_PASSWORD, nil, 0)
        return get(CURLUPART_URL, of: parts, 0) ?? url
    }

    /// Where a `Location` leads, seen from the address that gave it; `nil` where it is no address (RFC 3986, section 5).
    ///
    /// Spaces and bytes beyond ASCII are escaped, as browsers do. Credentials in it are the site's own and are dropped.
    static func resolve(_ location: String, base: String) -> String? {
        guard let parts = parsed(base) else { return nil }
        defer { curl_url_cleanup(parts) }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_ALLOW_SPACE)
        guard curl_url_set(parts, CURLUPART_URL, location, flags) == CURLUE_OK else { return nil }
        for part in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_FRAGMENT] { curl_url_set(parts, part, nil, 0) }
        return get(CURLUPART_URL, of: parts, 0)
    }

    /// The user name and password that stand in an address, percent-decoded; `nil` where there are none.
    static func credentials(of url: FeedURL) -> FeedAccess.Credential? {
        guard url.userInfo != nil else { return nil }
        let user = get(CURLUPART_USER, of: url.string, UInt32(CURLU_URLDECODE))
        let password = get(CURLUPART_PASSWORD, of: url.string, UInt32(CURLU_URLDECODE))
        if user == nil && password == nil { return nil }
        return .basic(user: user ?? "", password: Secret(password ?? ""))
    }

    /// The address as it may be sent: path and query in ASCII (RFC 3987, section 3.1), the host left to libcurl.
    static func ascii(_ url: FeedURL) -> String {
        let authority = url.string.utf8.dropFirst(url.scheme.utf8.count + 3).prefix { $0 != UInt8(ascii: "/") }
        let path = url.string[authority.endIndex...]
        guard path.utf8.contains(where: { $0 >= 0x80 }) else { return url.string }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes = Array(url.string.utf8[..<authority.endIndex])
        for byte in path.utf8 {
            if byte < 0x80 {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func parsed(_ url: String) -> OpaquePointer? {
        guard let parts = curl_url() else { return nil }
        if curl_url_set(parts, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK { return parts }
        curl_url_cleanup(parts)
        return nil
    }

    private static func get(_ part: CURLUPart, of url: String, _ flags: UInt32) -> String? {
        guard let parts = parsed(url) else { return nil }
        defer { curl_url_cleanup(parts) }
        return get(part, of: parts, flags)
    }

    private static func get(_ part: CURLUPart, of parts: OpaquePointer, _ flags: UInt32) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parts, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
