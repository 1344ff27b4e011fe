import GRDB
import Glibc
import News

import struct FoundationEssentials.Date

extension StoreStatus {
    /// Sums the store up; counts that would need a walk over all items are kept with the feeds.
    init(of db: Database, path: String) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT coalesce(sum(items), 0), coalesce(sum(relevant), 0), coalesce(sum(subscribed), 0),
                    coalesce(sum(subscribed AND failures > 0 AND NOT ended), 0), coalesce(sum(subscribed AND ended), 0),
                    max(last_polled), (SELECT first_seen FROM item ORDER BY id DESC LIMIT 1),
                    (SELECT count(*) FROM revision WHERE number > 1), (SELECT user_version FROM pragma_user_version)
                FROM feed
                """)
        guard let row else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the feeds cannot be counted") }
        self.init(
            items: row[0], relevant: row[1], revisions: row[7], feeds: row[2], failing: row[3], ended: row[4],
            lastPoll: (row[5] as Int64?).map(Date.init(milliseconds:)),
            lastItem: (row[6] as Int64?).map(Date.init(milliseconds:)),
            bytes: Self.size(path) + Self.size(path + "-wal"),
            schema: row[8])
    }

    private static func size(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
