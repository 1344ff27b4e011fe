import GRDB
import News

import struct FoundationEssentials.Date

/// A stored item, as far as recognising it again needs.
struct KnownItem {
    let id: Int64
    let feed: Int64
    let rule: IdentityRule
    /// The identifier by which it is told apart, where that is the rule.
    let guid: String?
    /// Whether a second identifier was noted for it.
    let isRenamed: Bool
    let published: Date?
    /// The fingerprint of text and verdict as last stored.
    let seen: Int64
    /// The newest revision's text.
    let text: StoredText

    /// The title, folded.
    var title: String { Folding.title(text.title) }
    /// The canonical link, where it names an article.
    var link: String? { text.link.flatMap(IdentityClaim.article) }

    init(_ row: Row) {
        id = row[0]
        feed = row[1]
        rule = IdentityRule(rawValue: row[2]) ?? .digest
        isRenamed = row[4]
        text = StoredText(title: row[5], link: row[6], summary: row[8], content: row[9], omitted: row[10])
        published = (row[7] as Int64?).map(Date.init(milliseconds:))
        seen = row[11]
        guid = rule == .guid ? IdentityClaim.identifier(row[3], link: text.link) : nil
    }

    /// The items under a mark, newest first; so many that a page shared by a whole feed costs little.
    static func marked(_ key: Int64, in db: Database) throws -> [KnownItem] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT item.id, item.feed, item.rule, item.guid, item.renamed, revision.title, revision.link,
                    revision.published, revision.summary, revision.content, revision.omitted, item.seen
                FROM mark JOIN item ON item.id = mark.item JOIN revision ON revision.entry = item.revision
                WHERE mark.key = ? ORDER BY mark.item DESC LIMIT 16
                """)
        let rows = try Row.fetchCursor(statement, arguments: [key])
        return try Array(rows.map(KnownItem.init))
    }
}

/// Finds the stored item that an item of a document is.
struct Recognition {
    /// What came of it.
    enum Answer {
        /// This item, under an identifier that is to be noted where one is given.
        case known(KnownItem, renamed: String?)
        /// An item that this document already brought.
        case repeated
        /// A new item, identified by this rule.
        case new(IdentityRule)
    }

    let db: Database
    let feed: Int64
    let document: DocumentIdentity

    /// Recognises one item; `claimed` are the stored items that others of the document turned out to be.
    func answer(for claim: IdentityClaim, claimed: Set<Int64>) throws -> Answer {
        if document.repeats.contains(claim.position) { return .repeated }
        var claim = claim
        if let guid = claim.guid {
            let found = try KnownItem.marked(MarkKey.guid(guid, feed: feed), in: db).filter { !claimed.contains($0.id) }
            if let item = found.first(where: { !isDistinct(claim, from: $0) }) { return .known(item, renamed: nil) }
            // One identifier on many items: it names none of them.
            if !found.isEmpty { claim.guid = nil }
        }
        if let link = claim.link {
            let here = try KnownItem.marked(MarkKey.link(link), in: db).filter { $0.feed == feed }
            if let answer = byLink(claim, among: here, claimed: claimed) { return answer }
        }
        if claim.rule == .digest, let item = try byText(claim, claimed: claimed) { return .known(item, renamed: nil) }
        return .new(claim.rule)
    }

    /// Whether an item that bears a stored item's identifier is another item all the same: another page under
    /// another title, published at another time.
    private func isDistinct(_ claim: IdentityClaim, from known: KnownItem) -> Bool {
        guard claim.title != known.title else { return false }
        if let link = claim.link, link == known.link, !claim.linkIsShared { return false }
        let text = StoredText(claim.item)
        // Where there is no text to compare, another page is other text.
        let isBareElsewhere = text.isBare && claim.link != nil && known.link != nil
        guard isBareElsewhere || text.fingerprint != known.text.fingerprint else { return false }
        switch (claim.item.published, known.published) {
        case (let new?, let old?): return new.milliseconds != old.milliseconds
        case (nil, nil): return true
        default: return false
        }
    }

    /// The item on the same page: under the same title whatever its identifier, or with an edited title.
    private func byLink(_ claim: IdentityClaim, among here: [KnownItem], claimed: Set<Int64>) -> Answer? {
        let sameTitle = here.filter { $0.title == claim.title }
        if let item = sameTitle.first(where: { !claimed.contains($0.id) && mayBeRenamed($0, to: claim) }) {
            return .known(item, renamed: item.guid == claim.guid ? nil : claim.guid)
        }
        if claim.guid == nil, sameTitle.contains(where: { claimed.contains($0.id) }) { return .repeated }
        guard !claim.linkIsShared, here.count == 1, let item = here.first, !claimed.contains(item.id),
            item.rule != .digest, isGone(item)
        else { return nil }
        if claim.guid == nil { return .known(item, renamed: nil) }
        // A new identifier and a new title on a known page: the same item if nothing else speaks against it.
        let isSameTime = item.published != nil && item.published?.milliseconds == claim.item.published?.milliseconds
        return item.isRenamed || item.guid == nil || isSameTime ? .known(item, renamed: claim.guid) : nil
    }

    /// Whether a stored item of the same page and title can be the one at hand, under another identifier.
    private func mayBeRenamed(_ known: KnownItem, to claim: IdentityClaim) -> Bool {
        guard isGone(known) else { return false }
        guard let new = claim.item.published, let old = known.published, new.milliseconds != old.milliseconds else {
            return true
        }
        return StoredText(claim.item).fingerprint == known.text.fingerprint
    }

    /// Whether no item of the document bears the stored item's identifier.
    private func isGone(_ known: KnownItem) -> Bool { known.guid.map { !document.guids.contains($0) } ?? true }

    /// The item of the same title and text; else that of the same title whose text is gone, for it was edited.
    private func byText(_ claim: IdentityClaim, claimed: Set<Int64>) throws -> KnownItem? {
        let same = try KnownItem.marked(MarkKey.text(claim.digest, feed: feed), in: db)
        if let item = same.first(where: { !claimed.contains($0.id) }) { return item }
        guard document.uniqueTitles.contains(claim.title) else { return nil }
        return try KnownItem.marked(MarkKey.title(claim.title, feed: feed), in: db).first { known in
            let digest = IdentityClaim.digest(title: known.title, text: known.text)
            return known.rule == .digest && !claimed.contains(known.id) && !document.textDigests.contains(digest)
        }
    }
}
