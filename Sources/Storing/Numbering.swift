import GRDB
import News

/// The numbers of items, each given once: not even a forgotten item's is given again.
///
/// Good for one transaction, which is alone in giving them.
struct ItemNumbers {
    private var last: Int64?

    mutating func next(in db: Database) throws -> Int64 {
        let last =
            try last
            ?? db.cachedStatement(
                sql: """
                    SELECT max((SELECT coalesce(max(id), 0) FROM item), (SELECT coalesce(max(item), 0) FROM forgotten))
                    """
            ).integer([]) ?? 0
        self.last = last + 1
        return last + 1
    }
}

/// Names that occur in many rows, kept once each; those seen in a transaction are remembered for the rest of it.
struct Names {
    /// A table of names.
    enum Table: String {
        case judge, topic
    }

    private var known: [Table: [String: Int64]] = [:]

    /// The number of a name; a new one where it is new.
    mutating func number(of name: String, in table: Table, _ db: Database) throws -> Int64 {
        if let number = known[table]?[name] { return number }
        let find = try db.cachedStatement(sql: "SELECT id FROM \(table.rawValue) WHERE name = ?")
        let value = name.storable.databaseValue
        let number = try find.integer([value]) ?? Self.add(value, to: table, db)
        known[table, default: [:]][name] = number
        return number
    }

    private static func add(_ name: DatabaseValue, to table: Table, _ db: Database) throws -> Int64 {
        try db.run("INSERT INTO \(table.rawValue) (name) VALUES (?)", [name])
        return db.lastInsertedRowID
    }
}

/// Which items bear a mark, see ``MarkKey``.
enum Marks {
    static func add(_ key: Int64, to item: Int64, in db: Database) throws {
        try db.run("INSERT OR IGNORE INTO mark (key, item) VALUES (?, ?)", numbers: key, item)
    }
}

/// Which items have a topic now.
enum ItemTopics {
    static func add(
        _ topics: [Topic], of item: Int64, time: Int64, _ names: inout Names, in db: Database
    ) throws {
        for topic in topics {
            let number = try names.number(of: topic.rawValue, in: .topic, db)
            try db.run(
                "INSERT OR IGNORE INTO item_topic (topic, time, item) VALUES (?, ?, ?)", numbers: number, time, item)
        }
    }

    static func remove(
        _ topics: [Topic], of item: Int64, time: Int64, _ names: inout Names, in db: Database
    ) throws {
        for topic in topics {
            let number = try names.number(of: topic.rawValue, in: .topic, db)
            try db.cachedStatement(sql: "DELETE FROM item_topic WHERE topic = ? AND time = ? AND item = ?")
                .execute(arguments: [number, time, item])
        }
    }
}
