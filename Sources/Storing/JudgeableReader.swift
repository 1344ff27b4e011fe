import GRDB
import News

import struct FoundationEssentials.Date

/// Reads items as they can be judged.
enum JudgeableReader {
    /// Items read in one transaction, and written in the next.
    private static let pageSize = 256

    private static let columns = """
        item.id, coalesce(nullif(feed.list_title, ''), feed.title), feed.country, item.guid, revision.title,
        revision.link, revision.summary, revision.content, revision.author, revision.published, revision.updated,
        revision.categories, revision.enclosures, revision.language, revision.omitted
        """
    private static let source = """
        item JOIN feed ON feed.id = item.feed JOIN revision ON revision.entry = item.revision
        """

    /// The next items by number; without `item` where the text is not stored.
    static func page(after last: Int64, since: Date?, in db: Database) throws -> [(id: Int64, item: JudgeableItem?)] {
        let statement = try db.cachedStatement(
            sql:
                "SELECT \(columns) FROM \(source) WHERE item.id > ? AND item.time >= ? ORDER BY item.id LIMIT \(pageSize)"
        )
        let rows = try Row.fetchAll(statement, arguments: [last, since?.milliseconds ?? .min])
        return rows.map { ($0[0], ($0[14] as Int64?) == nil ? item($0) : nil) }
    }

    /// One item, `nil` where there is none; a text that is not stored is empty.
    static func item(_ id: Int64, in db: Database) throws -> JudgeableItem? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM \(source) WHERE item.id = ?")
        return try Row.fetchOne(statement, arguments: [id]).map(item)
    }

    private static func item(_ row: Row) -> JudgeableItem {
        let parsed = ParsedItem(
            id: row[3], title: row[4], link: row[5], summary: row[6], content: row[7], author: row[8],
            published: (row[9] as Int64?).map(Date.init(milliseconds:)),
            updated: (row[10] as Int64?).map(Date.init(milliseconds:)), categories: ListText.strings(row[11]),
            enclosures: ListText.enclosures(row[12]), language: row[13])
        return JudgeableItem(id: row[0], item: parsed, feedTitle: row[1] ?? "", country: row[2])
    }
}
