import GRDB
import News

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
    /// Fingerprints of the document's identifiers; `nil` where nothing was ever forgotten, so that none is needed.
    private let guids: Set<Int64>?

    init(db: Database, feed: Int64, document: DocumentIdentity) throws {
        self.db = db
        self.feed = feed
        self.document = document
        let forgets = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM forgotten)").integer([])
        guids = forgets == 1 ? Set(document.guids.map(Fingerprint.of)) : nil
    }

    /// The items under a mark, stored and forgotten ones.
    private func marked(_ key: Int64) throws -> [KnownItem] {
        let stored = try KnownItem.marked(key, in: db)
        return guids == nil ? stored : try stored + KnownItem.forgotten(key, in: db)
    }

    /// Recognises one item; `claimed` are the stored items that others of the document turned out to be.
    func answer(for claim: IdentityClaim, claimed: Set<Int64>) throws -> Answer {
        if document.repeats.contains(claim.position) { return .repeated }
        var claim = claim
        if let guid = claim.guid {
            let found = try marked(MarkKey.guid(guid, feed: feed)).filter { !claimed.contains($0.id) }
            if let item = found.first(where: { !isDistinct(claim, from: $0) }) { return .known(item, renamed: nil) }
            // One identifier on many items: it names none of them.
            if !found.isEmpty { claim.guid = nil }
        }
        if let key = claim.linkKey {
            let here = try marked(key).filter { $0.feed == feed }
            if let answer = byLink(claim, among: here, claimed: claimed) { return answer }
        }
        if claim.rule == .digest, let item = try byText(claim, claimed: claimed) { return .known(item, renamed: nil) }
        return .new(claim.rule)
    }

    /// Whether an item that bears a stored item's identifier is another item all the same: another page under
    /// another title, published at another time.
    private func isDistinct(_ claim: IdentityClaim, from known: KnownItem) -> Bool {
        guard !known.hasTitle(claim.title) else { return false }
        if let link = claim.link, known.hasLink(link), !claim.linkIsShared { return false }
        let text = claim.text
        // Where there is no text to compare, another page is other text.
        let isBareElsewhere = text.isBare && claim.link != nil && known.namesPage
        guard isBareElsewhere || text.fingerprint != known.text.fingerprint else { return false }
        switch (claim.published, known.published) {
        case (let new?, let old?): return new.milliseconds != old.milliseconds
        case (nil, nil): return true
        default: return false
        }
    }

    /// The item on the same page: under the same title whatever its identifier, or with an edited title.
    private func byLink(_ claim: IdentityClaim, among here: [KnownItem], claimed: Set<Int64>) -> Answer? {
        let sameTitle = here.filter { $0.hasTitle(claim.title) }
        if let item = sameTitle.first(where: { !claimed.contains($0.id) && mayBeRenamed($0, to: claim) }) {
            return .known(item, renamed: item.hasIdentifier(claim.guid) ? nil : claim.guid)
        }
        if claim.guid == nil, sameTitle.contains(where: { claimed.contains($0.id) }) { return .repeated }
        guard !claim.linkIsShared, here.count == 1, let item = here.first, !claimed.contains(item.id),
            item.rule != .digest, isGone(item)
        else { return nil }
        if claim.guid == nil { return .known(item, renamed: nil) }
        // A new identifier and a new title on a known page: the same item if nothing else speaks against it.
        let isSameTime = item.published != nil && item.published?.milliseconds == claim.published?.milliseconds
        return item.isRenamed || item.hasIdentifier(nil) || isSameTime ? .known(item, renamed: claim.guid) : nil
    }

    /// Whether a stored item of the same page and title can be the one at hand, under another identifier.
    private func mayBeRenamed(_ known: KnownItem, to claim: IdentityClaim) -> Bool {
        guard isGone(known) else { return false }
        guard let new = claim.published, let old = known.published, new.milliseconds != old.milliseconds else {
            return true
        }
        return claim.text.fingerprint == known.text.fingerprint
    }

    /// Whether no item of the document bears the stored item's identifier.
    private func isGone(_ known: KnownItem) -> Bool {
        if let traces = known.traces { return traces.guid.map { guids?.contains($0) == false } ?? true }
        return known.guid.map { !document.guids.contains($0) } ?? true
    }

    /// The item of the same title and text; else that of the same title whose text is gone, for it was edited.
    private func byText(_ claim: IdentityClaim, claimed: Set<Int64>) throws -> KnownItem? {
        let same = try marked(MarkKey.text(claim.digest, feed: feed))
        if let item = same.first(where: { !claimed.contains($0.id) }) { return item }
        guard document.uniqueTitles.contains(claim.title) else { return nil }
        return try marked(MarkKey.title(claim.title, feed: feed)).first { known in
            known.rule == .digest && !claimed.contains(known.id) && !document.textDigests.contains(known.digest)
        }
    }
}
