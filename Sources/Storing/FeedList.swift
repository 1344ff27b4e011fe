import GRDB
import News

import struct FoundationEssentials.Date

/// The subscribed feeds: taking over a new list, and reading the feeds back.
enum FeedList {
    /// Takes over the whole current list; a feed that is listed twice counts as listed first.
    static func replace(
        with subscriptions: [Subscription], at now: Int64, journal: inout JournalWriter, in db: Database
    ) throws {
        var listed: Set<FeedURL> = []
        for subscription in subscriptions where listed.insert(subscription.url).inserted {
            var old = try Listing(subscription.url, in: db)
            if old == nil {
                _ = try FeedTable.add(subscription.url, at: now, to: &journal, in: db)
                old = try Listing(subscription.url, in: db)
            }
            if let old { try update(old, to: subscription, position: listed.count, at: now, in: db) }
        }
        let subscribed = try Row.fetchAll(db, sql: "SELECT id, url FROM feed WHERE subscribed = 1")
        for row in subscribed where FeedURL(row[1] as String).map({ !listed.contains($0) }) ?? true {
            try db.cachedStatement(sql: "UPDATE feed SET subscribed = 0 WHERE id = ?").execute(
                arguments: [row[0] as Int64])
        }
    }

    private static func update(
        _ old: Listing, to subscription: Subscription, position: Int, at now: Int64, in db: Database
    ) throws {
        let fields = [
            field(position), field(subscription.title), field(ListText.encode(subscription.tags) ?? "[]"),
            field(subscription.country), field(subscription.interval?.milliseconds), field(subscription.enabled),
        ]
        if !old.isSubscribed || fields != old.fields {
            try db.cachedStatement(
                sql: """
                    UPDATE feed SET subscribed = 1, position = ?, list_title = ?, tags = ?, country = ?,
                        fixed_interval = ?, enabled = ? WHERE id = ?
                    """
            ).execute(arguments: StatementArguments(fields + [field(old.id)]))
        }
        // Whoever lists or enables a feed anew wants it asked again, even if its server once said that it is gone.
        if old.hasEnded && subscription.enabled && (!old.isSubscribed || !old.isEnabled) {
            try db.execute(sql: "UPDATE feed SET ended = 0, next_poll = NULL WHERE id = ?", arguments: [old.id])
        }
        // A shorter interval holds from now on, not only after the next poll.
        if let interval = subscription.interval?.milliseconds {
            try db.cachedStatement(sql: "UPDATE feed SET next_poll = ? WHERE id = ? AND next_poll > ?")
                .execute(arguments: [now + interval, old.id, now + interval])
        }
    }

    /// The subscribed feeds in the order of the list, each with its number of items and of relevant ones.
    static func reports(in db: Database) throws -> [FeedReport] {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(reportColumns) FROM feed WHERE subscribed = 1 ORDER BY position, id")
        return try Array(rows.map(report))
    }

    private static let reportColumns = """
        url, list_title, tags, country, fixed_interval, enabled, title, link, location, redirect_target,
        redirect_since, redirect_count, etag, last_modified, last_polled, last_success, last_fresh, next_poll,
        interval, reason, http_status, error, failures, ended, items, relevant, hints, rhythm, body, host_pause
        """

    private static func report(_ row: Row) throws -> FeedReport {
        guard let url = FeedURL(row[0] as String) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a feed's address is none: \(row[0] as String)")
        }
        let subscription = Subscription(
            url: url, title: row[1], tags: ListText.strings(row[2]), country: row[3], interval: duration(row[4]),
            enabled: row[5])
        var redirect: ObservedRedirect?
        if let target = address(row[9]), let since = date(row[10]) {
            redirect = ObservedRedirect(target: target, since: since, count: row[11] ?? 1)
        }
        let state = FeedState(
            title: row[6], link: row[7], location: address(row[8]), redirect: redirect,
            validators: Validators(etag: row[12], lastModified: row[13]), lastPolled: date(row[14]),
            lastSuccess: date(row[15]), lastFresh: date(row[16]), nextPoll: date(row[17]), interval: duration(row[18]),
            reason: row[19], httpStatus: row[20], error: row[21], failures: row[22], ended: row[23],
            hints: ValueText.decode(row[26], as: PublishingHints.self) ?? PublishingHints(),
            body: row[28],
            rhythm: RhythmText.decode(row[27]),
            hostPause: date(row[29]))
        return FeedReport(feed: Feed(subscription: subscription, state: state), items: row[24], relevant: row[25])
    }

    private static func date(_ value: Int64?) -> Date? { value.map(Date.init(milliseconds:)) }
    private static func duration(_ value: Int64?) -> Duration? { value.map { .milliseconds($0) } }
    private static func address(_ value: String?) -> FeedURL? { value.flatMap { FeedURL($0) } }
}

/// What the list said about a feed so far.
private struct Listing {
    let id: Int64
    let isSubscribed: Bool
    let isEnabled: Bool
    let hasEnded: Bool
    /// Position, title, tags, country, interval and whether it is enabled, as stored.
    let fields: [DatabaseValue]

    init?(_ url: FeedURL, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, subscribed, ended, enabled, position, list_title, tags, country, fixed_interval, enabled
                FROM feed WHERE url = ?
                """)
        guard let row = try Row.fetchOne(statement, arguments: [url.string]) else { return nil }
        id = row[0]
        isSubscribed = row[1]
        hasEnded = row[2]
        isEnabled = row[3]
        fields = (4..<10).map { row[$0] }
    }
}
