public import News

/// How fetches are made: their bounds, and who they say they are.
public struct FetcherConfiguration: Hashable, Sendable {
    /// The bounds of each fetch.
    public var limits: FetchLimits
    /// The `User-Agent` field.
    public var userAgent: String
    /// The proxy's address, as `CURLOPT_PROXY(3)` takes it; empty for none.
    ///
    /// The environment (`http_proxy` and its like) is not asked.
    public var proxy: String
    /// How single feeds and sites want to be asked.
    public var access: [FeedAccess]
    /// The file of certificate authorities to trust, PEM; `nil` for those that the system trusts.
    public var authorities: String?
    /// How many connections may be open at once.
    public var maxConnections: Int
    /// How many connections may be open to one host at once.
    public var maxConnectionsPerHost: Int

    /// Makes a configuration; the defaults are those of `habari.toml`.
    public init(
        limits: FetchLimits = FetchLimits(), userAgent: String = "Habari", proxy: String = "",
        access: [FeedAccess] = [], authorities: String? = nil, maxConnections: Int = 64, maxConnectionsPerHost: Int = 2
    ) {
        self.limits = limits
        self.userAgent = userAgent
        self.proxy = proxy
        self.access = access
        self.authorities = authorities
        self.maxConnections = maxConnections
        self.maxConnectionsPerHost = maxConnectionsPerHost
    }
}
