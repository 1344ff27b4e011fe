import News

/// Says which outlines are feeds, and what each attribute means.
enum SubscriptionReader {
    /// What one outline means.
    enum Meaning {
        /// A feed, and what is wrong with its other attributes.
        case feed(Subscription, complaints: [String])
        /// A folder, a heading or a note.
        case other
        /// Meant as a feed, but no use: why.
        case unusable(String)
    }

    /// The bounds of an interval in a feed list: a second and a year.
    static let intervals = Duration.seconds(1) ... .seconds(366 * 86_400)

    /// What an outline means.
    static func meaning(of outline: Outline) -> Meaning {
        let attributes = outline.attributes
        let kind = (attributes["type"] ?? "").lowercased()
        if kind == "include" {
            return .unusable("includes another list, which is not followed; name that list in files")
        }
        let isFeed = ["rss", "rss1", "atom", "rdf", "feed"].contains(kind)
        // OPML 1.0 had `url` for what is `xmlUrl` since.
        guard let address = attributes["xmlurl"] ?? (isFeed ? attributes["url"] : nil) else {
            return isFeed ? .unusable("has no xmlUrl") : .other
        }
        guard let url = feedURL(address) else {
            let shown = ShownAddress.ofMistyped(address.foldingWhiteSpace()).prefix(200)
            return .unusable("xmlUrl \"\(shown)\" is no absolute http or https address")
        }
        var complaints: [String] = []
        let title = [attributes["title"], attributes["text"]].compactMap { $0?.foldingWhiteSpace() }
            .first { !$0.isEmpty }
        let subscription = Subscription(
            url: url, title: title ?? "", tags: tags(attributes["category"], folders: outline.folders),
            country: country(attributes["country"], &complaints),
            interval: interval(attributes["interval"], &complaints),
            enabled: enabled(attributes["enabled"], &complaints))
        return .feed(subscription, complaints: complaints)
    }

    /// The address, with the `feed:` scheme that some programs write turned into what it stands for.
    private static func feedURL(_ text: String) -> FeedURL? {
        if let url = FeedURL(text) { return url }
        let trimmed = text.drop(while: \.isWhitespace)
        let lower = trimmed.lowercased()
        if lower.hasPrefix("feed://") { return FeedURL("http://" + trimmed.dropFirst(7)) }
        return lower.hasPrefix("feed:") ? FeedURL(trimmed.dropFirst(5)) : nil
    }

    /// The tags: `category` where there is one, even an empty one; else the names of the folders around.
    ///
    /// A category in the slashed form of OPML 2.0 (`/Harvard/Berkman`) is one tag without its leading slash.
    static func tags(_ category: String?, folders: [String]) -> [String] {
        let names = category?.split(separator: ",").map(String.init) ?? folders
        var seen: Set<String> = []
        return names.compactMap { name in
            let tag = String(name.foldingWhiteSpace().drop { $0 == "/" || $0 == " " })
            return !tag.isEmpty && seen.insert(tag).inserted ? tag : nil
        }
    }

    private static func country(_ text: String?, _ complaints: inout [String]) -> String? {
        guard let text = text?.foldingWhiteSpace().uppercased(), !text.isEmpty else { return nil }
        if text.utf8.count == 2, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) { return text }
        complaints.append("country \"\(text.prefix(40))\" is no two-letter code such as KE, and is ignored")
        return nil
    }

    private static func interval(_ text: String?, _ complaints: inout [String]) -> Duration? {
        guard let text = text?.foldingWhiteSpace().lowercased(), !text.isEmpty else { return nil }
        if let interval = Duration(spelling: text), intervals.contains(interval) { return interval }
        complaints.append("interval \"\(text.prefix(40))\" is no time such as 30m or 1h30m up to 366d, and is ignored")
        return nil
    }

    private static func enabled(_ text: String?, _ complaints: inout [String]) -> Bool {
        switch text?.foldingWhiteSpace().lowercased() {
        case nil, "", "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        case let other?:
            complaints.append("enabled \"\(other.prefix(40))\" is neither true nor false, and is ignored")
            return true
        }
    }
}
