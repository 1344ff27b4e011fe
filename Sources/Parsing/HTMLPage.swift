/// An HTML page, read for what it says about itself and its feeds.
struct HTMLPage {
    private let bytes: Bytes
    private let base: String?

    init(_ bytes: Bytes, base: String? = nil) {
        self.bytes = bytes
        self.base = base
    }

    /// The page's title as plain text, at most 100 characters.
    var title: String? {
        guard let tag = bytes.firstIndex(of: "<title", from: 0),
            let start = bytes.firstIndex(of: UInt8(ascii: ">"), from: tag),
            let end = bytes.firstIndex(of: "</title", from: start)
        else { return nil }
        return PlainText.make(bytes.part(start + 1..<end), .html, limit: 100)
    }

    /// The feeds that the page points to, the likeliest first.
    func feeds() -> [DiscoveredFeed] {
        var base = base
        var found: [(rank: Int, feed: DiscoveredFeed)] = []
        var position = 0
        while let open = bytes.firstIndex(of: UInt8(ascii: "<"), from: position), found.count < 200 {
            position = open + 1
            if let end = endOfHidden(at: open) {
                position = end
            } else if isTag("base", at: open), let href = attributes(of: "base", at: open)["href"] {
                base = WebAddress.resolve(href, base: base) ?? base
            } else if isTag("link", at: open) {
                if let feed = declared(attributes(of: "link", at: open), base: base) { found.append(feed) }
            } else if isTag("a", at: open) {
                if let feed = linked(attributes(of: "a", at: open), base: base) { found.append(feed) }
            }
        }
        var seen: Set<String> = []
        let ranked = found.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
        return ranked.map(\.element.feed).filter { seen.insert($0.url).inserted }.prefix(50).map { $0 }
    }

    /// Behind a comment or a script, in which nothing is a tag.
    private func endOfHidden(at open: Int) -> Int? {
        for (start, end) in [("<!--", "-->"), ("<script", "</script"), ("<style", "</style")]
            as [(StaticString, StaticString)]
        where bytes.holds(start, at: open) {
            return bytes.firstIndex(of: end, from: open + 4).map { $0 + end.utf8CodeUnitCount } ?? bytes.count
        }
        return nil
    }

    private func isTag(_ name: StaticString, at open: Int) -> Bool {
        let end = open + 1 + name.utf8CodeUnitCount
        return bytes.holds(name, at: open + 1) && end < bytes.count && bytes[end].isASCIISpace
    }

    private func attributes(of name: StaticString, at open: Int) -> [String: String] {
        guard let tag = TagScanner(bytes, afterName: open + 1 + name.utf8CodeUnitCount).scan() else { return [:] }
        var result: [String: String] = [:]
        for attribute in tag.attributes {
            let name = bytes.part(attribute.name).lowercasedText
            if result[name] == nil { result[name] = PlainText.make(bytes.part(attribute.value), .title, limit: 2000) }
        }
        return result
    }

    /// `link rel="alternate"` with the type of a feed, or `rel="feed"`.
    private func declared(_ attributes: [String: String], base: String?) -> (rank: Int, feed: DiscoveredFeed)? {
        let relations = (attributes["rel"] ?? "").lowercased().split(separator: " ")
        let type = attributes["type"].map { String($0.lowercased().prefix { $0 != ";" }).trimmingSpace() }
        let isAlternate = relations.contains("alternate") && !relations.contains("stylesheet")
        guard let href = attributes["href"], let url = WebAddress.resolve(href, base: base),
            isAlternate && type.map(Self.feedTypes.contains) == true || relations.contains("feed")
        else { return nil }
        let words = (url + " " + (attributes["title"] ?? "")).lowercased()
        let isAside = words.contains("comment") || words.contains("kommentar") || words.contains("/replies/")
        let isGeneric = type == "application/xml" || type == "text/xml" || type == "application/json"
        return (
            (isAside ? 2 : 0) + (isGeneric ? 1 : 0), DiscoveredFeed(url: url, title: attributes["title"], type: type)
        )
    }

    /// A link for readers whose address looks like a feed's.
    private func linked(_ attributes: [String: String], base: String?) -> (rank: Int, feed: DiscoveredFeed)? {
        guard let href = attributes["href"], let url = WebAddress.resolve(href, base: base), WebAddress.isWeb(url)
        else { return nil }
        let path = url.lowercased().prefix { $0 != "?" && $0 != "#" }
        let last = path.split(separator: "/").last ?? ""
        let isFile = [".rss", ".rdf", ".atom", "rss.xml", "atom.xml", "feed.xml", "feed.json"].contains {
            last.hasSuffix($0)
        }
        guard isFile || last == "feed" || last == "rss" || last == "atom" else { return nil }
        return (4, DiscoveredFeed(url: url, title: attributes["title"]))
    }

    private static let feedTypes: Set<String> = [
        "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
        "application/x-cdf",
        "application/xml", "text/xml", "application/rss", "application/atom", "text/rss+xml", "text/rss",
    ]
}
