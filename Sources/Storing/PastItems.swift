import GRDB
import News

import struct FoundationEssentials.Date

/// The items that have changed since a moment, as they were at that moment.
///
/// The journal's order is the order of time: of what stands up to entry ``last`` the store would have answered, of
/// nothing after it. Most items are the same then and now, and the tables of today serve for them; those with a later
/// entry are put into a temporary table with the columns of `item`, and into a text index of their own. Temporary tables
/// live in the reader's memory: the store is not written.
struct PastItems {
    /// The newest entry that counts.
    let last: Int64
    /// What tells these tables from those of another query.
    private let number: Int64
    private static let counter = Guarded<Int64>(0)

    /// The table that stands in for `item`; it has the topics too, as a JSON array.
    var table: String { "past_\(number)" }
    /// The text index that stands in for `search`.
    var search: String { "past_search_\(number)" }

    /// Gathers what has changed since a time.
    init(asOf time: Date, in db: Database) throws {
        let newest = "SELECT n FROM journal WHERE time <= ? ORDER BY n DESC LIMIT 1"
        last = try Int64.fetchOne(db, sql: newest, arguments: [time.milliseconds]) ?? 0
        number = Self.counter.withLock { counter in
            counter += 1
            return counter
        }
        try db.execute(
            sql: """
                CREATE TEMP TABLE \(table) AS \(Self.changed);
                """, arguments: ["last": last])
        try db.execute(
            sql: """
                CREATE UNIQUE INDEX temp.\(table)_id ON \(table)(id);
                CREATE VIRTUAL TABLE temp.\(search) USING fts5(
                    summary, title, content, tokenize = '\(Schema.tokenizer)');
                INSERT INTO \(search)(\(search), rank) VALUES ('rank', '\(Schema.rank)');
                INSERT INTO \(search)(rowid, title, summary, content)
                    SELECT item.id, title, summary, content
                    FROM \(table) AS item JOIN revision ON revision.entry = item.revision;
                """)
    }

    /// Forgets the tables.
    func drop(in db: Database) throws {
        try db.execute(sql: "DROP TABLE IF EXISTS temp.\(search); DROP TABLE IF EXISTS temp.\(table)")
    }

    /// Whether an item is among those that have changed.
    func holds(_ id: Int64, in db: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM \(table) WHERE id = ?)"
        return try Bool.fetchOne(db, sql: sql, arguments: [id]) == true
    }

    /// The rows: every item with an entry after `:last` that was there before it.
    ///
    /// `entry` is the key of the three tables, so that what is read is what was appended since.
    private static let changed = """
        WITH later(id) AS (
            SELECT item FROM revision WHERE entry > :last AND number > 1
            UNION SELECT item FROM verdict WHERE entry > :last AND number > 1
            UNION SELECT item FROM label WHERE entry > :last
        ), then_(id, revision, verdict, label) AS (
            SELECT item.id,
                coalesce((SELECT entry FROM revision WHERE revision.item = item.id
                    AND number > 1 AND entry <= :last ORDER BY number DESC LIMIT 1), item.first),
                coalesce((SELECT entry FROM verdict WHERE verdict.item = item.id
                    AND number > 1 AND entry <= :last ORDER BY number DESC LIMIT 1), item.first),
                (SELECT entry FROM label WHERE label.item = item.id AND entry <= :last
                    ORDER BY number DESC LIMIT 1)
            FROM later JOIN item ON item.id = later.id WHERE item.first <= :last
        )
        SELECT item.id, item.first, item.feed, item.rule, item.guid, item.first_seen, item.time, item.story,
            then_.revision, revision.number AS revisions, then_.verdict, verdict.number AS verdicts, verdict.language,
            iif(label.relevant IS NULL, NULL, then_.label) AS label,
            coalesce(label.relevant, verdict.relevant) AS relevant,
            iif(label.relevant IS NULL, verdict.score, CAST(label.relevant AS REAL)) AS score,
            coalesce(iif(label.relevant IS NULL, verdict.topics, label.topics), '[]') AS topics
        FROM then_
        JOIN item ON item.id = then_.id
        JOIN revision ON revision.entry = then_.revision
        JOIN verdict ON verdict.entry = then_.verdict
        LEFT JOIN label ON label.entry = then_.label
        """
}
