import CCurl
import Glibc
import News

/// One fetch in progress: a handle, and what its callbacks have gathered.
///
/// Lives on the transfer thread from first to last. libcurl's callbacks get it unretained: the loop holds every
/// transfer until its handle is out of the multi handle, and no callback comes after that.
final class Transfer {
    let request: FetchRequest
    let configuration: FetcherConfiguration
    private(set) var easy: EasyHandle
    private(set) var head = ResponseHead()
    private(set) var body: [UInt8] = []
    /// Where the fetch has come to.
    private(set) var route: Route
    /// What the requests before the one in hand have brought and taken.
    private(set) var before = (bytes: 0, time: Duration.zero)
    /// Why a callback of ours broke the transfer off; libcurl itself only says that one did.
    private(set) var brokenOff: FetchFailure?
    private var refusedBytes = 0
    /// The longest body of an error status that is looked at, in bytes.
    private static let longestExcuse = 64 << 10
    /// An address that was refused; it decides only if no other address of the host answered.
    private(set) var refusedAddress: String?

    /// The handle for the multi interface.
    var handle: OpaquePointer { easy.pointer }

    /// Which addresses the request may end at.
    private var addresses: AddressPolicy {
        AddressPolicy(allowsPrivateNetworks: configuration.limits.allowPrivateNetworks)
    }

    /// Whether a proxy stands between: then every socket goes to the proxy, which the administrator has chosen.
    var isProxied: Bool { !configuration.proxy.isEmpty }

    /// Prepares a handle for a request, or says why the request cannot be made.
    static func prepare(
        _ request: FetchRequest, _ configuration: FetcherConfiguration
    ) -> Result<Transfer, FetchFailure> {
        if request.url.scheme == "file", let refusal = LocalFile.refusal(for: request.url, configuration.limits) {
            return .failure(refusal)
        }
        guard let easy = EasyHandle() else {
            return .failure(FetchFailure(curl: CURLE_OUT_OF_MEMORY.rawValue, detail: ""))
        }
        let transfer = Transfer(request, configuration, easy)
        if request.url.scheme != "file", transfer.isProxied, !transfer.allowsTarget(request.url.string) {
            return .failure(transfer.refusal(of: request.url.host))
        }
        transfer.setOptions()
        if let code = transfer.easy.refusal {
            return .failure(FetchFailure(curl: code.rawValue, detail: transfer.easy.errorText))
        }
        return .success(transfer)
    }

    private init(_ request: FetchRequest, _ configuration: FetcherConfiguration, _ easy: consuming EasyHandle) {
        self.request = request
        self.configuration = configuration
        self.easy = easy
        route = Route(request.url, configuration.access.access(for: request.url))
    }

    // MARK: - Before

    private func setOptions() {
        let limits = configuration.limits
        easy.set(CURLOPT_USERAGENT, (route.userAgent ?? configuration.userAgent).oneLine())
        easy.set(CURLOPT_PROXY, configuration.proxy)
        easy.set(CURLOPT_NOPROXY, "")  // else the environment's no_proxy would open a way around the proxy
        easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)  // a proxy's "200 Connection established" is no answer
        easy.set(CURLOPT_ACCEPT_ENCODING, "")  // every encoding that this libcurl can undo
        easy.set(CURLOPT_COOKIEFILE, "")  // cookies live as long as this handle: some sites redirect until one is set
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_FOLLOWLOCATION, 0)  // Route follows
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, limits.connectTimeout.milliseconds)
        // Who sends next to nothing for half of the time limit gives its place to others.
        easy.set(CURLOPT_LOW_SPEED_LIMIT, Self.lowSpeed)
        easy.set(CURLOPT_LOW_SPEED_TIME, lowSpeedSeconds)
        easy.setSize(CURLOPT_MAXFILESIZE_LARGE, limits.maxBytes)  // what the server announces; the body is counted too
        if let authorities = configuration.authorities { easy.set(CURLOPT_CAINFO, authorities) }
        easy.check(habari_easy_restrict_protocols(easy.pointer, limits.allowFileURLs))
        easy.check(habari_easy_abandon_lookups(easy.pointer))
        setCallbacks()
        setTarget()
    }

    /// The rate, in bytes a second, below which an answer is too slow.
    static let lowSpeed = 32

    /// How long an answer may be too slow, in seconds.
    var lowSpeedSeconds: Int { max(2, configuration.limits.timeout.milliseconds / 2000) }

    /// Sets what differs from one address of the route to the next.
    private func setTarget() {
        easy.set(CURLOPT_URL, route.url)
        easy.set(CURLOPT_TIMEOUT_MS, (configuration.limits.timeout - before.time).milliseconds)
        easy.clear(CURLOPT_USERNAME)
        easy.clear(CURLOPT_PASSWORD)
        guard request.url.scheme != "file" else { return }
        if case .basic(let user, let password) = route.credentialHere {
            easy.set(CURLOPT_USERNAME, user)
            easy.set(CURLOPT_PASSWORD, password.text)
        }
        easy.set(headers: headerLines)
    }

    private var headerLines: [String] {
        var lines = route.headersHere.map { "\($0.name): \($0.value.text)" }
        if !route.headersHere.contains(where: { $0.name.lowercased() == "accept" }) {
            lines.append(
                "Accept: application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9,"
                    + " application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5")
        }
        if case .bearer(let token) = route.credentialHere { lines.append("Authorization: Bearer \(token.text)") }
        // Validators refuses control characters, so that neither can start a header of its own.
        if let etag = request.validators.etag { lines.append("If-None-Match: \(etag)") }
        if let time = request.validators.lastModified { lines.append("If-Modified-Since: \(time)") }
        return lines
    }

    // MARK: - Between

    /// Makes the handle ready for the address that a redirect leads to; `false` where the fetch ends here.
    ///
    /// To be called with the code that the transfer ended with, when the handle is out of the multi handle.
    func follow(_ code: CURLcode) -> Bool {
        guard code == CURLE_OK, brokenOff == nil, let status = head.statuses.last,
            [301, 302, 303, 307, 308].contains(status), let location = head.location
        else { return false }
        brokenOff = route.follow(location, status: status, limit: max(0, configuration.limits.maxRedirects))
        guard brokenOff == nil else { return false }
        before = (bytesOnWire, duration)
        guard before.time < configuration.limits.timeout else {
            brokenOff = timedOut("redirects took longer than \(configuration.limits.timeout.spelling)")
            return false
        }
        body = []
        setTarget()
        return easy.refusal == nil
    }

    /// The bytes of all bodies that came over the wire.
    var bytesOnWire: Int { before.bytes + easy.size(CURLINFO_SIZE_DOWNLOAD_T) }

    /// The time that all requests took together.
    var duration: Duration { before.time + .microseconds(easy.size(CURLINFO_TOTAL_TIME_T)) }

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        easy.check(
            habari_easy_on_body(
                easy.pointer, { bytes, size, count, context in Transfer.of(context).takeBody(bytes, size * count) },
                context))
        easy.check(
            habari_easy_on_header(
                easy.pointer, { bytes, size, count, context in Transfer.of(context).takeHeader(bytes, size * count) },
                context))
        easy.check(
            habari_easy_on_progress(
                easy.pointer, { context, _, received, _, _ in Transfer.of(context).takeProgress(Int(received)) },
                context))
        guard request.url.scheme != "file" else { return }
        easy.check(
            habari_easy_on_open_socket(
                easy.pointer, { context, _, address in Transfer.of(context).openSocket(address) }, context))
        easy.check(
            habari_easy_on_request(
                easy.pointer, { context, peer, _, _, _ in Transfer.of(context).takeRequest(to: peer) }, context))
    }

    // MARK: - During: each returns what libcurl wants to hear

    private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer {
        guard let context else { preconditionFailure("libcurl lost the context of a callback") }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// `CURLOPT_WRITEFUNCTION(3)`: takes decoded bytes; fewer than given breaks the transfer off.
    ///
    /// Of the page that explains an error only the beginning is of use; it is read to its end for the connection's sake.
    private func takeBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        if head.statuses.last ?? 0 >= 400, body.count + count > Self.longestExcuse {
            refusedBytes += count
            return refusedBytes > configuration.limits.maxBytes ? 0 : count
        }
        guard count <= configuration.limits.maxBytes - body.count else {
            brokenOff = bodyTooLarge
            return 0
        }
        body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    /// `CURLOPT_HEADERFUNCTION(3)`: takes one header line; fewer bytes than given break the transfer off.
    private func takeHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        head.take(UnsafeRawBufferPointer(start: bytes, count: count))
        guard !head.isTooLarge else {
            brokenOff = headTooLarge
            return 0
        }
        return count
    }

    /// `CURLOPT_XFERINFOFUNCTION(3)`: counts bytes as they come over the wire; not 0 breaks the transfer off.
    ///
    /// It bounds what reaches no other callback: the body of a redirect, and compressed bytes that stand for nothing.
    private func takeProgress(_ received: Int) -> Int32 {
        guard received > configuration.limits.maxBytes else { return 0 }
        brokenOff = brokenOff ?? bodyTooLarge
        return 1
    }

    /// `CURLOPT_OPENSOCKETFUNCTION(3)`: opens a socket to an address that the policy allows.
    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
        guard let address, let name = habari_socket_address(address) else { return CURL_SOCKET_BAD }
        let length = Int(address.pointee.addrlen)
        guard isProxied || addresses.allows(name, length: length) else {
            refusedAddress = AddressPolicy.text(of: name, length: length)
            return CURL_SOCKET_BAD
        }
        return socket(
            address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
    }

    /// `CURLOPT_PREREQFUNCTION(3)`: looks once more before each request, redirected ones too.
    ///
    /// A connection that is reused was opened under an older configuration, perhaps; and behind a proxy the address
    /// of the socket says nothing.
    private func takeRequest(to peer: UnsafePointer<CChar>?) -> Int32 {
        let target = isProxied ? easy.string(CURLINFO_EFFECTIVE_URL) : peer.map { String(cString: $0) }
        let isAllowed = target.map { isProxied ? allowsTarget($0) : addresses.allows(host: $0) } ?? false
        if !isAllowed { refusedAddress = target.map { URLParts.host(of: $0) ?? $0 } ?? "an unknown address" }
        return isAllowed ? Int32(CURL_PREREQFUNC_OK) : Int32(CURL_PREREQFUNC_ABORT)
    }

    /// Whether a proxy may be asked for an address.
    private func allowsTarget(_ url: String) -> Bool {
        URLParts.host(of: url).map { addresses.allows(host: $0) } ?? false
    }
}

extension Duration {
    /// Whole milliseconds as libcurl takes them: at least 1, since 0 means "no limit" to it, and at most 24 days.
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_147_483 else { return 2_147_483_000 }
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
