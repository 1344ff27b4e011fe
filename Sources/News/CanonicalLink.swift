/// A link reduced to what names the page: two links with the same canonical form lead to the same article.
///
/// Dropped are the scheme's `http`/`https` difference, `www.`, the default port, the fragment (unless it is a
/// route, `#!` or `#/`), a trailing slash, and the query parameters that only tell the publisher where a reader
/// came from. Nothing is dropped from the link that a person is shown.
public enum CanonicalLink {
    /// The canonical form of a link; the link itself where it is not an address of the web.
    public static func of(_ link: String) -> String {
        guard let url = FeedURL(link), url.scheme != "file" else { return link }
        let afterScheme = url.string.utf8.dropFirst(url.scheme.utf8.count + 3)
        let authority = Substring(afterScheme.prefix { $0 != UInt8(ascii: "/") })
        let tail = afterScheme[authority.endIndex...]
        let path = Substring(tail.prefix { $0 != UInt8(ascii: "?") })
        let query = Substring(tail[path.endIndex...].dropFirst())
        var result = String(authority.hasPrefix("www.") ? authority.dropFirst(4) : authority)
        result += path.hasSuffix("/") ? path.dropLast() : path
        let kept = query.split(separator: "&").filter { !isTracking($0) }
        if !kept.isEmpty { result += "?" + kept.joined(separator: "&") }
        return result + route(of: link.trimmingASCIIWhitespace())
    }

    /// The fragment, if it names a page of its own: `#!page` or `#/page`.
    private static func route(of link: Substring) -> Substring {
        guard let mark = link.utf8.firstIndex(of: UInt8(ascii: "#")) else { return "" }
        let fragment = link[mark...]
        return fragment.utf8.starts(with: "#!".utf8) || fragment.utf8.starts(with: "#/".utf8) ? fragment : ""
    }

    /// Whether a `name=value` pair of a query only tracks the reader.
    private static func isTracking(_ pair: Substring) -> Bool {
        let name = pair.prefix { $0 != "=" }.lowercased()
        return trackingNames.contains(name) || trackingPrefixes.contains { name.hasPrefix($0) }
    }

    /// Families of parameters: Google Analytics (`utm_`), AT Internet (`at_`), Matomo, HubSpot, Vero, Oracle.
    private static let trackingPrefixes = ["utm_", "at_", "mtm_", "pk_", "hsa_", "vero_", "oly_", "_hs"]

    /// Single parameters, each of one advertiser, mailer or feed service.
    private static let trackingNames: Set<String> = [
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "yclid", "igshid", "mc_cid", "mc_eid",
        "mkt_tok", "ncid", "ocid", "cmpid", "cmp", "ito", "smid", "soc_src", "soc_trk", "ref_src", "ref_url",
        "partner", "emc", "rss", "feedtype", "feedname", "traffic_source", "xtor", "wt.mc_id", "s_cid", "spm",
        "__twitter_impression", "guccounter", "guce_referrer",
    ]
}
