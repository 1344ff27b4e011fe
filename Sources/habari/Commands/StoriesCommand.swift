import ArgumentParser
import News
import Storing

import struct FoundationEssentials.Date

/// `habari stories`: items grouped by the event they report.
struct StoriesCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "stories",
        abstract: "Group items by the event they report, the one with the newest item first.",
        discussion: "`habari query --story NUMBER` lists the items of a story.")

    /// The formats of the list.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, json, jsonl
    }

    @OptionGroup var common: CommonOptions
    @OptionGroup var filter: FilterOptions

    @Argument(help: "Words to search for.")
    var terms: [String] = []

    @Option(help: ArgumentHelp("Only stories with at least so many items.", valueName: "count"))
    var minItems: Int = 1

    @Option(help: ArgumentHelp("At most so many stories.", valueName: "count"))
    var limit: Int?

    @Option(help: "The format.")
    var format: Format = .table

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is \(limit); ask for at least one story") }
        if minItems < 1 { throw ValidationError("--min-items is \(minItems); a story has at least one") }
    }

    func run(on console: Console) async throws {
        let setup = Setup(common)
        let store = try setup.openStore()
        let query = try filter.query(terms: terms, now: console.now, setup: setup, store: store)
        var gathered = StoryList()
        try store.items(matching: query) { gathered.add($0) }
        let most = limit ?? (console.isTerminal && format == .table ? QueryCommand.defaultRows : nil)
        let stories = gathered.stories.filter { $0.items >= minItems }.prefix(most ?? .max)
        switch format {
        case .table: try writeTable(stories, on: console)
        case .json, .jsonl: try writeJSON(stories, to: console.output)
        }
    }

    private func writeTable(_ stories: ArraySlice<Story>, on console: Console) throws {
        if stories.isEmpty { return console.note("no stories match; drop a filter, or use --all") }
        var table = TextTable(["STORY", "ITEMS", "FEEDS", "FIRST (UTC)", "LAST (UTC)", "TITLE"], right: [0, 1, 2])
        for story in stories {
            table.add([
                "\(story.number)", "\(story.items)", "\(story.feeds.count)", story.first.minute, story.last.minute,
                story.title,
            ])
        }
        let lines = table.lines(width: console.width)
        try console.output.line(console.styled(lines[0], .bold))
        for line in lines.dropFirst() { try console.output.line(line) }
    }

    private func writeJSON(_ stories: ArraySlice<Story>, to output: Output) throws {
        let isArray = format == .json
        if isArray, stories.isEmpty { return try output.write("[]\n") }
        var separator = isArray ? "[\n" : ""
        for story in stories {
            var json = JSONWriter()
            json.object { story.write(into: &$0) }
            try output.write(separator)
            try output.write(json.bytes)
            separator = isArray ? ",\n" : "\n"
        }
        if !stories.isEmpty { try output.write(isArray ? "\n]\n" : "\n") }
    }
}

/// An event with the items that report it.
struct Story {
    /// The number: that of its first item.
    var number: Int64
    /// How many items were found.
    var items = 0
    /// The feeds that carry them.
    var feeds: Set<String> = []
    /// The topics of the items.
    var topics: Set<Topic> = []
    /// The time of the earliest.
    var first: Date
    /// The time of the latest.
    var last: Date
    /// The title of the earliest.
    var title: String

    /// Writes the members of a story into an object; the names are a promise.
    func write(into json: inout JSONWriter) {
        json.member("story", number)
        json.member("title", title)
        json.member("items", items)
        json.member("feeds", feeds.sorted())
        json.member("topics", topics.sorted().map(\.rawValue))
        json.member("first", first.rfc3339)
        json.member("last", last.rfc3339)
    }
}

/// Gathers stories from items that come newest first.
struct StoryList {
    /// The stories, the one with the newest item first.
    private(set) var stories: [Story] = []
    private var places: [Int64: Int] = [:]

    /// Adds an item to its story.
    mutating func add(_ item: Item) {
        let place = places[item.story] ?? stories.count
        if place == stories.count {
            places[item.story] = place
            stories.append(Story(number: item.story, first: item.time, last: item.time, title: item.headline))
        }
        stories[place].items += 1
        stories[place].feeds.insert(item.feedTitle)
        stories[place].topics.formUnion(item.topics)
        stories[place].last = max(stories[place].last, item.time)
        if item.time <= stories[place].first {
            stories[place].first = item.time
            stories[place].title = item.headline
        }
    }
}
