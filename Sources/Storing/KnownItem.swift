import GRDB
import News

import struct FoundationEssentials.Date

/// An item that is stored, or was forgotten, as far as recognising it again needs.
struct KnownItem {
    let id: Int64
    let feed: Int64
    let rule: IdentityRule
    /// The identifier by which it is told apart, where that is the rule; `nil` of a forgotten item.
    let guid: String?
    /// Whether a second identifier was noted for it.
    let isRenamed: Bool
    let published: Date?
    /// The fingerprint of text and verdict as last stored.
    let seen: Int64
    /// The newest revision's text; of a forgotten item its fingerprint only.
    let text: StoredText
    /// What stays of a forgotten item; `nil` of one that is stored.
    let traces: Traces?

    /// Fingerprints of a forgotten item.
    struct Traces: Equatable {
        let guid: Int64?
        let title: Int64
        let link: Int64?
        /// The digest of title and text, where that is the rule.
        let digest: Int64
    }

    /// Whether this is its title, folded.
    func hasTitle(_ title: String) -> Bool {
        traces.map { $0.title == Fingerprint.of(title) } ?? (Folding.title(text.title) == title)
    }

    /// Whether this is its canonical link.
    func hasLink(_ link: String) -> Bool {
        traces.map { $0.link == Fingerprint.of(link) } ?? (self.link == link)
    }

    /// Whether its link names an article.
    var namesPage: Bool { traces.map { $0.link != nil } ?? (link != nil) }

    /// Whether this is the identifier by which it is told apart, or whether there is none.
    func hasIdentifier(_ guid: String?) -> Bool {
        traces.map { $0.guid == guid.map(Fingerprint.of) } ?? (self.guid == guid)
    }

    /// The digest of its title and text.
    var digest: Int64 {
        traces?.digest ?? IdentityClaim.digest(title: Folding.title(text.title), text: text)
    }

    /// The canonical link, where it names an article.
    private var link: String? { text.link.flatMap(IdentityClaim.article) }

    /// What will stay of it once it is forgotten.
    var tracesToKeep: Traces {
        traces
            ?? Traces(
                guid: guid.map(Fingerprint.of), title: Fingerprint.of(Folding.title(text.title)),
                link: link.map(Fingerprint.of), digest: rule == .digest ? digest : 0)
    }
}

extension KnownItem {
    private static let columns = """
        item.id, item.feed, item.rule, item.guid, item.renamed, revision.title, revision.link, revision.published,
        revision.summary, revision.content, revision.omitted, item.seen
        """

    private init(stored row: Row) {
        id = row[0]
        feed = row[1]
        rule = IdentityRule(rawValue: row[2]) ?? .digest
        isRenamed = row[4]
        text = StoredText(title: row[5], link: row[6], summary: row[8], content: row[9], omitted: row[10])
        published = (row[7] as Int64?).map(Date.init(milliseconds:))
        seen = row[11]
        guid = rule == .guid ? IdentityClaim.identifier(row[3], link: text.link) : nil
        traces = nil
    }

    private init(forgotten row: Row) {
        id = row[0]
        feed = row[1]
        rule = IdentityRule(rawValue: row[2]) ?? .digest
        guid = nil
        isRenamed = row[7]
        published = (row[6] as Int64?).map(Date.init(milliseconds:))
        seen = 0
        text = StoredText(title: nil, link: nil, summary: nil, content: nil, omitted: row[8])
        traces = Traces(guid: row[3], title: row[4], link: row[5], digest: row[9])
    }

    /// The stored items under a mark, newest first; so many that a page shared by a whole feed costs little.
    static func marked(_ key: Int64, in db: Database) throws -> [KnownItem] {
        try items(under: key, in: db) { try stored($0, in: db) }
    }

    /// The forgotten items under a mark, newest first.
    static func forgotten(_ key: Int64, in db: Database) throws -> [KnownItem] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT item, feed, rule, guid, title, link, published, renamed, text, digest
                FROM forgotten WHERE item = ?
                """)
        return try items(under: key, in: db) {
            try Row.fetchOne(statement, arguments: [$0]).map(KnownItem.init(forgotten:))
        }
    }

    /// The newest items under a mark that can be read: mostly none, hence no join.
    private static func items(
        under key: Int64, in db: Database, _ read: (Int64) throws -> KnownItem?
    ) throws -> [KnownItem] {
        let marks = try db.cachedStatement(sql: "SELECT item FROM mark WHERE key = ? ORDER BY item DESC LIMIT 64")
        var items: [KnownItem] = []
        for id in try marks.integers([field(key)]) where items.count < most {
            if let item = try read(id) { items.append(item) }
        }
        return items
    }

    /// The stored item of a number.
    static func stored(_ id: Int64, in db: Database) throws -> KnownItem? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(columns) FROM item JOIN revision ON revision.entry = item.revision WHERE item.id = ?")
        return try Row.fetchOne(statement, arguments: [id]).map(KnownItem.init(stored:))
    }

    private static let most = 16
}
