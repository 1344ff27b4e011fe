import News

/// A poll with all worked out that can be without asking the store: by whoever brings it, while others are written.
///
/// A value of immutable parts; made on the caller's thread.
struct PreparedPoll: Sendable {
    let poll: Poll
    /// What the items can be told apart by, all of them seen together.
    let document: DocumentIdentity
    /// One for each item, in its order.
    let items: [PreparedItem]
    /// What the feed's state has in JSON.
    let hints: String?
    let rhythm: String?

    init(_ poll: Poll, keep: Store.Keep) {
        self.poll = poll
        document = DocumentIdentity(poll.items.map(\.item))
        items = poll.items.map { PreparedItem($0, keep: keep) }
        hints = poll.state.hints.isEmpty ? nil : ValueText.encode(poll.state.hints)
        rhythm = poll.state.rhythm.map(RhythmText.encode)
    }
}

/// An item with the rows that it becomes if it is new.
struct PreparedItem: Sendable {
    let judged: JudgedItem
    /// The fingerprint of text and verdict.
    let fingerprint: Int64
    let revision: RevisionRow
    let verdict: VerdictRow

    init(_ judged: JudgedItem, keep: Store.Keep) {
        self.judged = judged
        fingerprint = judged.fingerprint
        revision = RevisionRow(judged.item, isRelevant: judged.verdict.relevant, keep: keep)
        verdict = VerdictRow(judged.verdict)
    }
}
