import GRDB
import News

/// Which items report one event.
enum Stories {
    /// How far apart two items of one headline may be, in milliseconds.
    private static let reach: Int64 = 3 * 86_400_000

    /// The story that a new item belongs to: that of an item on the same page in whichever feed, else that of an
    /// item with the same headline within three days; `nil` where it begins one.
    static func story(of claim: IdentityClaim, at time: Int64, in db: Database) throws -> Int64? {
        if let link = claim.link, !claim.linkIsShared,
            let story = try newest(under: MarkKey.link(link), from: .min, to: .max, in: db)
        {
            return story
        }
        guard let headline = Folding.headline(claim.item.title) else { return nil }
        return try newest(under: MarkKey.headline(headline), from: time - reach, to: time + reach, in: db)
    }

    /// The story of the newest item under a mark; looks at so many items only that a headline used every day by
    /// every feed stays cheap.
    private static func newest(under key: Int64, from: Int64, to: Int64, in db: Database) throws -> Int64? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT item.story FROM (SELECT item FROM mark WHERE key = ? ORDER BY item DESC LIMIT 32) AS near
                JOIN item ON item.id = near.item WHERE item.time BETWEEN ? AND ? ORDER BY item.id DESC LIMIT 1
                """)
        return try statement.integer([field(key), field(from), field(to)])
    }
}
