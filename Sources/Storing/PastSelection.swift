import GRDB
import News

/// A query as the store would have answered it at an earlier moment.
struct PastSelection {
    let past: PastItems
    private let query: ItemQuery
    private let unchanged: ItemSelection
    private let changed: ItemSelection

    /// The full-text expression, where terms were given.
    var match: String? { unchanged.match }

    /// Translates a query; `past` holds what has changed since the moment it asks about.
    init(_ query: ItemQuery, past: PastItems, in db: Database) throws {
        self.query = query
        self.past = past
        unchanged = try ItemSelection(query, past: past, in: db)
        changed = try ItemSelection(query, past: past, isOfThePast: true, in: db)
    }

    /// The numbers of the wanted items, in order.
    func numbers(in db: Database) throws -> [Int64] {
        var ranked = try unchanged.ranked(in: db) + changed.ranked(in: db)
        ranked.sort { ($0.key, $0.id) > ($1.key, $1.id) }
        var numbers = ranked.map(\.id)[...]
        if query.sort == .relevance, match != nil, let after = query.after {
            guard let place = numbers.firstIndex(of: after) else { throw QueryFault.noSuchItem(after) }
            numbers = numbers[(place + 1)...]
        }
        return Array(numbers.prefix(max(query.limit ?? .max, 0)))
    }

    /// How many items are wanted, but for the limit.
    func count(in db: Database) throws -> Int { try unchanged.count(in: db) + changed.count(in: db) }
}
