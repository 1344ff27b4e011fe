import GRDB
import News

import struct FoundationEssentials.Date

/// Writes one poll into an open transaction: items, revisions, verdicts, the feed's state, the poll log.
///
/// (1) An item that is known and unchanged costs one lookup and no write. (2) What is new is appended to the
/// journal first, then the tables that follow from it are brought up to date. (3) Nothing here commits.
struct PollRecorder {
    let db: Database
    let keep: Store.Keep
    /// The journal's end; to be taken over once the poll is in.
    private(set) var journal: JournalWriter
    /// What is to be done to the full-text index; to be taken over once the poll is in.
    private(set) var index = IndexChanges()
    private var receipt = PollReceipt()
    /// By how much the feed's count of relevant items changes.
    private var relevantChange = 0

    init(_ db: Database, keep: Store.Keep, journal: JournalWriter) {
        self.db = db
        self.keep = keep
        self.journal = journal
    }

    /// Records a poll.
    mutating func record(_ poll: Poll) throws -> PollReceipt {
        let now = poll.started.milliseconds
        let feed = try FeedTable.find(poll.feed, in: db) ?? FeedTable.add(poll.feed, at: now, to: &journal, in: db)
        try recordItems(poll.items, of: feed.id, at: now)
        if poll.state.location?.string != feed.location {
            let fields = [field(feed.id), field(poll.state.location?.string)]
            let entry = try journal.append(.move, at: now, fields, to: db)
            try db.run("INSERT INTO move (entry, feed, location) VALUES (?, ?, ?)", [field(entry)] + fields)
        }
        try FeedTable.save(poll, as: feed, receipt: receipt, relevantChange: relevantChange, in: db)
        return receipt
    }

    private mutating func recordItems(_ items: [JudgedItem], of feed: Int64, at now: Int64) throws {
        guard !items.isEmpty else { return }
        var claimed: Set<Int64> = []
        var rest: [Int] = []
        let fingerprints = items.map(\.fingerprint)
        let occurrences = Dictionary(items.map { ($0.item.id, 1) }, uniquingKeysWith: +)
        for (position, judged) in items.enumerated() {
            if let guid = judged.item.id, !guid.isEmpty, occurrences[guid] == 1,
                let item = try unchanged(judged, fingerprints[position], guid: guid, of: feed),
                claimed.insert(item).inserted
            {
                receipt.known += 1
            } else {
                rest.append(position)
            }
        }
        guard !rest.isEmpty else { return }
        let recognition = try Recognition(db: db, feed: feed, document: DocumentIdentity(items.map(\.item)))
        for position in rest {
            let claim = recognition.document.claims[position]
            switch try recognition.answer(for: claim, claimed: claimed) {
            case .repeated:
                break
            case .known(let known, let renamed):
                claimed.insert(known.id)
                if let renamed, !known.isRenamed { try note(renamed, for: known, of: feed) }
                if known.traces != nil || known.seen == fingerprints[position] {
                    receipt.known += 1
                } else {
                    try update(known, with: items[position], at: now)
                }
            case .new(let rule):
                claimed.insert(try add(items[position], fingerprints[position], claim, rule: rule, to: feed, at: now))
            }
        }
    }

    /// The short way: an identifier that stands on one item only, and text and verdict as last stored.
    private func unchanged(
        _ judged: JudgedItem, _ fingerprint: Int64, guid: String, of feed: Int64
    ) throws -> Int64? {
        let key = MarkKey.guid(IdentityClaim.identifier(guid, link: judged.item.link) ?? guid, feed: feed)
        let statement = try db.cachedStatement(
            sql: "SELECT item.id FROM mark JOIN item ON item.id = mark.item WHERE mark.key = ? AND item.seen = ?")
        return try statement.integer([field(key), field(fingerprint)])
    }

    /// Notes a second identifier of an item.
    ///
    /// There is never a third: an identifier that changes with every fetch says nothing, and the page and the title
    /// have told what the item is.
    private func note(_ guid: String, for known: KnownItem, of feed: Int64) throws {
        try mark(MarkKey.guid(guid, feed: feed), known.id)
        let sql =
            known.traces == nil
            ? "UPDATE item SET renamed = 1 WHERE id = ?" : "UPDATE forgotten SET renamed = 1 WHERE item = ?"
        try db.run(sql, [field(known.id)])
    }

    private func mark(_ key: Int64, _ item: Int64) throws {
        try db.run("INSERT OR IGNORE INTO mark (key, item) VALUES (?, ?)", [field(key), field(item)])
    }

    // MARK: - A new item

    private mutating func add(
        _ judged: JudgedItem, _ fingerprint: Int64, _ claim: IdentityClaim, rule: IdentityRule, to feed: Int64,
        at now: Int64
    ) throws -> Int64 {
        let id = try ItemNumber.next(in: db)
        let time = min(judged.item.published?.milliseconds ?? now, now)
        let story = try Stories.story(of: claim, at: time, in: db) ?? id
        let identity = [
            field(id), field(feed), field(rule.rawValue), field(judged.item.id), field(now), field(time),
        ]
        let revision = RevisionRow(
            judged.item, isRelevant: judged.verdict.relevant, item: id, number: 1, keep: keep)
        let verdict = try VerdictRow(judged.verdict, item: id, number: 1, revision: 1, in: db)
        let entry = try journal.append(.item, at: now, identity + revision.fields + verdict.fields, to: db)
        let state = [
            field(entry), field(entry), field(entry), field(judged.verdict.relevant), verdict.score,
            field(judged.verdict.language), field(story), field(fingerprint),
        ]
        try db.run(
            """
            INSERT INTO item (id, feed, rule, guid, first_seen, time, first, revision, revisions, verdict,
                verdicts, relevant, score, language, story, seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 1, ?, ?, ?, ?, ?)
            """, identity + state)
        try revision.insert(entry, in: db)
        try verdict.insert(entry, in: db)
        if rule == .guid, let guid = claim.guid { try mark(MarkKey.guid(guid, feed: feed), id) }
        try markText(claim, rule: rule, of: feed, item: id)
        try ItemTopics.add(judged.verdict.topics, of: id, time: time, in: db)
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
        if let key = claim.linkKey { try mark(key, item) }
        if let key = claim.headlineKey { try mark(key, item) }
        if rule == .digest {
            try mark(MarkKey.text(claim.digest, feed: feed), item)
            if !claim.title.isEmpty { try mark(MarkKey.title(claim.title, feed: feed), item) }
        }
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
        if RevisionRule.admits(weight, revisions: state.revisions, elapsed: elapsed) {
            try addRevision(known, state, judged, at: now)
            if gainsText && change == .none { receipt.known += 1 } else { receipt.revised += 1 }
            return
        }
        receipt.known += 1
        // A verdict on a text that is not stored would explain nothing, unless other rules reached it.
        let isStoredText = change == .none
        guard state.differs(from: judged.verdict, withinJudge: isStoredText),
            RevisionRule.admits(.edited, revisions: state.verdicts, elapsed: now - state.judged)
        else { return }
        relevantChange += try VerdictChange.add(judged, to: known.id, state, at: now, journal: &journal, in: db)
    }

    private mutating func addRevision(
        _ known: KnownItem, _ state: ItemState, _ judged: JudgedItem, at now: Int64
    ) throws {
        let number = state.revisions + 1
        let revision = RevisionRow(
            judged.item, isRelevant: state.isRelevant(after: judged.verdict), item: known.id, number: number, keep: keep
        )
        let verdict = try VerdictRow(
            judged.verdict, item: known.id, number: state.verdicts + 1, revision: number, in: db)
        try index.remove(known.id, in: db)
        let entry = try journal.append(.revision, at: now, revision.fields + verdict.fields, to: db)
        try revision.insert(entry, in: db)
        try verdict.insert(entry, in: db)
        try db.run(
            "UPDATE item SET revision = ?, revisions = ?, seen = ? WHERE id = ?",
            [field(entry), field(number), field(judged.fingerprint), field(known.id)])
        relevantChange += try VerdictChange.show(verdict, judged.verdict, of: known.id, state, entry: entry, in: db)
        index.add(known.id, revision)
        try markText(IdentityClaim(position: 0, item: judged.item), rule: known.rule, of: known.feed, item: known.id)
    }
}
