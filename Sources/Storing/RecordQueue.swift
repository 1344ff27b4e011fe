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
        let poll: Poll
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
    func record(_ poll: Poll) async throws -> PollReceipt {
        try await withCheckedThrowingContinuation { waiter in
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
            var answers: [Answer] = []
            try db.inTransaction(.immediate) {
                var journal = try JournalWriter(db)
                var index = IndexChanges()
                for entry in batch { answers.append(try store(entry.poll, &journal, &index, db)) }
                try index.apply(to: db)
                return .commit
            }
            for (entry, answer) in zip(batch, answers) { entry.waiter.resume(with: answer) }
        } catch {
            for entry in batch { entry.waiter.resume(throwing: error) }
        }
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

    /// Stores one poll whole or not at all within the transaction.
    private func store(
        _ poll: Poll, _ journal: inout JournalWriter, _ index: inout IndexChanges, _ db: Database
    ) throws -> Answer {
        var recorder = PollRecorder(db, keep: keep, journal: journal)
        var answer = Answer.success(PollReceipt())
        do {
            try db.inSavepoint {
                answer = .success(try recorder.record(poll))
                return .commit
            }
            journal = recorder.journal
            index.append(recorder.index)
        } catch {
            // SQLite itself ends the transaction after some errors (a full disk): then there is nothing to go on with.
            guard db.isInsideTransaction else { throw error }
            answer = .failure(error)
        }
        return answer
    }
}
