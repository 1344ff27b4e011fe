import ArgumentParser
import Glibc
import News
import Parsing
import Settings

/// `habari parse`: what the parser makes of a document.
struct ParseCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Show what the parser makes of a document.",
        discussion: """
            The document is a file, standard input (-), or an address that is fetched once; since you type it, it may \
            also lie in a private network. No store is needed and no configuration. A document that is no feed is a \
            failure.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "A file, - or an address.")
    var document: String

    @Option(
        help: ArgumentHelp("The address that the document came from, for its relative links.", valueName: "url"))
    var base: String?

    @Option(help: "The format; in a terminal text, else json, unless given.")
    var format: TextFormat?

    func run(on console: Console) async throws {
        let document = try await load()
        let feed: ParsedFeed
        do {
            feed = try FeedParser().parse(document)
        } catch {
            let name = self.document == "-" ? "standard input" : ShownAddress.of(self.document)
            let advice = Discovery.advice(on: document) ?? "give the address or file of an RSS, Atom or JSON feed"
            throw CommandFailure("\(name): \(error); \(advice)")
        }
        switch format ?? (console.isTerminal ? .text : .json) {
        case .text: try FeedText(console: console).write(feed)
        case .json:
            var json = JSONWriter(.indented)
            json.object { FeedFields.write(feed, into: &$0) }
            json.newline()
            try console.output.write(json.bytes)
        }
    }

    private func load() async throws -> Document {
        if TypedAddress.isMeant(by: document) {
            let url = try TypedAddress.url(document)
            var fetched = try await TypedAddress.document(at: url, Setup(common).settingsIfReadable())
            if let base { fetched.url = base }
            return fetched
        }
        return Document(bytes: try InputFile.bytes(of: document), url: base ?? "")
    }
}

/// How a parsed feed is spelled in JSON.
enum FeedFields {
    /// Writes the members of a feed into an object.
    static func write(_ feed: ParsedFeed, into json: inout JSONWriter) {
        json.member("format", feed.format.rawValue)
        json.member("encoding", feed.encoding)
        json.member("recovered", feed.recovered)
        json.member("title", feed.title)
        json.member("link", feed.link)
        json.member("description", feed.description)
        json.member("language", feed.language)
        json.member("updated", feed.updated?.rfc3339)
        json.member("ttl_minutes", feed.hints.ttlMinutes)
        json.key("items")
        json.array { json in
            for item in feed.items {
                json.object { ParsedItemFields.write(item, into: &$0) }
            }
        }
    }
}

/// Tells a person what a document says.
struct FeedText {
    private let console: Console

    /// Writes to a console.
    init(console: Console) { self.console = console }

    private var width: Int { min(console.width ?? 100, 100) }

    /// Writes a feed with all its items.
    func write(_ feed: ParsedFeed) throws {
        try writeHead(feed)
        for item in feed.items { try write(item) }
    }

    /// Writes what is said of the feed as a whole.
    func writeHead(_ feed: ParsedFeed) throws {
        try console.output.line(console.styled(SafeText.line(feed.title ?? "(without a title)"), .bold))
        try fact("format", "\(feed.format.rawValue), \(feed.encoding)" + (feed.recovered ? ", mended" : ""))
        for problem in feed.problems { try fact("problem", "\(problem)") }
        try fact("link", feed.link)
        try fact("about", feed.description)
        try fact("language", feed.language)
        try fact("updated", feed.updated?.rfc3339)
        try fact("ttl", feed.hints.ttlMinutes.map { "\($0) minutes" })
        try fact("items", "\(feed.items.count)")
    }

    private func write(_ item: ParsedItem) throws {
        try console.output.line("")
        try console.output.line(console.styled(SafeText.line(item.title ?? "(without a title)"), .bold))
        try fact("link", item.link)
        try fact("id", item.id)
        try fact("published", item.published?.rfc3339)
        try fact("updated", item.updated?.rfc3339)
        try fact("author", item.author)
        try fact("categories", item.categories.joined(separator: ", "))
        for enclosure in item.enclosures { try fact("enclosure", enclosure.url) }
        for text in [item.summary, item.content].compactMap(\.self) where !text.isEmpty {
            for line in DisplayWidth.wrap(SafeText.paragraph(text), to: width - 2) {
                try console.output.line(line.isEmpty ? "" : "  " + line)
            }
        }
    }

    private func fact(_ name: String, _ value: String?) throws {
        guard let value, !value.isEmpty else { return }
        try console.output.line(console.styled(DisplayWidth.pad(name, to: 12), .dim) + SafeText.line(value))
    }
}
