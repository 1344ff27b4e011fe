import GRDB
import News

import struct FoundationEssentials.Date

/// The table of feeds: what the list says and what polling has taught, side by side.
enum FeedTable {
    /// How many polls of each feed are remembered.
    static let pollsKept = 50

    /// A feed as a poll of it needs it.
    struct Known {
        let id: Int64
        let location: String?
        let polls: Int64
    }

    static func find(_ url: FeedURL, in db: Database) throws -> Known? {
        let statement = try db.cachedStatement(sql: "SELECT id, location, polls FROM feed WHERE url = ?")
        return try Row.fetchOne(statement, arguments: [url.string]).map {
            Known(id: $0[0], location: $0[1], polls: $0[2])
        }
    }

    /// Makes a feed known; it is not subscribed yet.
    static func add(
        _ url: FeedURL, at now: Int64, to journal: inout JournalWriter, in db: Database
    ) throws -> Known {
        let id = try Int64.fetchOne(db.cachedStatement(sql: "SELECT coalesce(max(id), 0) + 1 FROM feed")) ?? 1
        let entry = try journal.append(.feed, at: now, [field(id), field(url.string)], to: db)
        try db.cachedStatement(sql: "INSERT INTO feed (id, entry, url) VALUES (?, ?, ?)")
            .execute(arguments: [id, entry, url.string])
        return Known(id: id, location: nil, polls: 0)
    }

    /// Replaces a feed's state and adds the poll to its log.
    static func save(
        _ prepared: PreparedPoll, as feed: Known, receipt: PollReceipt, relevantChange: Int, in db: Database
    ) throws {
        let (poll, state) = (prepared.poll, prepared.poll.state)
        try db.run(
            saveSQL,
            [
                field(state.title), field(state.link), field(state.location?.string),
                field(state.redirect?.target.string), field(state.redirect?.since), field(state.redirect?.count64),
                field(state.validators.etag), field(state.validators.lastModified), field(state.lastPolled),
                field(state.lastSuccess), field(state.lastFresh), field(state.nextPoll),
                field(state.interval?.milliseconds), field(state.reason), field(state.httpStatus.map(Int64.init)),
                field(state.error), field(state.failures), field(state.ended),
                field(prepared.hints), field(prepared.rhythm), field(state.body), field(state.hostPause),
                field(receipt.new), field(relevantChange), field(feed.id),
            ])
        try db.run(
            """
            INSERT OR REPLACE INTO poll (feed, slot, started, duration, http_status, bytes, new, revised, error)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                field(feed.id), field(feed.polls % Int64(pollsKept)), field(poll.started),
                field(poll.duration.milliseconds), field(state.httpStatus.map(Int64.init)), field(poll.bytesOnWire),
                field(receipt.new), field(receipt.revised), field(state.error),
            ])
    }

    private static let saveSQL = """
        UPDATE feed SET title = ?, link = ?, location = ?, redirect_target = ?, redirect_since = ?, redirect_count = ?,
            etag = ?, last_modified = ?, last_polled = ?, last_success = ?, last_fresh = ?, next_poll = ?,
            interval = ?, reason = ?, http_status = ?, error = ?, failures = ?, ended = ?, hints = ?, rhythm = ?,
            body = ?, host_pause = ?,
            polls = polls + 1, items = items + ?, relevant = relevant + ?
        WHERE id = ?
        """

    /// Changes the number of relevant items of an item's feed.
    static func count(_ change: Int, ofItem id: Int64, in db: Database) throws {
        if change == 0 { return }
        try db.cachedStatement(
            sql: "UPDATE feed SET relevant = relevant + ? WHERE id = (SELECT feed FROM item WHERE id = ?)"
        ).execute(arguments: [change, id])
    }

    /// The newest polls of a feed.
    static func polls(of url: FeedURL, limit: Int, in db: Database) throws -> [PollLogEntry] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT poll.started, poll.duration, poll.http_status, poll.bytes, poll.new, poll.revised, poll.error
                FROM poll JOIN feed ON feed.id = poll.feed WHERE feed.url = ?
                ORDER BY (feed.polls - 1 - poll.slot) % \(pollsKept) LIMIT ?
                """, arguments: [url.string, max(limit, 0)])
        return rows.map { row in
            PollLogEntry(
                started: Date(milliseconds: row[0]), duration: .milliseconds(row[1] as Int64), httpStatus: row[2],
                bytesOnWire: row[3], new: row[4], revised: row[5], error: row[6])
        }
    }
}

extension ObservedRedirect {
    fileprivate var count64: Int64 { Int64(count) }
}
