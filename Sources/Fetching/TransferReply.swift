import CCurl
import News

/// What came of a transfer, once it is out of the multi handle.
extension Transfer {
    /// Puts the end of the transfer, with this code, into the room's terms.
    func reply(_ code: CURLcode) -> FetchReply {
        let summary = summary
        // An error page that is too large or breaks off is an error status all the same.
        let isCut = brokenOff == nil && [CURLE_WRITE_ERROR, CURLE_FILESIZE_EXCEEDED].contains(code)
        let isError = summary.status >= 400 && (isCut || brokenOff == bodyTooLarge)
        guard code == CURLE_OK && brokenOff == nil || isError else { return .failed(failure(code), summary) }
        // Feeds, which are nearly all that comes, are not looked into.
        let isOdd = summary.status >= 400 || body.isEmpty || PageText.mayBePage(body)
        let text = PageText(isOdd ? body : [])
        if isOdd, summary.status >= 400 || body.isEmpty || text.isPage,
            let wall = BotWall.behind(status: summary.status, marks: head.marks, page: text)
        {
            return .failed(blocked(by: wall, summary), summary)
        }
        switch summary.status {
        case 0, 200...299: return .fresh(document, summary)  // a file has no status
        case 304 where !request.validators.isEmpty: return .unchanged(summary)
        case 304:
            let reason = "HTTP 304 in answer to an unconditional request"
            return .failed(FetchFailure(kind: .protocolError, reason: reason, status: 304), summary)
        default: return .failed(refusal(summary, text), summary)
        }
    }

    /// The failure of an answer that a bot wall gave in the site's place.
    private func blocked(by wall: BotWall, _ summary: FetchSummary) -> FetchFailure {
        FetchFailure(
            kind: summary.status >= 400 ? .status : .notFeed,
            reason: "HTTP \(summary.status): the bot wall of \(wall.name) answers in the site's place;"
                + " ask the site to let the reader through",
            status: summary.status, hints: summary.hints)
    }

    /// The failure of an error status, with the site's own words where they say more than the status.
    private func refusal(_ summary: FetchSummary, _ text: PageText) -> FetchFailure {
        var failure = FetchFailure(status: summary.status, phrase: head.reasonPhrase, hints: summary.hints)
        let words = text.words()
        let said = Set("http error status code server page \(failure.reason)".lowercased().wordsAlone)
        if summary.status >= 400, !words.lowercased().wordsAlone.allSatisfy(said.contains) {
            failure.reason += ": \(words)"
        }
        switch summary.status {
        case 401:
            failure.reason +=
                route.credentialHere == nil
                ? " (no credentials are configured for it)" : " (the configured credentials were not accepted)"
        case 511: failure.reason += " (a captive portal: the network wants a login first)"
        default: break
        }
        return failure
    }

    /// Why there is no answer: our own reason first, then what libcurl's number means in its place.
    private func failure(_ code: CURLcode) -> FetchFailure {
        if let brokenOff { return brokenOff }
        if let refusedAddress, code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK {
            return refusal(of: refusedAddress)
        }
        switch code {
        case CURLE_FILESIZE_EXCEEDED: return bodyTooLarge
        case CURLE_OPERATION_TIMEDOUT: return timedOut(lateness)
        // A line of the header that outgrows libcurl's own buffer counts as want of memory before 8.6.
        case CURLE_OUT_OF_MEMORY where easy.number(CURLINFO_REQUEST_SIZE) > 0: return headTooLarge
        default: return FetchFailure(curl: code.rawValue, detail: easy.errorText)
        }
    }

    /// The failure of a time limit.
    func timedOut(_ what: String) -> FetchFailure { FetchFailure(kind: .timeout, reason: "timed out: \(what)") }

    /// Which limit was passed, and what had been reached by then.
    private var lateness: String {
        let limits = configuration.limits
        let whole = limits.timeout.spelling
        let host = isProxied ? "the proxy" : FeedURL(route.url)?.host ?? "the server"
        if easy.size(CURLINFO_PRETRANSFER_TIME_T) == 0 {
            return "no connection to \(host.oneLine()) within \(min(limits.connectTimeout, limits.timeout).spelling)"
        }
        let isSlow = easy.errorText.contains("too slow")
        let time = isSlow ? Duration.seconds(lowSpeedSeconds).spelling : whole
        if easy.size(CURLINFO_STARTTRANSFER_TIME_T) == 0 { return "no answer within \(time)" }
        if isSlow { return "fewer than \(Self.lowSpeed) bytes a second for \(time)" }
        return "the answer was not complete within \(whole), after \(easy.size(CURLINFO_SIZE_DOWNLOAD_T)) bytes"
    }

    /// The failure of an address that the policy refuses.
    func refusal(of address: String) -> FetchFailure {
        FetchFailure(
            kind: .forbidden,
            reason: (route.redirects > 0 ? "after a redirect, " : "")
                + "\(address.oneLine()) is not a public address (allow_private_networks = true permits it)")
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
        let url = FeedURL(route.url)
        return Document(
            bytes: body, url: URLParts.withoutCredentials(easy.string(CURLINFO_EFFECTIVE_URL) ?? route.url),
            mediaType: head.mediaType, charset: head.charset,
            redirectedFrom: route.redirects > 0 && url != request.url.with(userInfo: nil) ? request.url : nil)
    }

    private var summary: FetchSummary {
        let status = easy.number(CURLINFO_RESPONSE_CODE)
        var validators = head.validators
        if status == 304 {  // a 304 need not repeat what has not changed (RFC 9110, section 15.4.5)
            validators.etag = validators.etag ?? request.validators.etag
            validators.lastModified = validators.lastModified ?? request.validators.lastModified
        }
        return FetchSummary(
            status: status, validators: validators, hints: head.hints, movedTo: movedTo, host: host,
            bytesOnWire: bytesOnWire, duration: duration)
    }

    private var host: String? { request.url.scheme == "file" ? nil : FeedURL(route.url)?.host }

    private var movedTo: FeedURL? {
        // Each redirect was an answer; where there is not one more, nobody has answered at the end of the way.
        guard head.statuses.count > route.redirects, brokenOff?.kind != .redirect, head.movedForGood,
            let url = route.feedURL
        else { return nil }
        return url == request.url ? nil : url  // a redirect to itself that only set a cookie
    }
}

extension String {
    /// The words of letters and digits in it.
    fileprivate var wordsAlone: [Substring] { split { !$0.isLetter && !$0.isNumber } }
}
