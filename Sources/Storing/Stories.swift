import GRDB
import News

/// Which items report one event.
enum Stories {
    /// How far apart two items of one headline may be, in milliseconds.
    private static let reach: Int64 = 3 * 86_400_000

    /// The story that a new item belongs to: that of an item on the same page in whichever feed, else that of an
    /// item with the same headline within three days; `nil` where it begins one.
    static func story(of claim: IdentityClaim, at time: Int64, in db: Database) throws -> Int64? {
        if let key = claim.linkKey, !claim.linkIsShared,
            let story = try newest(under: key, from: .min, to: .max, in: db)
        {
            return story
        }
        guard let key = claim.headlineKey else { return nil }
        return try newest(under: key, from: time - reach, to: time + reach, in: db)
    }

    /// The story of the newest item under a mark; looks at so many items only that a headline used every day by
    /// every feed stays cheap.
    private static func newest(under key: Int64, from: Int64, to: Int64, in db: Database) throws -> Int64? {
        let marks = try db.cachedStatement(sql: "SELECT item FROM mark WHERE key = ? ORDER BY item DESC LIMIT 32")
        for item in try marks.integers([field(key)]) {
            let near = try db.cachedStatement(sql: "SELECT story FROM item WHERE id = ? AND time BETWEEN ? AND ?")
            if let story = try near.integer([field(item), field(from), field(to)]) { return story }
        }
        return nil
    }
}
