import GRDB
public import News

public import struct FoundationEssentials.Date

/// The journal: keeps feeds, items and polls in one SQLite file, and answers queries about them.
///
/// One process writes what feeds bring (the daemon), any number read, and a person's command may add labels and verdicts. What a poll brought is stored in one transaction or not at
/// all, and what was recorded is never altered; `docs/journal.md` says how that can be checked from outside.
/// All methods may be called from any thread. Those that are not `async` block the caller while SQLite works.
public final class Store: Sendable {
    /// What the caller is going to do with the store.
    public enum Access: Hashable, Sendable {
        /// Write, as the daemon does: the file is created where there is none, and brought up to date.
        case readWrite
        /// Add labels and verdicts to a store that is there, beside the daemon or without it.
        case annotate
        /// Read only: nothing is ever written, and read permission is enough.
        case readOnly
    }

    /// Whose text is kept.
    public enum Keep: String, Hashable, Sendable, CaseIterable {
        /// The text of relevant items; of others the title, the link, the score and its evidence.
        case relevant
        /// The text of every item.
        case all
    }

    /// The path of the database file.
    public let path: String
    let database: DatabaseQueue
    private let access: Access
    private let recording: RecordQueue
    /// Held as long as the store is open for writing.
    let lock: WriterLock?

    /// Opens the store at a path.
    ///
    /// - Throws: ``StoreError`` where there is no file to read, the directory is missing, the file is no store or
    ///   a newer one, another daemon owns it, or permissions are missing.
    public init(path: String, access: Access, keep: Keep = .relevant) throws(StoreError) {
        self.path = path
        self.access = access
        switch access {
        case .readWrite:
            let (database, lock) = try Opening.writer(path)
            self.database = database
            self.lock = lock
        case .annotate:
            lock = nil
            database = try Opening.annotator(path)
        case .readOnly:
            lock = nil
            database = try Opening.reader(path)
        }
        recording = RecordQueue(database, keep: keep)
    }

    // MARK: - For the daemon

    /// Takes the whole current list of subscriptions.
    ///
    /// Feeds not known before are added; feeds no longer listed are kept with their items and their state but are
    /// no longer among ``feeds()``; a feed listed again resumes where it was. A feed that its server had ended
    /// (410) stays ended until it is listed anew or enabled anew, that is until a list without it, or with it
    /// disabled, was taken in between.
    public func subscribe(_ subscriptions: [Subscription], now: Date) throws(StoreError) {
        try requireWriting()
        try StoreError.rethrowing(path) {
            try database.using { db in
                try db.inTransaction(.immediate) {
                    var journal = try JournalWriter(db)
                    try FeedList.replace(with: subscriptions, at: now.milliseconds, journal: &journal, in: db)
                    return .commit
                }
            }
        }
    }

    /// The subscribed feeds with their state, in the order of the list.
    public func feeds() throws(StoreError) -> [Feed] { try feedReports().map(\.feed) }

    /// Stores everything that one poll brought, in one transaction.
    ///
    /// Polls that arrive while another is being written share the next transaction, so that a thousand polls at
    /// once do not cost a thousand waits for the disk; each of them is still stored whole or not at all. When this
    /// returns, the poll is on the disk. The poll of a feed that is not subscribed is stored all the same.
    public func record(_ poll: Poll) async throws(StoreError) -> PollReceipt {
        try requireWriting()
        do {
            return try await recording.record(poll)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Makes sure that the store answers and could be written now; writes nothing.
    public func ping() async throws(StoreError) {
        try requireWriting()
        do {
            try await database.writeWithoutTransaction { db in
                try db.requireOpen()
                try db.inTransaction(.immediate) {
                    _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM (SELECT 1 FROM feed LIMIT 1)")
                    return .rollback
                }
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Moves the write-ahead log into the database file, as far as readers let it.
    public func checkpoint() throws(StoreError) {
        try requireWriting()
        try StoreError.rethrowing(path) {
            try database.using { db in _ = try db.checkpoint(.passive) }
        }
    }

    /// Ends all work and closes the file; polls handed over before are stored first.
    public func close() throws(StoreError) {
        try StoreError.rethrowing(path) { try database.close() }
        lock?.release()
    }

    func requireWriting() throws(StoreError) {
        guard lock != nil else {
            throw StoreError(
                kind: .readOnly, message: "\(path): the store was opened for reading; only habarid writes it")
        }
    }

    /// Refuses to write through a store that was opened for reading.
    func requireAnnotating() throws(StoreError) {
        guard access != .readOnly else {
            throw StoreError(kind: .readOnly, message: "\(path): the store was opened for reading")
        }
    }

    // MARK: - For readers

    /// Passes every matching item to a closure, in the query's order.
    ///
    /// Which items match is decided once, at the beginning; they are then read in pages, so that memory stays
    /// small and a slow reader holds up nobody: no lock is held while `body` runs.
    ///
    /// - Throws: ``StoreError``, or what `body` throws.
    public func items(matching query: ItemQuery, _ body: (Item) throws -> Void) throws {
        if let time = query.asOf { return try items(matching: query, asOf: time, body) }
        let (numbers, match) = try read { db in
            let selection = try ItemSelection(query, in: db)
            return (try selection.numbers(in: db), selection.match)
        }
        try pass(numbers, query.wantsSnippets ? match : nil, past: nil, body)
    }

    private func items(matching query: ItemQuery, asOf time: Date, _ body: (Item) throws -> Void) throws {
        let past = try read { db in try PastItems(asOf: time, in: db) }
        defer { try? read { db in try past.drop(in: db) } }
        let (numbers, match) = try read { db in
            let selection = try PastSelection(query, past: past, in: db)
            return (try selection.numbers(in: db), selection.match)
        }
        try pass(numbers, query.wantsSnippets ? match : nil, past: past, body)
    }

    /// Reads items in pages and passes them on.
    private func pass(
        _ numbers: [Int64], _ match: String?, past: PastItems?, _ body: (Item) throws -> Void
    ) throws {
        for start in stride(from: 0, to: numbers.count, by: Self.pageSize) {
            let page = numbers[start..<min(start + Self.pageSize, numbers.count)]
            let items = try read { db in
                try page.compactMap { try ItemReader.item($0, match: match, past: past, in: db) }
            }
            for item in items { try body(item) }
        }
    }

    /// Items in memory at a time.
    private static let pageSize = 256

    /// How many items match, whatever the query's limit.
    public func count(matching query: ItemQuery) throws(StoreError) -> Int {
        guard let time = query.asOf else { return try read { db in try ItemSelection(query, in: db).count(in: db) } }
        return try read { db in
            let past = try PastItems(asOf: time, in: db)
            defer { try? past.drop(in: db) }
            return try PastSelection(query, past: past, in: db).count(in: db)
        }
    }

    /// Everything known about one item, now or at an earlier moment; `nil` where there is none of that number.
    public func item(_ id: Int64, asOf time: Date? = nil) throws(StoreError) -> ItemHistory? {
        try read { db in
            guard let time else { return try ItemReader.history(of: id, in: db) }
            let past = try PastItems(asOf: time, in: db)
            defer { try? past.drop(in: db) }
            return try ItemReader.history(of: id, past: past, in: db)
        }
    }

    /// How every subscribed feed is doing, in the order of the list.
    public func feedReports() throws(StoreError) -> [FeedReport] {
        try read { db in try FeedList.reports(in: db) }
    }

    /// The last polls of a feed, newest first; at most 50 are kept.
    public func polls(of feed: FeedURL, limit: Int = 50) throws(StoreError) -> [PollLogEntry] {
        try read { db in try FeedTable.polls(of: feed, limit: limit, in: db) }
    }

    /// The topics that items were ever found to have.
    public func topics() throws(StoreError) -> Set<Topic> {
        try read { db in
            Set(try String.fetchAll(db, sql: "SELECT name FROM topic").map(Topic.init(rawValue:)))
        }
    }

    /// How the store as a whole is doing.
    public func status() throws(StoreError) -> StoreStatus {
        try read { db in try StoreStatus(of: db, path: path) }
    }

    /// Checks the journal's chain, the references between tables, the search index and SQLite's own structures.
    ///
    /// A store opened ``Access/readOnly`` is checked without being written; what then cannot be checked is named.
    ///
    /// - Parameters:
    ///   - entry: The chain is followed from behind this entry, whose digest is then taken as given; 0 for all of it.
    ///   - digest: A digest noted earlier, in hexadecimal: that of some entry must be the same.
    ///   - progress: Called now and then while the chain is followed.
    public func verify(
        since entry: Int64 = 0, expecting digest: String? = nil,
        progress: (StoreCheck.Progress) -> Void = { _ in }
    ) throws(StoreError) -> StoreCheck {
        try StoreError.rethrowing(path) {
            let check = JournalCheck(database, mayWrite: lock != nil, since: entry, expected: digest?.lowercased())
            return try check.run(progress)
        }
    }

    func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        try StoreError.rethrowing(path) { try database.reading(body) }
    }
}
