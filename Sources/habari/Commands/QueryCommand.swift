import ArgumentParser
import News
import Storing

/// `habari query`: the stored items that match.
struct QueryCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "List stored items, the newest first.",
        discussion: """
            TERMS are searched for in title, summary and content: words are all wanted, "a phrase" stands in quotes, \
            trade* matches beginnings, and AND, OR, NOT and NEAR work as in SQLite's FTS5. A word in lower case finds \
            its other forms too (tariff: tariffs; trade: traded, trading); one with a capital, in quotes, in NEAR or \
            behind NOT is taken as it stands, so that Williams is not William. A terminal gets a table of \
            \(defaultRows) rows unless --limit says otherwise; a pipe gets all.
            """)

    /// How many rows a terminal gets unless told.
    static let defaultRows = 50

    @OptionGroup var common: CommonOptions

    @Argument(help: "Words to search for.")
    var terms: [String] = []

    @OptionGroup var filter: FilterOptions

    @Option(help: ArgumentHelp("At most so many items.", valueName: "count"))
    var limit: Int?

    @Option(help: ArgumentHelp("Only items that come after this one in the list: the next page.", valueName: "id"))
    var after: Int64?

    @Option(
        help: ArgumentHelp(
            "The order: newest, or relevance (the best match, else the highest score).", valueName: "order"))
    var sort: SortOrder = .newest

    @Option(help: "The format.")
    var format: ItemFormat = .table

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is \(limit); ask for at least one item") }
    }

    func run(on console: Console) async throws {
        let setup = Setup(common)
        let store = try setup.openStore()
        var query = try filter.query(terms: terms, now: console.now, setup: setup, store: store)
        query.after = after
        query.sort = sort.order
        query.wantsSnippets = format == .table
        query.limit = limit ?? (console.isTerminal && format == .table ? Self.defaultRows : nil)
        var writer = format.writer(on: console, for: question, showsSnippets: query.terms != nil)
        var count = 0
        var last: Int64 = 0
        try store.items(matching: query) { item in
            try writer.write(item)
            count += 1
            last = item.id
        }
        try writer.end()
        try console.output.flush()
        try hint(query, shown: count, last: last, in: store, on: console)
    }

    /// What was asked, in one line; the order of its parts is fixed, so that the same query is the same feed.
    private var question: String {
        let lists = [("topic", filter.topic), ("feed", filter.feed), ("language", filter.language)]
        let story = filter.story.map { ["story:\($0)"] } ?? []
        let score = filter.minScore.map { ["score:\($0)"] } ?? []
        let parts = terms + lists.flatMap { name, values in values.map { "\(name):\($0)" } } + story + score
        let flags = (filter.all ? ["all"] : []) + (filter.edited ? ["edited"] : [])
        return (parts + flags).joined(separator: " ")
    }

    /// Tells a person who looks at a table what it leaves out.
    private func hint(_ query: ItemQuery, shown: Int, last: Int64, in store: Store, on console: Console) throws {
        guard format == .table else { return }
        if shown == 0 {
            console.note(try advice(query, store))
        } else if limit == nil, shown == query.limit {
            let total = try store.count(matching: query)
            if total > shown {
                console.note("\(shown) of \(total) items; --limit N shows more, --after \(last) goes on")
            }
        }
    }

    private func advice(_ query: ItemQuery, _ store: Store) throws -> String {
        if try store.status().items == 0 { return "the store holds no items yet; `habarid --once` polls the feeds" }
        var wider = query
        wider.includesIrrelevant = true
        wider.limit = nil
        if !query.includesIrrelevant {
            let irrelevant = try store.count(matching: wider)
            if irrelevant > 0 { return "no items match; --all shows \(irrelevant) that were judged not relevant" }
        }
        return "no items match; drop a filter, or ask for fewer words"
    }
}

/// The orders that can be asked for.
enum SortOrder: String, CaseIterable, ExpressibleByArgument {
    case newest, relevance

    /// The order for the store.
    var order: ItemQuery.Sort {
        switch self {
        case .newest: .newest
        case .relevance: .relevance
        }
    }
}
