/// A service that stands in front of a site and answers in its place, to find out whether a browser is asking.
///
/// Such an answer says nothing of the feed: the reader must be let through by the site. The marks are those that the
/// services document, or that their pages carry; each counts only in an answer that is an error or an HTML page.
struct BotWall: Equatable {
    /// The service.
    let name: String
    /// Header lines, in lower case, that it sends with a challenge and never else; each is a beginning.
    private let signs: [String]
    /// Header lines, in lower case, that it sends with every answer: with a 403 they tell who has refused.
    private let companions: [String]
    /// What stands in its pages, in lower case.
    private let phrases: [String]

    private init(_ name: String, signs: [String] = [], companions: [String] = [], phrases: [String]) {
        self.name = name
        self.signs = signs
        self.companions = companions
        self.phrases = phrases
    }

    private static let known = [
        BotWall(
            "Cloudflare", signs: ["cf-mitigated: challenge"],
            phrases: [
                "/cdn-cgi/challenge-platform/", "cf-chl-", "_cf_chl_opt", "attention required! | cloudflare",
                "<title>just a moment...</title>", "<title>just a moment…</title>",
            ]),
        BotWall(
            "Akamai", companions: ["server: akamaighost"],
            phrases: ["errors.edgesuite.net", "sec-if-cpt-container", "/_sec/cp_challenge/"]),
        BotWall(
            "DataDome", companions: ["x-datadome:", "set-cookie: datadome="], phrases: ["captcha-delivery.com"]),
        BotWall("PerimeterX", phrases: ["window._pxappid", "id=\"px-captcha\"", "captcha.px-cdn.net"]),
        BotWall("Imperva", phrases: ["_incapsula_resource", "incapsula incident id"]),
        BotWall(
            "AWS WAF", signs: ["x-amzn-waf-action: challenge", "x-amzn-waf-action: captcha"],
            phrases: ["window.gokuprops", ".awswaf.com/"]),
        BotWall(
            "Anubis", signs: ["set-cookie: techaro.lol-anubis-auth"],
            phrases: ["/.within.website/x/cmd/anubis/", "id=\"anubis_challenge\"", "making sure you&#39;re not a bot!"]),
        BotWall("Sucuri", companions: ["x-sucuri-block:"], phrases: ["sucuri website firewall - access denied"]),
        BotWall("Vercel", signs: ["x-vercel-mitigated: challenge", "x-vercel-mitigated: deny"], phrases: []),
    ]

    /// The names of header fields that are looked at.
    private static let fields: Set<String> = Set(
        known.flatMap { $0.signs + $0.companions }.map { String($0.prefix { $0 != ":" }) })

    /// Whether a header field, named in lower case, may be a mark.
    static func isMark(_ name: String) -> Bool { fields.contains(name) }

    /// The wall that gave an answer; `nil` where it seems to be the site's own.
    ///
    /// - Parameters:
    ///   - marks: header lines in lower case.
    ///   - page: the body of an error, or of a page.
    static func behind(status: Int, marks: [String], page: PageText) -> BotWall? {
        known.first { wall in
            wall.signs.contains { sign in marks.contains { $0.hasPrefix(sign) } }
                || wall.phrases.contains { page.contains($0) }
                || status == 403 && wall.companions.contains { sign in marks.contains { $0.hasPrefix(sign) } }
        }
    }
}
