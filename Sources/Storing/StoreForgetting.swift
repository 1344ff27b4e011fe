import GRDB

public import struct FoundationEssentials.Date

/// Forgets what is old and was never relevant, a short step at a time.
///
/// A value: whoever runs it decides how long to wait between two steps, so that other writers get their turn.
public struct ForgettingRun: Sendable {
    /// Items forgotten so far.
    public private(set) var items = 0
    /// Bytes of the file that were given back so far.
    public private(set) var bytes = 0
    /// The longest transaction so far.
    public private(set) var longest = Duration.zero

    /// Whether the last step wrote, so that other writers may be waiting for their turn.
    public private(set) var hasWritten = false

    private let bound: Int64
    private let now: Int64
    private var phase = Phase.forgetting
    private var next: Int64 = 1
    private var isMergeBegun = false
    private var pace = Pace(size: 64, bounds: 16...1024)
    private var leaves = Pace(size: 128, bounds: 16...4096)
    private var pages = Pace(size: 512, bounds: 64...16_384)

    /// What is being done.
    private enum Phase {
        case forgetting, merging, reclaiming
    }

    /// Prepares to forget items that were first seen before a moment.
    ///
    /// - Parameter now: The time of the journal's entries.
    public init(before bound: Date, now: Date) {
        self.bound = bound.milliseconds
        self.now = now.milliseconds
    }

    /// Does the next step: at most one transaction, of about a tenth of a second.
    ///
    /// - Returns: Whether there is more to do.
    public mutating func step(in store: Store) throws(StoreError) -> Bool {
        try store.requireAnnotating()
        hasWritten = false
        return try StoreError.rethrowing(store.path) {
            try store.database.using { db in
                switch phase {
                case .forgetting: try forget(db)
                case .merging: try merge(db)
                case .reclaiming: try reclaim(db)
                }
            }
        }
    }

    /// Numbers looked through in one go.
    private static let window: Int64 = 20_000

    private mutating func forget(_ db: Database) throws -> Bool {
        let last = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM item") ?? 0
        guard next <= last else {
            // The text index gives up the words of what is gone when its parts are merged. That writes it anew, which a
            // few items are not worth: they go when it merges its parts by itself.
            let left = try Int.fetchOne(db, sql: "SELECT count(*) FROM search_docsize") ?? 0
            phase = items > 0 && items >= left / 8 ? .merging : .reclaiming
            return true
        }
        let (numbers, size) = (next...(next + Self.window - 1), pace.size)
        let candidates = try Forgetting.candidates(in: numbers, before: bound, limit: size, db)
        if !candidates.isEmpty { pace.adapt(to: try forget(candidates, db)) }
        // Fewer than were asked for: there are no more in this window.
        next = candidates.count < size ? numbers.upperBound + 1 : (candidates.last ?? next) + 1
        return true
    }

    private mutating func forget(_ candidates: [Int64], _ db: Database) throws -> Duration {
        var count = 0
        let time = try transaction(db) { [bound, now] db in
            var journal = try JournalWriter(db)
            count = try Forgetting(db: db, bound: bound).forget(candidates, at: now, journal: &journal)
        }
        items += count
        return time
    }

    /// Does something in one transaction; how long others could not write, commit included.
    private mutating func transaction(_ db: Database, _ body: (Database) throws -> Void) throws -> Duration {
        let clock = ContinuousClock()
        var start = clock.now
        hasWritten = true
        try db.inTransaction(.immediate) {
            start = clock.now
            try body(db)
            return .commit
        }
        let time = clock.now - start
        longest = max(longest, time)
        return time
    }

    /// Merges the parts of the text index.
    ///
    /// Source: fts5.html, "The 'merge' Command".
    private mutating func merge(_ db: Database) throws -> Bool {
        let before = db.totalChangesCount
        // A negative number begins the merge of all parts, others go on with it.
        let size = isMergeBegun ? leaves.size : -leaves.size
        let time = try transaction(db) { db in
            try db.execute(sql: "INSERT INTO search (search, rank) VALUES ('merge', ?)", arguments: [size])
        }
        isMergeBegun = true
        leaves.adapt(to: time)
        if db.totalChangesCount - before < 2 { phase = .reclaiming }
        return true
    }

    /// Gives free pages back to the file system.
    private mutating func reclaim(_ db: Database) throws -> Bool {
        let before = try Self.freePages(db)
        guard before > 0, try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") == 2 else {
            // The file itself grows shorter when the log is moved into it.
            if bytes > 0 { _ = try db.checkpoint(.passive) }
            return false
        }
        let time = try transaction(db) { [size = pages.size] db in
            // The pragma frees one page for each row that is fetched.
            _ = try Row.fetchAll(db, sql: "PRAGMA incremental_vacuum(\(size))")
        }
        pages.adapt(to: time)
        let after = try Self.freePages(db)
        bytes += (before - after) * (try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
        return after < before
    }

    private static func freePages(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
    }
}

/// Items that would be forgotten.
public struct Forgettable: Hashable, Sendable {
    /// The item's number.
    public var id: Int64
    /// When it was first seen.
    public var firstSeen: Date
    /// Its title, as last published.
    public var title: String
}

extension Store {
    /// Passes each item that would be forgotten to a closure, by number; nothing is written.
    public func forgettable(before bound: Date, _ body: (Forgettable) throws -> Void) throws {
        var last: Int64 = 0
        while true {
            let page = try read { [last] db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT forgettable.id, forgettable.first_seen, revision.title
                        FROM forgettable JOIN item ON item.id = forgettable.id
                        JOIN revision ON revision.entry = item.revision
                        WHERE forgettable.id > ? AND forgettable.first_seen < ? ORDER BY forgettable.id LIMIT 256
                        """, arguments: [last, bound.milliseconds]
                ).map { Forgettable(id: $0[0], firstSeen: Date(milliseconds: $0[1]), title: $0[2] ?? "") }
            }
            guard let end = page.last?.id else { return }
            for item in page { try body(item) }
            last = end
        }
    }

    /// When an item was forgotten; `nil` where it was not.
    public func timeForgotten(_ id: Int64) throws(StoreError) -> Date? {
        try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT time FROM forgotten JOIN journal ON journal.n = forgotten.entry WHERE item = ?",
                arguments: [id])
        }.map(Date.init(milliseconds:))
    }

    /// Whether another process holds the store as its writer; then whoever writes beside it should leave it gaps.
    public func hasOtherWriter() -> Bool { lock == nil && WriterLock.isHeld(path: path) }
}
