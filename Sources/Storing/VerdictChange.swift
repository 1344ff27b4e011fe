import GRDB
import News

/// Gives an item a newer verdict; used by polls and by judging anew.
///
/// Each answers by how much the number of its feed's relevant items changes: −1, 0 or 1.
enum VerdictChange {
    /// Appends a verdict on the item's newest revision to the journal, and shows it.
    static func add(
        _ judged: JudgedItem, to id: Int64, _ state: ItemState, at now: Int64, journal: inout JournalWriter,
        _ names: inout Names, in db: Database
    ) throws -> Int {
        var row = VerdictRow(judged.verdict)
        (row.item, row.number, row.revision) = (id, state.verdicts + 1, state.revisions)
        let entry = try journal.append(.verdict, at: now, verdict: row, to: db)
        try row.insert(entry, &names, in: db)
        try db.cachedStatement(sql: "UPDATE item SET seen = ? WHERE id = ?")
            .execute(arguments: [judged.fingerprint, id])
        return try show(row, of: id, state, entry: entry, &names, in: db)
    }

    /// Makes a verdict that is in the journal the newest of its item; where a label holds, what the item counts as
    /// stays as the label has it.
    static func show(
        _ row: VerdictRow, of id: Int64, _ state: ItemState, entry: Int64, _ names: inout Names, in db: Database
    ) throws -> Int {
        let verdict = row.verdict
        try db.cachedStatement(sql: "UPDATE item SET verdict = ?, verdicts = ?, language = ? WHERE id = ?")
            .execute(arguments: [entry, state.verdicts + 1, verdict.language, id])
        guard state.label == nil else { return 0 }
        try ItemTopics.remove(state.topics, of: id, time: state.time, &names, in: db)
        try ItemTopics.add(verdict.topics, of: id, time: state.time, &names, in: db)
        try db.cachedStatement(sql: "UPDATE item SET relevant = ?, score = ? WHERE id = ?")
            .execute(arguments: [verdict.relevant, row.score, id])
        return (verdict.relevant ? 1 : 0) - (state.relevant ? 1 : 0)
    }
}

extension ItemState {
    /// Whether the item counts as relevant once a verdict is in: a label that holds wins over it.
    func isRelevant(after verdict: Verdict) -> Bool { label == nil ? verdict.relevant : relevant }
}
