import CCurl
import News

/// What came of a transfer, once it is out of the multi handle.
extension Transfer {
    /// Puts the end of the transfer, with this code, into the room's terms.
    func reply(_ code: CURLcode) -> FetchReply {
        let summary = summary
        guard code == CURLE_OK else { return .failed(failure(code), summary) }
        switch summary.status {
        case 0, 200...299: return .fresh(document, summary)  // a file has no status
        case 304 where !request.validators.isEmpty: return .unchanged(summary)
        case 304:
            let reason = "HTTP 304 in answer to an unconditional request"
            return .failed(FetchFailure(kind: .protocolError, reason: reason, status: 304), summary)
        default:
            let failure = FetchFailure(status: summary.status, phrase: head.reasonPhrase, hints: summary.hints)
            return .failed(failure, summary)
        }
    }

    /// Why there is no answer: our own reason first, then what libcurl's number means in its place.
    private func failure(_ code: CURLcode) -> FetchFailure {
        if let brokenOff { return brokenOff }
        if let refusedAddress, code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK {
            return refusal(of: refusedAddress)
        }
        switch code {
        case CURLE_FILESIZE_EXCEEDED: return bodyTooLarge
        // A line of the header that outgrows libcurl's own buffer counts as want of memory before 8.6.
        case CURLE_OUT_OF_MEMORY where easy.number(CURLINFO_REQUEST_SIZE) > 0: return headTooLarge
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT:
            return badRedirect(code) ?? FetchFailure(curl: code.rawValue, detail: easy.errorText)
        default: return FetchFailure(curl: code.rawValue, detail: easy.errorText)
        }
    }

    /// The failure of a redirect that leads to where we do not go; `nil` if that is not what happened.
    private func badRedirect(_ code: CURLcode) -> FetchFailure? {
        guard let status = head.statuses.last, (300...399).contains(status), let target = head.location else {
            return nil
        }
        let scheme = URLParts.scheme(of: target) ?? "http"  // a relative one keeps the scheme, which was good
        if code != CURLE_URL_MALFORMAT && (scheme == "http" || scheme == "https") { return nil }
        let fault = code == CURLE_URL_MALFORMAT ? "which is no address" : "but only http and https are followed"
        return FetchFailure(
            kind: .redirect, reason: "HTTP \(status) leads to \(target.oneLine()), \(fault)", status: status)
    }

    /// The failure of an address that the policy refuses.
    func refusal(of address: String) -> FetchFailure {
        FetchFailure(
            kind: .forbidden,
            reason: "\(address.oneLine()) is not a public address (allow_private_networks = true permits it)")
    }

    var bodyTooLarge: FetchFailure {
        FetchFailure(kind: .tooLarge, reason: "the body is larger than \(configuration.limits.maxBytes) bytes")
    }

    var headTooLarge: FetchFailure {
        FetchFailure(
            kind: .tooLarge,
            reason: "the header is larger than \(ResponseHead.maxBytes) bytes or \(ResponseHead.maxLines) lines,"
                + " or one line of it is too long")
    }

    private var document: Document {
        let url = easy.string(CURLINFO_EFFECTIVE_URL) ?? request.url.string
        return Document(
            bytes: body, url: URLParts.withoutCredentials(url), mediaType: head.mediaType, charset: head.charset)
    }

    private var summary: FetchSummary {
        let status = easy.number(CURLINFO_RESPONSE_CODE)
        var validators = head.validators
        if status == 304 {  // a 304 need not repeat what has not changed (RFC 9110, section 15.4.5)
            validators.etag = validators.etag ?? request.validators.etag
            validators.lastModified = validators.lastModified ?? request.validators.lastModified
        }
        return FetchSummary(
            status: status, validators: validators, hints: head.hints, movedTo: movedTo,
            bytesOnWire: easy.size(CURLINFO_SIZE_DOWNLOAD_T),
            duration: .microseconds(easy.size(CURLINFO_TOTAL_TIME_T)))
    }

    private var movedTo: FeedURL? {
        guard head.movedForGood, let url = easy.string(CURLINFO_EFFECTIVE_URL).flatMap({ FeedURL($0) }) else {
            return nil
        }
        return url == request.url ? nil : url  // a redirect to itself that only set a cookie
    }
}
