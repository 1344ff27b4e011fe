import GRDB
import Glibc

/// What a backup copied.
public struct BackupReceipt: Hashable, Sendable {
    /// The bytes of the copy.
    public var bytes: Int
    /// The number of the last journal entry in it.
    public var entries: Int64
    /// Its digest, in hexadecimal.
    public var digest: String
}

/// Copying a whole store while it is written.
extension Store {
    /// Copies the store as it is at this moment into a new file.
    ///
    /// The copy is made beside the file under a name of its own, checked, synchronised with the disk, and only then given
    /// its name, so that there is a whole copy or none. What is written meanwhile waits in the log. Read permission
    /// on the store is enough.
    ///
    /// - Parameters:
    ///   - file: Where to; the directory must be there.
    ///   - replaces: Whether a file of that name gives way.
    ///   - progress: Called now and then with how much is done, 0…1.
    /// - Throws: ``StoreError``, among others where the file is there already or the copy is not sound.
    public func backup(
        to file: String, replaces: Bool, progress: (Double) -> Void = { _ in }
    ) throws(StoreError) -> BackupReceipt {
        let copy = BackupFile(path: file, source: path)
        try copy.create(replaces: replaces)
        do {
            try copyPages(to: copy, progress)
            let receipt = try check(copy)
            try copy.finish(replaces: replaces)
            return receipt
        } catch {
            copy.discard()
            throw error
        }
    }

    /// Pages copied between two calls of `progress`.
    private static let pagesPerStep: CInt = 2000

    private func copyPages(to copy: BackupFile, _ progress: (Double) -> Void) throws(StoreError) {
        try StoreError.rethrowing(copy.path) {
            var configuration = Configuration()
            configuration.label = "habari.store.backup"
            let destination = try DatabaseQueue(path: copy.temporaryPath, configuration: configuration)
            defer { try? destination.close() }
            // A copy that is not finished is thrown away: it needs no journal.
            try destination.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
            }
            // Within one transaction of the reader all pages are of one moment, whatever is written meanwhile.
            try read { source in
                _ = try Int.fetchOne(source, sql: "SELECT count(*) FROM sqlite_master")
                try withoutActuallyEscaping(progress) { progress in
                    try destination.writeWithoutTransaction { db in
                        try source.backup(to: db, pagesPerStep: Self.pagesPerStep) { step in
                            let total = max(step.totalPageCount, 1)
                            progress(1 - Double(step.remainingPageCount) / Double(total))
                        }
                    }
                }
            }
        }
    }

    /// Makes sure that the copy is a sound database whose journal ends as it should.
    private func check(_ copy: BackupFile) throws(StoreError) -> BackupReceipt {
        let queue = try Opening.unchanging(copy.temporaryPath)
        return try StoreError.rethrowing(copy.path) {
            defer { try? queue.close() }
            return try queue.reading { db in
                let faults = try String.fetchAll(db, sql: "PRAGMA quick_check(1)").filter { $0 != "ok" }
                let last = try Int64.fetchOne(db, sql: "SELECT coalesce(max(n), 0) FROM journal") ?? 0
                let chain = try ChainCheck(after: max(last - 100, 0), in: db).followed(upTo: last, in: db)
                if let fault = faults.first ?? chain.fault {
                    throw StoreError(
                        kind: .corrupt,
                        message: "\(path): the copy of the store is not sound (\(fault)); run `habari verify`")
                }
                return BackupReceipt(
                    bytes: try (Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0)
                        * (Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0),
                    entries: last, digest: Hexadecimal.digits(chain.digest))
            }
        }
    }
}

/// The file that a backup becomes.
private struct BackupFile {
    let path: String
    /// The store that is copied.
    let source: String
    let temporaryPath: String

    init(path: String, source: String) {
        self.path = path
        self.source = source
        temporaryPath = "\(path).\(getpid()).partial"
    }

    /// Creates the file under its temporary name, for owner and group.
    func create(replaces: Bool) throws(StoreError) {
        if access(path, F_OK) == 0 {
            guard replaces else { throw isThere }
            guard !isSameFile(path, source) else {
                throw StoreError(kind: .failed, message: "\(path): this is the store itself; name another file")
            }
        }
        // A log that holds something would be taken for the copy's; an empty one is left by a reader.
        guard !hasContent(path + "-wal") else {
            throw StoreError(
                kind: .failed, message: "\(path): there is a write-ahead log of this name (-wal); name another file")
        }
        let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw StoreError(creating: path, errno: errno, advice: "name another file") }
        close(descriptor)
    }

    /// Brings the file to the disk and gives it its name.
    func finish(replaces: Bool) throws(StoreError) {
        try synchronise(temporaryPath)
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        if replaces {
            guard rename(temporaryPath, path) == 0 else {
                throw StoreError(creating: path, errno: errno, advice: "name another file")
            }
        } else {
            // link(2) refuses a name that is taken, rename(2) does not; not every file system has links.
            if link(temporaryPath, path) == 0 {
                unlink(temporaryPath)
            } else if errno == EEXIST {
                throw isThere
            } else if rename(temporaryPath, path) != 0 {
                throw StoreError(creating: path, errno: errno, advice: "name another file")
            }
        }
        try synchronise(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
    }

    /// Removes what is there of it.
    func discard() {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(temporaryPath + suffix) }
    }

    private var isThere: StoreError {
        StoreError(kind: .failed, message: "\(path): there is such a file already; name another, or say --force")
    }

    /// Writes a file or directory through to the disk, fsync(2).
    private func synchronise(_ name: String) throws(StoreError) {
        let descriptor = open(name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(creating: path, errno: errno, advice: "name another file") }
        defer { close(descriptor) }
        // Some file systems cannot synchronise a directory, and say so.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw StoreError(creating: path, errno: errno, advice: "name another file")
        }
    }

    private func hasContent(_ name: String) -> Bool {
        var status = stat()
        return stat(name, &status) == 0 && status.st_size > 0
    }

    private func isSameFile(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev
            && first.st_ino == second.st_ino
    }
}
