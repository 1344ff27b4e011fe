import GRDB
import News

/// An item of another store, by what it would be recognised here.
struct ImportedClaim {
    let claim: IdentityClaim
    private let rule: IdentityRule
    private let identity: [DatabaseValue]

    /// Takes the rule by which the other store told it apart: it saw the whole document.
    init(identity: [DatabaseValue], revision: RevisionRow) {
        self.identity = identity
        rule = identity[2].text.flatMap(IdentityRule.init(rawValue:)) ?? .digest
        var claim = IdentityClaim(position: 0, item: revision.item(guid: identity[3].text), text: revision.text)
        if rule != .guid { claim.guid = nil }
        claim.linkIsShared = rule == .digest
        self.claim = claim
    }

    /// The item here that it is; `nil` where it is new.
    func known(of feed: Int64, claimed: Set<Int64>, in db: Database) throws -> Int64? {
        if let same = try same(of: feed, claimed: claimed, in: db) { return same }
        let recognition = try Recognition(db: db, feed: feed, document: DocumentIdentity([claim]))
        if case .known(let item, _) = try recognition.answer(for: claim, claimed: claimed) { return item.id }
        return nil
    }

    /// The item here that was seen at the very same moment under the same key: it came from the same poll.
    private func same(of feed: Int64, claimed: Set<Int64>, in db: Database) throws -> Int64? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT item FROM mark JOIN item ON item.id = mark.item
                WHERE key = ? AND feed = ? AND rule = ? AND guid IS ? AND first_seen = ? ORDER BY item
                """)
        for key in marks(of: feed, isFirst: true) {
            let found = try Int64.fetchAll(
                statement,
                arguments: StatementArguments([field(key), field(feed), identity[2], identity[3], identity[4]]))
            if let item = found.first(where: { !claimed.contains($0) }) { return item }
        }
        return nil
    }

    /// The keys under which it can be found.
    func marks(of feed: Int64, isFirst: Bool) -> [Int64] {
        var keys: [Int64] = []
        if isFirst, let guid = claim.guid { keys.append(MarkKey.guid(guid, feed: feed)) }
        return keys + claim.textMarks(rule: rule, of: feed)
    }
}
