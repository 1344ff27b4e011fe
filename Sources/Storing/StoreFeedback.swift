import GRDB
public import News

public import struct FoundationEssentials.Date

/// What came of judging the stored items anew.
public struct RejudgeReceipt: Hashable, Sendable {
    /// Items whose text is stored and was judged.
    public var judged = 0
    /// Of them, those whose verdict is another now: in relevance, score, topics, language or judge.
    public var changed = 0
    /// Items that now count as relevant and did not.
    public var gained = 0
    /// Items that now count as not relevant and did.
    public var lost = 0
    /// Items whose text is not stored, so that they could not be judged.
    public var withoutText = 0
}

/// A person's part: labels, and judging what is stored by newer rules.
///
/// Both may run beside the daemon: each transaction is short, and reads what it builds on.
extension Store {
    /// Records what a person says of an item; it wins over every verdict until it is taken back.
    ///
    /// - Returns: Whether anything is different now; a label that says what the one before said is not recorded.
    /// - Throws: ``StoreError``, of the kind `query` where there is no such item.
    public func label(_ id: Int64, _ label: ItemLabel, now: Date) throws(StoreError) -> Bool {
        try requireAnnotating()
        return try write { db, journal in
            try LabelChange.record(label, on: id, at: now.milliseconds, journal: &journal, in: db)
        }
    }

    /// Passes every item that has a label now to a closure, oldest label first, with its newest text.
    public func labelledItems(_ body: (JudgeableItem, ItemLabel) throws -> Void) throws {
        let numbers = try read { db in
            try Int64.fetchAll(db, sql: "SELECT id FROM item WHERE label IS NOT NULL ORDER BY label")
        }
        for number in numbers {
            let found = try read { db in
                try JudgeableReader.item(number, in: db).map { ($0, try ItemReader.label(of: number, in: db)) }
            }
            if let (item, label) = found, let label { try body(item, label) }
        }
    }

    /// Judges stored items anew and records the verdicts that differ beside those before.
    ///
    /// Items whose text is not kept cannot be judged and stay as they are. An item that a poll changes meanwhile was
    /// judged by that poll. Labels win as before.
    ///
    /// - Parameters:
    ///   - since: Only items of this time or later; `nil` for all.
    ///   - now: The time of the verdicts.
    ///   - judge: The verdict on an item; called without any lock held.
    ///   - turned: Called for each item that counts as relevant now and did not, or the reverse, with what it is now.
    public func rejudge(
        since: Date?, now: Date, judge: (JudgeableItem) -> Verdict, turned: (JudgeableItem, Verdict) throws -> Void
    ) throws -> RejudgeReceipt {
        try requireAnnotating()
        var receipt = RejudgeReceipt()
        var last: Int64 = 0
        while true {
            let page = try read { [last] db in try JudgeableReader.page(after: last, since: since, in: db) }
            guard let end = page.last?.id else { return receipt }
            last = end
            let judged = page.compactMap { entry in entry.item.map { ($0, judge($0)) } }
            receipt.withoutText += page.count - judged.count
            receipt.judged += judged.count
            let changes = try write { db, journal in
                try judged.map { try Rejudging.record($0, $1, at: now.milliseconds, journal: &journal, in: db) }
            }
            for ((item, verdict), change) in zip(judged, changes) {
                if change.isRecorded { receipt.changed += 1 }
                if change.relevance > 0 { receipt.gained += 1 }
                if change.relevance < 0 { receipt.lost += 1 }
                if change.relevance != 0 { try turned(item, verdict) }
            }
        }
    }

    /// One transaction that may append to the journal.
    private func write<T>(_ body: (Database, inout JournalWriter) throws -> T) throws(StoreError) -> T {
        try StoreError.rethrowing(path) {
            try database.using { db in
                var result: T?
                try db.inTransaction(.immediate) {
                    var journal = try JournalWriter(db)
                    result = try body(db, &journal)
                    return .commit
                }
                guard let result else { preconditionFailure("a transaction that was committed has run its body") }
                return result
            }
        }
    }
}

/// Records one verdict of judging anew.
enum Rejudging {
    /// What a verdict changed.
    struct Change {
        var isRecorded = false
        /// 1 where the item counts as relevant now and did not, −1 the other way round.
        var relevance = 0
    }

    /// Appends a verdict, if it differs from the newest.
    static func record(
        _ item: JudgeableItem, _ verdict: Verdict, at now: Int64, journal: inout JournalWriter, in db: Database
    ) throws -> Change {
        let state = try ItemState(item.id, in: db)
        guard state.differs(from: verdict, withinJudge: true),
            try JudgeableReader.item(item.id, in: db)?.item == item.item
        else { return Change() }
        let judged = JudgedItem(item: item.item, verdict: verdict)
        var names = Names()
        let change = try VerdictChange.add(judged, to: item.id, state, at: now, journal: &journal, &names, in: db)
        try FeedTable.count(change, ofItem: item.id, in: db)
        return Change(isRecorded: true, relevance: change)
    }
}
