import GRDB
import News

import struct FoundationEssentials.Date

/// Reads items and their history.
enum ItemReader {
    /// How much of a content stands in for a missing summary, in characters.
    private static let excerptLength = 1000

    /// Reads an item from `item`, or from the table that stands in for it.
    private static func itemSQL(_ table: String) -> String {
        """
        SELECT item.id, feed.url, coalesce(nullif(feed.list_title, ''), feed.title, feed.url), item.guid,
            revision.title, revision.link, revision.author, revision.published, item.first_seen, item.language,
            revision.summary, substr(revision.content, 1, \(excerptLength + 1)), item.relevant, item.score,
            CASE WHEN item.label IS NULL THEN verdict.topics ELSE label.topics END, item.story, item.revisions, item.rule
        FROM \(table) AS item
        JOIN feed ON feed.id = item.feed
        JOIN revision ON revision.entry = item.revision
        JOIN verdict ON verdict.entry = item.verdict
        LEFT JOIN label ON label.entry = item.label
        WHERE item.id = ?
        """
    }

    /// The item of a number, with an extract around the hits where an expression is given.
    static func item(_ id: Int64, match: String?, past: PastItems? = nil, in db: Database) throws -> Item? {
        let isPast = try past?.holds(id, in: db) == true
        let (table, search) = isPast ? (past?.table ?? "item", past?.search ?? "search") : ("item", "search")
        guard let row = try Row.fetchOne(db.cachedStatement(sql: itemSQL(table)), arguments: [id]) else { return nil }
        var item = try item(row)
        if let match {
            let snippet = try db.cachedStatement(
                sql: """
                    SELECT snippet(\(search), -1, char(0xE000), char(0xE001), '…', 24)
                    FROM \(search) WHERE \(search) MATCH ? AND rowid = ?
                    """)
            item.snippet = try String.fetchOne(snippet, arguments: [match, id])
        }
        return item
    }

    private static func item(_ row: Row) throws -> Item {
        guard let feed = FeedURL(row[1] as String) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a feed's address is none: \(row[1] as String)")
        }
        let summary: String? = row[10]
        return Item(
            id: row[0], feed: feed, feedTitle: row[2], guid: row[3], title: row[4] ?? "", url: row[5], author: row[6],
            published: date(row[7]), firstSeen: Date(milliseconds: row[8]), language: row[9],
            summary: summary.flatMap { $0.isEmpty ? nil : $0 } ?? excerpt(row[11]), relevant: row[12],
            relevance: row[13], topics: ListText.strings(row[14]).map(Topic.init(rawValue:)), story: row[15],
            revision: row[16])
    }

    /// The beginning of a content, cut at a word.
    private static func excerpt(_ content: String?) -> String? {
        guard let content, !content.isEmpty else { return nil }
        guard content.unicodeScalars.count > excerptLength else { return content }
        let head = content.unicodeScalars.prefix(excerptLength)
        let cut = head.lastIndex(of: " ") ?? head.endIndex
        return String(head[..<cut]) + "…"
    }

    /// Everything known about an item, now or at an earlier moment.
    static func history(of id: Int64, past: PastItems? = nil, in db: Database) throws -> ItemHistory? {
        let last = past?.last ?? .max
        let rule = "SELECT rule FROM item WHERE id = ? AND first <= ?"
        guard let rule = try String.fetchOne(db, sql: rule, arguments: [id, last]),
            let item = try item(id, match: nil, past: past, in: db)
        else { return nil }
        let entries = try entries(of: id, in: db).filter { $0 <= last }
        return ItemHistory(
            item: item, identityRule: IdentityRule(rawValue: rule) ?? .digest,
            revisions: try entries.compactMap { try revision($0, guid: item.guid, in: db) },
            verdicts: try entries.compactMap { try verdict($0, in: db) }, labels: try labels(of: id, upTo: last, in: db)
        )
    }

    /// The label that an item has now.
    static func label(of id: Int64, in db: Database) throws -> ItemLabel? {
        let isHeld = try Bool.fetchOne(db, sql: "SELECT label IS NOT NULL FROM item WHERE id = ?", arguments: [id])
        return isHeld == true ? try labels(of: id, in: db).last?.label : nil
    }

    private static func labels(of id: Int64, upTo last: Int64 = .max, in db: Database) throws -> [ItemLabelling] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT journal.time, relevant, topics, note
                FROM label JOIN journal ON journal.n = entry WHERE item = ? AND entry <= ? ORDER BY number
                """, arguments: [id, last])
        return rows.map { row in
            let label = ItemLabel(
                relevant: row[1], topics: ListText.strings(row[2]).map(Topic.init(rawValue:)), note: row[3])
            return ItemLabelling(labelled: Date(milliseconds: row[0]), label: label)
        }
    }

    /// The numbers of the journal's entries about an item: the first is that before any later one.
    private static func entries(of id: Int64, in db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT revision AS entry FROM item WHERE id = ?1
                UNION SELECT verdict FROM item WHERE id = ?1
                UNION SELECT entry FROM revision WHERE item = ?1 AND number > 1
                UNION SELECT entry FROM verdict WHERE item = ?1 AND number > 1
                UNION SELECT first FROM item WHERE id = ?1
                ORDER BY entry
                """, arguments: [id])
    }

    private static func revision(_ entry: Int64, guid: String?, in db: Database) throws -> ItemRevision? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT number, journal.time, title, link, author, published, updated, language, categories,
                    enclosures, summary, content
                FROM revision JOIN journal ON journal.n = entry WHERE entry = ?
                """, arguments: [entry])
        guard let row else { return nil }
        let item = ParsedItem(
            id: guid, title: row[2], link: row[3], summary: row[10], content: row[11], author: row[4],
            published: date(row[5]), updated: date(row[6]), categories: ListText.strings(row[8]),
            enclosures: ListText.enclosures(row[9]), language: row[7])
        return ItemRevision(number: row[0], seen: Date(milliseconds: row[1]), item: item)
    }

    private static func verdict(_ entry: Int64, in db: Database) throws -> ItemVerdict? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT journal.time, revision, relevant, score, topics, evidence, language, judge.name
                FROM verdict JOIN journal ON journal.n = entry JOIN judge ON judge.id = verdict.judge
                WHERE entry = ?
                """, arguments: [entry])
        guard let row else { return nil }
        let verdict = Verdict(
            relevant: row[2], relevance: row[3], topics: ListText.strings(row[4]).map(Topic.init(rawValue:)),
            evidence: ListText.evidence(row[5]), language: row[6], judge: row[7])
        return ItemVerdict(judged: Date(milliseconds: row[0]), revision: row[1], verdict: verdict)
    }

    private static func date(_ value: Int64?) -> Date? { value.map(Date.init(milliseconds:)) }
}
