import GRDB
import News

/// Polls on their way to the disk: those that arrive while one transaction is being written share the next.
///
/// With synchronous=FULL each transaction waits for the disk once; a thousand feeds polled at the same time would
/// otherwise wait a thousand times. Each poll has a savepoint of its own, so that one which cannot be stored does
/// not take others with it.
final class RecordQueue: Sendable {
    private typealias Answer = Result<PollReceipt, any Error>

    /// A poll, and who waits for it; resumed exactly once, by ``drain(_:)``.
    private struct Pending {
        let poll: PreparedPoll
        let waiter: CheckedContinuation<PollReceipt, any Error>
    }

    /// The most items in one transaction, unless one poll alone brought more: bounds the log's growth and the wait of
    /// the first of them.
    private static let mostItems = 2304
    /// The most polls in one transaction; those that brought nothing are cheap.
    private static let mostPolls = 1024

    private let database: DatabaseQueue
    private let keep: Store.Keep
    private let pending = Guarded<[Pending]>([])

    init(_ database: DatabaseQueue, keep: Store.Keep) {
        self.database = database
        self.keep = keep
    }

    /// Stores a poll; returns when it is on the disk.
    ///
    /// What needs no store is done by the caller, beside the transaction of others.
    func record(_ poll: Poll) async throws -> PollReceipt {
        let poll = PreparedPoll(poll, keep: keep)
        return try await withCheckedThrowingContinuation { waiter in
            pending.withLock { $0.append(Pending(poll: poll, waiter: waiter)) }
            // The database's queue runs one job at a time, so whatever is pending when this one starts goes along;
            // a job that finds nothing left has been served by one before it.
            database.asyncWriteWithoutTransaction { db in self.drain(db) }
        }
    }

    /// Writes what is pending; runs on the database's queue.
    private func drain(_ db: Database) {
        let batch = pending.withLock { pending in
            let batch = Array(pending.prefix(Self.batch(pending)))
            pending.removeFirst(batch.count)
            return batch
        }
        guard !batch.isEmpty else { return }
        do {
            try db.requireOpen()
            let answers = try store(batch.map(\.poll), db)
            for (entry, answer) in zip(batch, answers) { entry.waiter.resume(with: answer) }
        } catch {
            for entry in batch { entry.waiter.resume(throwing: error) }
        }
    }

    /// Stores polls in one transaction.
    ///
    /// Savepoints are costly: SQLite notes what each page was before. Nearly always all goes well without; where it
    /// does not, the transaction is made anew with a savepoint for each poll.
    private func store(_ polls: [PreparedPoll], _ db: Database) throws -> [Answer] {
        do {
            return try transaction(db) { recorder in try polls.map { .success(try recorder.record($0)) } }
        } catch  where polls.count > 1 && !Self.concernsAll(error) {
            return try transaction(db) { recorder in try polls.map { try store($0, alone: &recorder, db) } }
        }
    }

    /// Whether an error would meet any poll: a full disk, a device that fails, another program's lock.
    private static func concernsAll(_ error: any Error) -> Bool {
        let codes: [ResultCode] = [
            .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_BUSY, .SQLITE_NOMEM, .SQLITE_READONLY, .SQLITE_CANTOPEN,
        ]
        return (error as? DatabaseError).map { codes.contains($0.resultCode) } ?? false
    }

    private func transaction(
        _ db: Database, _ body: (inout PollRecorder) throws -> [Answer]
    ) throws -> [Answer] {
        var answers: [Answer] = []
        try db.inTransaction(.immediate) {
            var recorder = try PollRecorder(db, keep: keep)
            answers = try body(&recorder)
            try recorder.finish()
            return .commit
        }
        return answers
    }

    /// Stores one poll whole or not at all within the transaction.
    private func store(_ poll: PreparedPoll, alone recorder: inout PollRecorder, _ db: Database) throws -> Answer {
        let before = recorder
        var answer = Answer.success(PollReceipt())
        do {
            try db.inSavepoint {
                answer = .success(try recorder.record(poll))
                return .commit
            }
        } catch {
            // SQLite itself ends the transaction after some errors (a full disk): then there is nothing to go on with.
            guard db.isInsideTransaction else { throw error }
            recorder = before
            answer = .failure(error)
        }
        return answer
    }

    /// How many of the pending polls go into the next transaction.
    private static func batch(_ pending: [Pending]) -> Int {
        var items = 0
        let end = pending.prefix(mostPolls).firstIndex { entry in
            items += entry.poll.items.count
            return items > mostItems
        }
        return max(end ?? min(pending.count, mostPolls), min(pending.count, 1))
    }
}
