import News

import struct FoundationEssentials.Date

/// What the items of one document can be told apart by, seen together: rules that need the whole document.
///
/// (1) An identifier on several items that differ in link and title identifies none of them. (2) A link on items
/// of different titles names no article, nor does a site's front page. (3) The same item written twice counts
/// once. Pure: the store is not asked.
struct DocumentIdentity {
    /// One claim for each item of the document, in its order.
    let claims: [IdentityClaim]
    /// The identifiers that identify an item of this document.
    let guids: Set<String>
    /// Titles that stand on one item only.
    let uniqueTitles: Set<String>
    /// Positions of items that repeat an earlier one.
    let repeats: Set<Int>
    /// The text keys of items that have neither identifier nor link.
    let textDigests: Set<Int64>
    /// Identifiers, as published, that stand on more than one item.
    private let sharedGuids: Set<String>

    /// Looks at a whole document.
    init(_ items: [ParsedItem]) {
        var guids = OnceSeen()
        for item in items { if let guid = item.id { guids.add(guid) } }
        self.init(
            items.enumerated().map { IdentityClaim(position: $0.offset, item: $0.element) }, sharedGuids: guids.again)
    }

    /// Looks at a whole document's claims, each at its position.
    init(_ items: [IdentityClaim], sharedGuids: Set<String> = []) {
        self.sharedGuids = sharedGuids
        var claims = items
        var titles = OnceSeen()
        for claim in claims where !claim.title.isEmpty { titles.add(claim.title) }
        uniqueTitles = titles.once

        let sharedLinks = Self.sharedLinks(of: claims)
        for place in claims.indices where claims[place].link.map(sharedLinks.contains) == true {
            claims[place].linkIsShared = true
        }
        let ambiguous = Self.ambiguousGuids(of: claims)
        for place in claims.indices where claims[place].guid.map(ambiguous.contains) == true {
            claims[place].guid = nil
        }
        guids = Set(claims.compactMap(\.guid))

        var seen: Set<IdentityClaim.Key> = []
        var repeats: Set<Int> = []
        for claim in claims where !seen.insert(claim.key).inserted { repeats.insert(claim.position) }
        self.repeats = repeats
        textDigests = Set(claims.filter { $0.rule == .digest }.map(\.digest))
        self.claims = claims
    }

    /// The links on items of different titles.
    private static func sharedLinks(of claims: [IdentityClaim]) -> Set<String> {
        var titles: [String: String] = [:]
        var shared: Set<String> = []
        for claim in claims {
            guard let link = claim.link else { continue }
            if titles[link, default: claim.title] != claim.title { shared.insert(link) }
            titles[link] = claim.title
        }
        return shared
    }

    /// The identifiers on items that are different all the same.
    private static func ambiguousGuids(of claims: [IdentityClaim]) -> Set<String> {
        var first: [String: Int] = [:]
        var ambiguous: Set<String> = []
        for (place, claim) in claims.enumerated() {
            guard let guid = claim.guid else { continue }
            if let other = first[guid] {
                if claim.isDistinct(from: claims[other]) { ambiguous.insert(guid) }
            } else {
                first[guid] = place
            }
        }
        return ambiguous
    }

    /// Whether an identifier, as published, stands on no more than one item.
    func isOnOneItem(_ guid: String) -> Bool { !guid.isEmpty && !sharedGuids.contains(guid) }
}

/// Texts by whether they were seen once or again.
private struct OnceSeen {
    private(set) var once: Set<String> = []
    private(set) var again: Set<String> = []

    mutating func add(_ text: String) {
        if again.contains(text) { return }
        if once.insert(text).inserted { return }
        once.remove(text)
        again.insert(text)
    }
}

/// What one item of a document claims to be.
struct IdentityClaim {
    /// By which key an item is told from its neighbours.
    enum Key: Hashable {
        case guid(String), link(String), digest(Int64)
    }

    /// Its place in the document.
    let position: Int
    /// When it was published, where that is known.
    let published: Date?
    /// The identifier, where it identifies.
    var guid: String?
    /// The canonical link, where it names an article.
    let link: String?
    /// Whether other items of the document, under other titles, have the same link.
    var linkIsShared = false
    /// The title, folded.
    let title: String
    /// The keys under which the link and the headline are found, where there are any.
    let linkKey: Int64?
    let headlineKey: Int64?
    /// Summary and content, or their fingerprint where they are not at hand.
    let text: StoredText

    init(position: Int, item: ParsedItem, text: StoredText? = nil) {
        self.position = position
        published = item.published
        self.text = text ?? StoredText(item)
        guid = Self.identifier(item.id, link: item.link)
        let typed = Folding.typography(item.title)
        link = item.link.flatMap(Self.article)
        title = Folding.title(typed: typed)
        linkKey = link.map(MarkKey.link)
        headlineKey = Folding.headline(typed: typed, title: title).map(MarkKey.headline)
    }

    /// The rule by which a new item would be identified.
    var rule: IdentityRule {
        if guid != nil { return .guid }
        return link != nil && !linkIsShared ? .link : .digest
    }

    /// The key that goes with the rule.
    var key: Key {
        if let guid { return .guid(guid) }
        if let link, !linkIsShared { return .link(link) }
        return .digest(digest)
    }

    /// The digest of title and text.
    var digest: Int64 {
        Self.digest(title: title, text: text)
    }

    /// The digest of a folded title and a text.
    static func digest(title: String, text: StoredText) -> Int64 {
        var fingerprint = Fingerprint()
        fingerprint.add(title)
        fingerprint.add(text.fingerprint)
        return fingerprint.value
    }

    /// The keys under which its link, its headline and its text can be found again.
    func textMarks(rule: IdentityRule, of feed: Int64) -> [Int64] {
        var keys = [linkKey, headlineKey].compactMap { $0 }
        if rule == .digest {
            keys.append(MarkKey.text(digest, feed: feed))
            if !title.isEmpty { keys.append(MarkKey.title(title, feed: feed)) }
        }
        return keys
    }

    /// Whether two items of one document that share an identifier are different all the same.
    func isDistinct(from other: IdentityClaim) -> Bool {
        guard title != other.title else { return false }
        guard link == other.link else { return true }
        // One page, or none, under two titles: two states of one item if they were published at one time.
        if let published, published == other.published { return false }
        return text.fingerprint != other.text.fingerprint
    }

    /// The identifier as it is compared.
    ///
    /// An identifier that is the item's own link with a fragment behind it is that link: the BBC counts an
    /// article's updates there (`…/articles/c1#3`).
    static func identifier(_ guid: String?, link: String?) -> String? {
        guard let guid, !guid.isEmpty else { return nil }
        guard let link, guid.utf8.contains(UInt8(ascii: "#")), guid.hasPrefix("http") else { return guid }
        let page = CanonicalLink.of(guid)
        return page == CanonicalLink.of(link) ? page : guid
    }

    /// The canonical form of a link that names an article; `nil` for a site's front page.
    static func article(_ link: String) -> String? {
        let canonical = CanonicalLink.of(link)
        return canonical.utf8.contains(UInt8(ascii: "/")) || canonical.utf8.contains(UInt8(ascii: "?"))
            ? canonical : nil
    }
}
