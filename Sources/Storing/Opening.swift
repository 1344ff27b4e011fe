import Dispatch
import GRDB
import Glibc

/// Opens the file: creates it where that is wanted, checks that it is a store, brings it up to date.
enum Opening {
    /// The one connection that writes, and the lock that makes it the one.
    static func writer(_ path: String) throws(StoreError) -> (DatabaseQueue, WriterLock) {
        try requireDirectory(of: path)
        let lock = try WriterLock(path: path)
        try create(path)
        let queue = try connect(path, writerConfiguration, of: path)
        try StoreError.rethrowing(path) {
            try queue.write { db in
                let version = try SchemaVersion.read(from: db)
                try SchemaVersion.check(version, isEmpty: isEmpty(db), path: path, mayMigrate: true)
            }
            // Recovery and the change to the log's mode happen here, after the file is known to be ours.
            try queue.writeWithoutTransaction { db in
                try PersistentWAL.enable(db)
                // Of a file without tables this makes it so; of another it is what the next VACUUM would do.
                try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
                guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
                    throw DatabaseError(
                        resultCode: .SQLITE_CANTOPEN, message: "the write-ahead log cannot be used here")
                }
                try db.execute(
                    sql: """
                        PRAGMA synchronous = FULL;
                        PRAGMA wal_autocheckpoint = 6000;
                        PRAGMA journal_size_limit = 33554432;
                        PRAGMA cache_size = -16384;
                        """)
            }
            try queue.write { db in try SchemaVersion.migrate(db) }
            try queue.writeWithoutTransaction { db in try prepareToShrink(db) }
        }
        return (queue, lock)
    }

    /// Makes a store of an earlier version one whose file can shrink: once, and only where there is room for it.
    ///
    /// It is rewritten whole, some seconds for each gigabyte. Without room, or while another program reads in it, it
    /// stays as it is: free pages are used again, and the next start tries again.
    private static func prepareToShrink(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") != 2 else { return }
        do {
            try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL; VACUUM")
        } catch let error as DatabaseError
            where [.SQLITE_FULL, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_IOERR].contains(error.resultCode)
        {}
    }

    /// A connection that adds to a store beside the daemon: SQLite's own lock lets one transaction in at a time.
    ///
    /// It neither creates a file nor changes its schema, and leaves the log where it is when it closes.
    static func annotator(_ path: String) throws(StoreError) -> DatabaseQueue {
        try requireFile(path)
        guard access(path, W_OK) == 0 else { throw StoreError(deniedWriting: path) }
        let queue = try connect(path, annotatorConfiguration, of: path)
        try StoreError.rethrowing(path) {
            try queue.read { db in
                let version = try SchemaVersion.read(from: db)
                try SchemaVersion.check(version, isEmpty: isEmpty(db), path: path, mayMigrate: false)
            }
            try queue.writeWithoutTransaction { db in
                try PersistentWAL.enable(db)
                try db.execute(sql: "PRAGMA synchronous = FULL")
            }
        }
        return queue
    }

    /// A connection that never writes.
    static func reader(_ path: String) throws(StoreError) -> DatabaseQueue {
        try requireFile(path)
        do {
            return try checkedReader(path, as: path)
        } catch  where [.denied, .readOnly, .failed].contains(error.kind) {
            // A store at rest, say a backup on a read-only medium, has no log beside it, and there is nobody who
            // could be writing: it can be read as a file that does not change.
            guard access(path + "-wal", F_OK) != 0, access(path, R_OK) == 0 else { throw error }
            return try unchanging(path)
        }
    }

    /// A connection to a file that nobody writes: no log beside it is read or made.
    static func unchanging(_ path: String) throws(StoreError) -> DatabaseQueue {
        try checkedReader(uri(path) + "?immutable=1", as: path)
    }

    private static func checkedReader(_ name: String, as path: String) throws(StoreError) -> DatabaseQueue {
        let queue = try connect(name, readerConfiguration, of: path)
        try StoreError.rethrowing(path) {
            try queue.read { db in
                let version = try SchemaVersion.read(from: db)
                try SchemaVersion.check(version, isEmpty: isEmpty(db), path: path, mayMigrate: false)
            }
        }
        return queue
    }

    private static func connect(
        _ name: String, _ configuration: Configuration, of path: String
    ) throws(StoreError) -> DatabaseQueue {
        try StoreError.rethrowing(path) { try DatabaseQueue(path: name, configuration: configuration) }
    }

    /// What every connection has.
    private static var basicConfiguration: Configuration {
        var configuration = Configuration()
        // Each row is written after those that it refers to, and `verify` checks them all. SQLite would look them up once
        // more at each insertion, and through whole tables where a row is forgotten.
        configuration.foreignKeysEnabled = false
        // Temporary tables stay in memory: a reader need not be able to write anywhere. SQLite refuses the change once
        // there is one, or within a transaction.
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            try SearchRank.register(in: db)
        }
        return configuration
    }

    private static var writerConfiguration: Configuration {
        var configuration = basicConfiguration
        configuration.label = "habari.store.writer"
        configuration.qos = .default  // a higher one asks for a priority that an unprivileged service may not have
        // Only a reader's recovery after a crash, a backup or a checkpoint by hand can hold the writer up.
        configuration.busyMode = .timeout(15)
        return configuration
    }

    private static var annotatorConfiguration: Configuration {
        var configuration = writerConfiguration
        configuration.label = "habari.store.annotator"
        return configuration
    }

    private static var readerConfiguration: Configuration {
        var configuration = basicConfiguration
        configuration.label = "habari.store.reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return configuration
    }

    private static func isEmpty(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
    }

    // MARK: - The file

    private static func requireDirectory(of path: String) throws(StoreError) {
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        var status = stat()
        guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw StoreError(
                kind: .missing,
                message: "\(path): there is no directory \(directory); create it, or set `path` under [store] elsewhere"
            )
        }
    }

    /// Creates an empty file that the group can read, where there is none.
    ///
    /// SQLite gives the log and its index the mode of the database file. The file is only ever opened here when
    /// it is new: closing a second descriptor of an open database would drop SQLite's locks on it.
    private static func create(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw StoreError(creating: path, errno: errno)
        }
    }

    private static func requireFile(_ path: String) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == EACCES { throw StoreError(deniedReading: path) }
            throw StoreError(
                kind: .missing,
                message: "\(path): there is no store yet; start habarid, or run `habarid --once`, to create it")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(kind: .notAStore, message: "\(path): this is no file; set `path` under [store] to a file")
        }
        guard access(path, R_OK) == 0 else { throw StoreError(deniedReading: path) }
    }

    /// The path as a URI, which SQLite's `immutable` parameter needs.
    private static func uri(_ path: String) -> String {
        "file:"
            + path.utf8.map { byte in
                switch byte {
                case UInt8(ascii: "%"): "%25"
                case UInt8(ascii: "?"): "%3f"
                case UInt8(ascii: "#"): "%23"
                default: String(decoding: [byte], as: UTF8.self)
                }
            }.joined()
    }
}
