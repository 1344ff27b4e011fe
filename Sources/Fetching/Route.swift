import News

/// The way of one fetch from address to address: where it is, and what may be said there.
///
/// Redirects are followed here and not by libcurl, so that credentials and other headers can be kept to the origin
/// they were given for: of the header lines that a program adds libcurl withholds two from another host, and sends the
/// rest.
struct Route {
    /// The address asked now, as it is sent: in ASCII, without credentials.
    private(set) var url: String
    /// How many redirects led here.
    private(set) var redirects = 0
    private let request: FeedURL
    private let access: FeedAccess?
    private let credential: FeedAccess.Credential?
    private var visited: Set<String>

    /// Sets out for an address, with the access that the configuration has for it.
    init(_ request: FeedURL, _ access: FeedAccess?) {
        self.request = request
        self.access = access
        // What stands in the address was given for this very feed.
        credential = URLParts.credentials(of: request) ?? access?.credential
        url = URLParts.ascii(request.with(userInfo: nil))
        visited = [url]
    }

    /// Goes on to where a `Location` leads.
    ///
    /// - Returns: Why that cannot be; `nil` where it can.
    mutating func follow(_ location: String, status: Int, limit: Int) -> FetchFailure? {
        func refused(_ reason: String) -> FetchFailure {
            let target = ShownAddress.of(location).oneLine()
            return FetchFailure(kind: .redirect, reason: "HTTP \(status) leads to \(target), \(reason)", status: status)
        }
        guard let next = URLParts.resolve(location, base: url), let scheme = URLParts.scheme(of: next) else {
            return refused("which is no address")
        }
        guard scheme == "http" || scheme == "https" else { return refused("but only http and https are followed") }
        guard URLParts.host(of: next) != nil, FeedURL(next) != nil else { return refused("which is no address") }
        guard redirects < limit else {
            return refused(
                visited.contains(next)
                    ? "in a circle: \(redirects) redirects were followed"
                    : "after \(redirects) redirects, the most allowed")
        }
        url = next
        redirects += 1
        visited.insert(next)
        return nil
    }

    /// Whether the address asked now is of the origin that the request was made to, or the same host over TLS, so that
    /// credentials may be sent: never to another host, and never in the clear where they were meant for TLS.
    private var isAtHome: Bool {
        if redirects == 0 { return true }
        guard let here = FeedURL(url) else { return false }
        return here.origin == request.origin || "https" + request.origin.dropFirst(4) == here.origin
    }

    /// Who is asking here; `nil` for nobody in particular.
    var credentialHere: FeedAccess.Credential? { isAtHome ? credential : nil }

    /// The other header lines of the configuration that may be sent here.
    var headersHere: [FeedAccess.Header] { isAtHome ? access?.headers ?? [] : [] }

    /// The `User-Agent` in place of the usual one; it is no secret, and a site's own caches may look for it.
    var userAgent: String? { access?.userAgent }

    /// The address asked now as that of a feed, with the credentials that the request's address had, where they are for
    /// that origin.
    var feedURL: FeedURL? {
        guard let here = FeedURL(url) else { return nil }
        return isAtHome ? here.with(userInfo: request.userInfo) : here
    }
}
