import GRDB
import News

/// Gives an item a label, or takes it back.
enum LabelChange {
    /// Records what a person says of an item, and makes it count.
    ///
    /// - Returns: Whether anything is different now; a label that says what the one before said is not recorded.
    /// - Throws: ``QueryFault/unknownItem(_:)``, or what SQLite says.
    static func record(
        _ label: ItemLabel, on id: Int64, at now: Int64, journal: inout JournalWriter, in db: Database
    ) throws -> Bool {
        let known = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM item WHERE id = ?)", arguments: [id])
        guard known == true else { throw QueryFault.unknownItem(id) }
        let state = try ItemState(id, in: db)
        let topics = topics(of: label, state)
        let said = [
            label.relevant.map { field($0) } ?? .null, field(ListText.encode(topics.map(\.rawValue))),
            field(label.note),
        ]
        if try isSaidAlready(said, state, in: db) { return false }
        let number = try Int.fetchOne(
            db, sql: "SELECT coalesce(max(number), 0) + 1 FROM label WHERE item = ?", arguments: [id])
        let fields = [field(id), field(number ?? 1)] + said
        let entry = try journal.append(.label, at: now, fields, to: db)
        try db.cachedStatement(
            sql: "INSERT INTO label (entry, item, number, relevant, topics, note) VALUES (?, ?, ?, ?, ?, ?)"
        ).execute(arguments: StatementArguments([field(entry)] + fields))
        try show(label, topics, of: id, state, entry: entry, in: db)
        return true
    }

    /// The topics that a label means: its own, else the verdict's as far as that, too, finds the item relevant.
    private static func topics(of label: ItemLabel, _ state: ItemState) -> [Topic] {
        guard label.relevant == true else { return [] }
        return label.topics ?? (state.judgedRelevant ? state.judgedTopics : [])
    }

    /// Whether the label that holds says just the same; to take back what was never given says nothing.
    private static func isSaidAlready(_ said: [DatabaseValue], _ state: ItemState, in db: Database) throws -> Bool {
        guard let entry = state.label else { return said[0].isNull }
        let held = try Row.fetchOne(
            db, sql: "SELECT relevant, topics, note FROM label WHERE entry = ?", arguments: [entry])
        return held.map { Array($0.databaseValues) == said } ?? false
    }

    /// Makes the item count as the label has it, or as its newest verdict has it where the label was taken back.
    static func show(
        _ label: ItemLabel, _ topics: [Topic], of id: Int64, _ state: ItemState, entry: Int64, in db: Database
    ) throws {
        let relevant = label.relevant ?? state.judgedRelevant
        let score = label.relevant.map { $0 ? 1.0 : 0.0 } ?? state.score
        var names = Names()
        try ItemTopics.remove(state.topics, of: id, time: state.time, &names, in: db)
        try ItemTopics.add(
            label.relevant == nil ? state.judgedTopics : topics, of: id, time: state.time, &names, in: db)
        try db.cachedStatement(sql: "UPDATE item SET label = ?, relevant = ?, score = ? WHERE id = ?")
            .execute(arguments: [label.relevant == nil ? nil : entry, relevant, score, id])
        try FeedTable.count((relevant ? 1 : 0) - (state.relevant ? 1 : 0), ofItem: id, in: db)
    }
}
