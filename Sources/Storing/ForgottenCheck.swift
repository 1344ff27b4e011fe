import GRDB

/// Checks that what is missing was forgotten by the journal's own word, and nothing else.
enum ForgottenCheck {
    /// Stands for the entry that tells of it where that is in another store's journal only.
    static let elsewhere = Int64.max

    /// What is wrong, a line each, as far as the journal was followed.
    static func faults(upTo last: Int64, in db: Database) throws -> [String] {
        var faults: [String] = []
        var named = 0
        let entries = try Row.fetchCursor(
            db, sql: "SELECT entry, items FROM forget WHERE entry <= ? ORDER BY entry", arguments: [last])
        while let row = try entries.next() {
            let entry: Int64 = row[0]
            guard let spans = NumberSpans(text: row[1]) else {
                faults.append("entry \(entry) (forget) does not say which items")
                continue
            }
            for span in spans.spans where try count(span, forgottenBy: entry, in: db) != span.count {
                faults.append("entry \(entry) (forget) names items \(span) of which not all are forgotten by it")
            }
            named += spans.count
        }
        let forgotten = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM forgotten WHERE entry <= ?", arguments: [last])
        if forgotten != named { faults.append("\(forgotten ?? 0) items are forgotten, the journal names \(named)") }
        for (sql, says) in contradictions {
            if let id = try Int64.fetchOne(db, sql: sql) { faults.append("item \(id) \(says)") }
        }
        return faults
    }

    private static func count(_ span: ClosedRange<Int64>, forgottenBy entry: Int64, in db: Database) throws -> Int? {
        let statement = try db.cachedStatement(
            sql: "SELECT count(*) FROM forgotten WHERE item BETWEEN ? AND ? AND entry = ?")
        return try Int.fetchOne(statement, arguments: [span.lowerBound, span.upperBound, entry])
    }

    /// Queries that find an item which contradicts the tombstones, and what to say of it.
    private static let contradictions = [
        (
            "SELECT forgotten.item FROM forgotten JOIN item ON item.id = forgotten.item LIMIT 1",
            "is forgotten, but it is there"
        ),
        (
            """
            SELECT item FROM tombstone
            WHERE NOT EXISTS (SELECT 1 FROM forgotten WHERE forgotten.item = tombstone.item) LIMIT 1
            """, "has a tombstone, but it is not forgotten"
        ),
        (
            """
            SELECT item FROM forgotten WHERE entry > (SELECT max(n) FROM journal) AND entry < \(elsewhere)
                AND NOT EXISTS (SELECT 1 FROM imported WHERE last < entries) LIMIT 1
            """, "is forgotten by an entry that there is not"
        ),
        (
            """
            SELECT item.id FROM item WHERE NOT EXISTS (SELECT 1 FROM item AS head WHERE head.id = item.story)
                AND NOT EXISTS (SELECT 1 FROM forgotten WHERE forgotten.item = item.story) LIMIT 1
            """, "refers to nothing by its story"
        ),
        (
            """
            SELECT item FROM mark WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.id = mark.item)
                AND NOT EXISTS (SELECT 1 FROM forgotten WHERE forgotten.item = mark.item) LIMIT 1
            """, "has marks, but is not there"
        ),
    ]
}

/// Numbers in ascending order, written as spans: `[[1,5],[9,9]]`.
struct NumberSpans {
    /// From each first to each last number.
    private(set) var spans: [ClosedRange<Int64>] = []

    /// Puts ascending numbers into spans.
    init(_ numbers: [Int64]) {
        for number in numbers {
            if let last = spans.last, last.upperBound + 1 == number {
                spans[spans.count - 1] = last.lowerBound...number
            } else {
                spans.append(number...number)
            }
        }
    }

    /// Reads spans; `nil` if the text is none.
    init?(text: String) {
        guard let pairs = ListText.pairs(text) else { return nil }
        for pair in pairs {
            guard pair.count == 2, pair[0] <= pair[1], spans.last.map({ $0.upperBound < pair[0] }) ?? true else {
                return nil
            }
            spans.append(pair[0]...pair[1])
        }
    }

    /// How many numbers there are.
    var count: Int { spans.reduce(0) { $0 + $1.count } }

    /// As written in the journal.
    var text: String { "[" + spans.map { "[\($0.lowerBound),\($0.upperBound)]" }.joined(separator: ",") + "]" }
}
