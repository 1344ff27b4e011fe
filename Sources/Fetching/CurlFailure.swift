import CCurl
import News

extension FetchFailure {
    /// Puts a libcurl error (`libcurl-errors(3)`) in terms that a scheduler and a person can act on.
    ///
    /// - Parameters:
    ///   - number: the raw value of the `CURLcode` that the transfer ended with; not `CURLE_OK`.
    ///   - detail: the text of the error buffer; empty where libcurl wrote none.
    init(curl number: UInt32, detail: String) {
        let code = CURLcode(rawValue: number)
        let kind: Kind =
            switch code {
            case CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
                CURLE_FILE_COULDNT_READ_FILE, CURLE_INTERFACE_FAILED, CURLE_PROXY, CURLE_QUIC_CONNECT_ERROR:
                .unreachable
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE,
                CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT,
                CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
                CURLE_SSL_SHUTDOWN_FAILED, CURLE_USE_SSL_FAILED:
                .tls
            case CURLE_TOO_MANY_REDIRECTS: .redirect
            case CURLE_FILESIZE_EXCEEDED, CURLcode(rawValue: 100): .tooLarge  // 100: CURLE_TOO_LARGE, since 8.6
            // Garbage in place of a status line is "unsupported protocol" (HTTP/0.9) to libcurl.
            default: .protocolError
            }
        let words = detail.oneLine()
        self.init(kind: kind, reason: words.isEmpty ? String(cString: curl_easy_strerror(code)) : words)
    }

    /// Puts an error of the multi interface in words.
    init(multi code: CURLMcode) {
        self.init(kind: .protocolError, reason: "libcurl cannot go on: \(String(cString: curl_multi_strerror(code)))")
    }

    /// Puts an HTTP status that is no success in words.
    init(status: Int, phrase: String, hints: ServerHints) {
        let phrase = phrase.oneLine(limit: 80)
        let words = phrase.isEmpty ? Self.phrases[status] ?? "without a reason" : phrase
        self.init(
            kind: status == 410 ? .gone : .status, reason: "HTTP \(status) \(words)", status: status, hints: hints)
    }

    /// RFC 9110, section 15: for HTTP/2 and later, which carry no phrase.
    private static let phrases: [Int: String] = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        406: "Not Acceptable", 408: "Request Timeout", 410: "Gone", 421: "Misdirected Request",
        429: "Too Many Requests", 451: "Unavailable For Legal Reasons", 500: "Internal Server Error",
        502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout", 520: "Unknown Error",
        521: "Web Server Is Down", 522: "Connection Timed Out",
    ]
}
