import GRDB
import News

/// Turns a query into SQL: first the numbers of the items, in order, then the items by number.
///
/// Every condition is served by an index (the tests read the plans): `item_relevant_*` cover relevant items only,
/// and SQLite takes them because `item.relevant = 1` stands in the query literally.
struct ItemSelection {
    /// The full-text expression, where terms were given.
    var match: String? { expression?.text }
    private let expression: SearchExpression?
    /// Whether the page must be cut out of the whole list of numbers.
    private let cutsAfter: Int64?
    private let limit: Int?
    private let past: PastItems?
    private let isOfThePast: Bool
    private var source = "item"
    private var time = "item.time"
    private var number = "item.id"
    private var conditions: [String] = []
    private var arguments: [DatabaseValue] = []
    private var order: String

    /// Translates a query; looks up the feeds, topics and the item that it names.
    ///
    /// With `past` the selection is one of two: of the items that are as they were at that moment, or, if it
    /// `isOfThePast`, of the others, as they were then.
    init(_ query: ItemQuery, past: PastItems? = nil, isOfThePast: Bool = false, in db: Database) throws {
        self.past = past
        self.isOfThePast = isOfThePast
        expression = try query.terms.flatMap { try SearchTerms.expression(for: $0) }
        limit = query.limit.map { max($0, 0) }
        order = ""
        cutsAfter = query.sort == .relevance && expression != nil ? query.after : nil
        chooseSource(query)
        order = orderTerms(query)
        if let match { add("\(isOfThePast ? past?.search ?? "search" : "search") MATCH ?", match.databaseValue) }
        if isOfThePast, !query.topics.isEmpty {
            let names = query.topics.map { field($0.rawValue) }
            add("EXISTS (SELECT 1 FROM json_each(item.topics) WHERE value IN (\(marks(names))))", names)
        } else if query.topics.count == 1, match == nil {
            add("near.topic = (SELECT id FROM topic WHERE name = ?)", field(query.topics[0].rawValue))
        } else if !query.topics.isEmpty {
            let names = query.topics.map { field($0.rawValue) }
            add(
                """
                EXISTS (SELECT 1 FROM item_topic WHERE topic IN (SELECT id FROM topic WHERE name IN (\(marks(names))))
                    AND time = item.time AND item = item.id)
                """, names)
        }
        // A bound that all reach makes the walk along the times a search like any other; a text index needs none.
        let earliest = query.since.map { field($0) } ?? (match == nil ? Int64.min.databaseValue : nil)
        if let earliest { add("\(time) >= ?", earliest) }
        if let until = query.until { add("\(time) < ?", field(until)) }
        if !query.includesIrrelevant { conditions.append("item.relevant = 1") }
        if query.isEdited { conditions.append("item.revisions > 1") }
        if let past, !isOfThePast {
            add(
                "item.first <= ? AND NOT EXISTS (SELECT 1 FROM \(past.table) AS was WHERE was.id = item.id)",
                field(past.last))
        }
        if !query.feeds.isEmpty {
            let feeds = try Self.feeds(named: query.feeds, in: db)
            add(feeds.count == 1 ? "item.feed = ?" : "item.feed IN (\(marks(feeds)))", feeds)
        }
        if !query.languages.isEmpty {
            let languages = query.languages.map { field($0.lowercased()) }
            add(languages.count == 1 ? "item.language = ?" : "item.language IN (\(marks(languages)))", languages)
        }
        if let story = query.story {
            add(
                """
                item.id IN (SELECT id FROM item WHERE id = ? AND story = id
                    UNION ALL SELECT id FROM item WHERE story = ? AND story <> id)
                """, [field(story), field(story)])
        }
        // A bound that all reach makes the walk along the scores a search like any other.
        let leads = query.sort == .relevance && match == nil
        if let score = query.minimumScore ?? (leads ? -.greatestFiniteMagnitude : nil) {
            add("item.score >= ?", score.databaseValue)
        }
        if let after = query.after, cutsAfter == nil { try addPage(after: after, query.sort, in: db) }
    }

    /// The numbers of the wanted items, in order.
    func numbers(in db: Database) throws -> [Int64] {
        let bound = cutsAfter == nil ? limit.map { " LIMIT \($0)" } ?? "" : ""
        let ids = try Int64.fetchAll(db, sql: sql + bound, arguments: StatementArguments(arguments))
        guard let cutsAfter else { return ids }
        guard let place = ids.firstIndex(of: cutsAfter) else { throw QueryFault.noSuchItem(cutsAfter) }
        return Array(ids[(place + 1)...].prefix(limit ?? .max))
    }

    /// The numbers of the wanted items with what they are sorted by, in order; the greater comes first.
    func ranked(in db: Database) throws -> [(id: Int64, key: Double)] {
        let key = rankKey
        let sql =
            "SELECT \(number), \(key) FROM \(source) WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order)"
        return try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map { ($0[0], $0[1]) }
    }

    /// How many items are wanted, but for the limit.
    func count(in db: Database) throws -> Int {
        let sql = "SELECT count(*) FROM \(source) WHERE \(conditions.joined(separator: " AND "))"
        return try Int.fetchOne(db, sql: sql, arguments: StatementArguments(arguments)) ?? 0
    }

    /// How SQLite would find the numbers, one step a line.
    func plan(in db: Database) throws -> [String] {
        try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: StatementArguments(arguments)).map {
            $0["detail"]
        }
    }

    private var sql: String {
        "SELECT \(number) FROM \(source) WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order)"
    }

    /// A search is led by the text index, one topic by the topic's items; everything else by the items.
    private mutating func chooseSource(_ query: ItemQuery) {
        if isOfThePast, let past {
            source = "\(past.table) AS item"
            if match != nil { source = "\(past.search) AS search JOIN \(source) ON item.id = search.rowid" }
        } else if match != nil, past == nil, query.needsNoItem {
            source = "search"
            number = "search.rowid"
        } else if match != nil {
            // The index tells a hit's relevance without its row; SQLite would rather look at the row.
            let index = query.includesIrrelevant ? "" : " INDEXED BY item_relevant_id"
            source = "search CROSS JOIN item\(index) ON item.id = search.rowid"
        } else if query.topics.count == 1 {
            source = "item_topic AS near CROSS JOIN item ON item.id = near.item"
            if query.sort == .newest {
                time = "near.time"
                number = "near.item"
            }
        }
    }

    /// What ``order`` sorts by first, so that the greater comes first.
    private var rankKey: String {
        if let rank, order.hasPrefix(rank) { return "-" + rank }
        return order.hasPrefix("item.score") ? "item.score" : time
    }

    /// What the best match has the least of; `nil` where no terms were given.
    private var rank: String? {
        let table = isOfThePast ? past.map { "search." + $0.search } : nil
        return expression.map { SearchRank.term(table ?? "search", $0) }
    }

    private func orderTerms(_ query: ItemQuery) -> String {
        switch query.sort {
        case .newest: "\(time) DESC, \(number) DESC"
        case .relevance: (rank ?? "item.score DESC") + ", \(number) DESC"
        }
    }

    private mutating func add(_ condition: String, _ values: [DatabaseValue]) {
        conditions.append(condition)
        arguments += values
    }

    private mutating func add(_ condition: String, _ value: DatabaseValue) { add(condition, [value]) }

    private func marks(_ values: [DatabaseValue]) -> String { values.map { _ in "?" }.joined(separator: ", ") }

    /// Only items that come after one in the order.
    private mutating func addPage(after: Int64, _ sort: ItemQuery.Sort, in db: Database) throws {
        let state = try past.map { try $0.holds(after, in: db) ? $0.table : "item" } ?? "item"
        guard let row = try Row.fetchOne(db, sql: "SELECT time, score FROM \(state) WHERE id = ?", arguments: [after])
        else { throw QueryFault.noSuchItem(after) }
        let column = sort == .newest ? time : "item.score"
        let value: DatabaseValue = row[sort == .newest ? 0 : 1]
        add("\(column) <= ? AND (\(column) < ? OR \(number) < ?)", [value, value, field(after)])
    }

    /// The feeds that a person means: one of exactly this address, else all with this in their address or name.
    private static func feeds(named names: [String], in db: Database) throws -> [DatabaseValue] {
        var result: Set<Int64> = []
        for name in names {
            let exact = FeedURL(name)?.string ?? name
            if let id = try Int64.fetchOne(db, sql: "SELECT id FROM feed WHERE url = ?", arguments: [exact]) {
                result.insert(id)
                continue
            }
            let found = try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM feed WHERE instr(lower(url), ?1) OR instr(lower(list_title), ?1)
                        OR instr(lower(coalesce(title, '')), ?1)
                    """, arguments: [name.lowercased()])
            result.formUnion(found)
        }
        return result.sorted().map { field($0) }
    }
}

extension ItemQuery {
    /// Whether a search can be answered, and put in order, by the text index alone.
    fileprivate var needsNoItem: Bool {
        includesIrrelevant && sort == .relevance && since == nil && until == nil && topics.isEmpty && feeds.isEmpty
            && languages.isEmpty && story == nil && minimumScore == nil && !isEdited
    }
}

/// What is wrong with a query, in words.
enum QueryFault: Error, Hashable {
    /// The search terms are mistyped.
    case terms(String)
    /// There is no item to continue after.
    case noSuchItem(Int64)
    /// There is no item of this number.
    case unknownItem(Int64)
}
