import GRDB
import News

import struct FoundationEssentials.Date

/// Writes polls into an open transaction: items, revisions, verdicts, the feed's state, the poll log.
///
/// (1) An item that is known and unchanged costs one lookup and no write. (2) What is new is appended to the
/// journal first, then the tables that follow from it are brought up to date. (3) Nothing here commits. (4) A value:
/// whoever undoes a poll goes on with the recorder from before it.
struct PollRecorder {
    let db: Database
    let keep: Store.Keep
    /// The journal's end.
    private var journal: JournalWriter
    /// What is to be done to the full-text index at the transaction's end.
    private var index = IndexChanges()
    /// The numbers given to names and items.
    private var names = Names()
    private var numbers = ItemNumbers()
    /// What came of the poll at hand.
    private var receipt = PollReceipt()
    /// By how much the feed's count of relevant items changes.
    private var relevantChange = 0

    init(_ db: Database, keep: Store.Keep) throws {
        self.db = db
        self.keep = keep
        journal = try JournalWriter(db)
    }

    /// Writes what waits for the transaction's end.
    func finish() throws { try index.apply(to: db) }

    /// Records a poll.
    mutating func record(_ prepared: PreparedPoll) throws -> PollReceipt {
        receipt = PollReceipt()
        relevantChange = 0
        let poll = prepared.poll
        let now = poll.started.milliseconds
        let feed = try FeedTable.find(poll.feed, in: db) ?? FeedTable.add(poll.feed, at: now, to: &journal, in: db)
        try recordItems(prepared, of: feed.id, at: now)
        if poll.state.location?.string != feed.location {
            let fields = [field(feed.id), field(poll.state.location?.string)]
            let entry = try journal.append(.move, at: now, fields, to: db)
            try db.run("INSERT INTO move (entry, feed, location) VALUES (?, ?, ?)", [field(entry)] + fields)
        }
        try FeedTable.save(prepared, as: feed, receipt: receipt, relevantChange: relevantChange, in: db)
        return receipt
    }

    private mutating func recordItems(_ prepared: PreparedPoll, of feed: Int64, at now: Int64) throws {
        var claimed: Set<Int64> = []
        var rest: [Int] = []
        for (position, item) in prepared.items.enumerated() {
            if let known = try unchanged(item, of: feed, prepared.document), claimed.insert(known).inserted {
                receipt.known += 1
            } else {
                rest.append(position)
            }
        }
        guard !rest.isEmpty else { return }
        let recognition = try Recognition(db: db, feed: feed, document: prepared.document)
        for position in rest {
            let item = prepared.items[position]
            let claim = prepared.document.claims[position]
            switch try recognition.answer(for: claim, claimed: claimed) {
            case .repeated:
                break
            case .known(let known, let renamed):
                claimed.insert(known.id)
                if let renamed, !known.isRenamed { try note(renamed, for: known, of: feed) }
                if known.traces != nil || known.seen == item.fingerprint {
                    receipt.known += 1
                } else {
                    try update(known, with: item.judged, at: now)
                }
            case .new(let rule):
                claimed.insert(try add(item, claim, rule: rule, to: feed, at: now))
            }
        }
    }

    /// The short way: an identifier that stands on one item only, and text and verdict as last stored.
    private func unchanged(
        _ item: PreparedItem, of feed: Int64, _ document: DocumentIdentity
    ) throws -> Int64? {
        guard let guid = item.judged.item.id, document.isOnOneItem(guid) else { return nil }
        let key = MarkKey.guid(IdentityClaim.identifier(guid, link: item.judged.item.link) ?? guid, feed: feed)
        let statement = try db.cachedStatement(
            sql: "SELECT item.id FROM mark JOIN item ON item.id = mark.item WHERE mark.key = ? AND item.seen = ?")
        return try statement.integer([field(key), field(item.fingerprint)])
    }

    /// Notes a second identifier of an item.
    ///
    /// There is never a third: an identifier that changes with every fetch says nothing, and the page and the title
    /// have told what the item is.
    private func note(_ guid: String, for known: KnownItem, of feed: Int64) throws {
        try Marks.add(MarkKey.guid(guid, feed: feed), to: known.id, in: db)
        let sql =
            known.traces == nil
            ? "UPDATE item SET renamed = 1 WHERE id = ?" : "UPDATE forgotten SET renamed = 1 WHERE item = ?"
        try db.run(sql, [field(known.id)])
    }

    // MARK: - A new item

    private mutating func add(
        _ item: PreparedItem, _ claim: IdentityClaim, rule: IdentityRule, to feed: Int64, at now: Int64
    ) throws -> Int64 {
        let judged = item.judged
        let id = try numbers.next(in: db)
        let time = min(judged.item.published?.milliseconds ?? now, now)
        let story = try Stories.story(of: claim, at: time, in: db) ?? id
        let identity = [
            field(id), field(feed), field(rule.rawValue), field(judged.item.id), field(now), field(time),
        ]
        var (revision, verdict) = (item.revision, item.verdict)
        revision.item = id
        verdict.item = id
        let entry = try journal.append(
            .item, at: now, item: identity, revision: revision, verdict: verdict, to: db)
        let state = [
            field(entry), field(entry), field(entry), field(judged.verdict.relevant), verdict.score.databaseValue,
            field(judged.verdict.language), field(story), field(item.fingerprint),
        ]
        try db.run(
            """
            INSERT OR FAIL INTO item (id, feed, rule, guid, first_seen, time, first, revision, revisions, verdict,
                verdicts, relevant, score, language, story, seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 1, ?, ?, ?, ?, ?)
            """, identity + state)
        try revision.insert(entry, in: db)
        try verdict.insert(entry, &names, in: db)
        if rule == .guid, let guid = claim.guid { try Marks.add(MarkKey.guid(guid, feed: feed), to: id, in: db) }
        try markText(claim, rule: rule, of: feed, item: id)
        try ItemTopics.add(judged.verdict.topics, of: id, time: time, &names, in: db)
        index.add(id, revision)
        receipt.new += 1
        if judged.verdict.relevant {
            receipt.newRelevant += 1
            relevantChange += 1
        }
        return id
    }

    /// Marks by which an item's present link, headline and text can be found again.
    private func markText(_ claim: IdentityClaim, rule: IdentityRule, of feed: Int64, item: Int64) throws {
        for key in claim.textMarks(rule: rule, of: feed) { try Marks.add(key, to: item, in: db) }
    }

    // MARK: - A known item

    private mutating func update(_ known: KnownItem, with judged: JudgedItem, at now: Int64) throws {
        let state = try ItemState(known.id, in: db)
        let text = StoredText(judged.item)
        let change = RevisionRule.change(from: known.text, to: text)
        let turned = state.isRelevant(after: judged.verdict) != state.relevant
        // A relevant item without its text: it was judged anew or labelled while the feed still carries it.
        let gainsText = state.isRelevant(after: judged.verdict) && known.text.omitted != nil
        let weight: RevisionRule.Change = change != .none && turned || gainsText ? .edited : change
        let elapsed = now - state.revised
        if RevisionRule.admits(weight, revisions: Int(state.revisions), elapsed: elapsed) {
            try addRevision(known, state, judged, at: now)
            if gainsText && change == .none { receipt.known += 1 } else { receipt.revised += 1 }
            return
        }
        receipt.known += 1
        // A verdict on a text that is not stored would explain nothing, unless other rules reached it.
        let isStoredText = change == .none
        guard state.differs(from: judged.verdict, withinJudge: isStoredText),
            RevisionRule.admits(.edited, revisions: Int(state.verdicts), elapsed: now - state.judged)
        else { return }
        relevantChange += try VerdictChange.add(
            judged, to: known.id, state, at: now, journal: &journal, &names, in: db)
    }

    private mutating func addRevision(
        _ known: KnownItem, _ state: ItemState, _ judged: JudgedItem, at now: Int64
    ) throws {
        let number = state.revisions + 1
        var revision = RevisionRow(judged.item, isRelevant: state.isRelevant(after: judged.verdict), keep: keep)
        (revision.item, revision.number) = (known.id, number)
        var verdict = VerdictRow(judged.verdict)
        (verdict.item, verdict.number, verdict.revision) = (known.id, state.verdicts + 1, number)
        try index.remove(known.id, in: db)
        let entry = try journal.append(.revision, at: now, revision: revision, verdict: verdict, to: db)
        try revision.insert(entry, in: db)
        try verdict.insert(entry, &names, in: db)
        try db.run(
            "UPDATE item SET revision = ?, revisions = ?, seen = ? WHERE id = ?",
            [field(entry), field(number), field(judged.fingerprint), field(known.id)])
        relevantChange += try VerdictChange.show(verdict, of: known.id, state, entry: entry, &names, in: db)
        index.add(known.id, revision)
        try markText(IdentityClaim(position: 0, item: judged.item), rule: known.rule, of: known.feed, item: known.id)
    }
}
