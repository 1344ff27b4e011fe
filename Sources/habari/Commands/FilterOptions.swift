import ArgumentParser
import Classifying
import News
import Storing

import struct FoundationEssentials.Date

/// The moment as of which the store is to answer.
struct MomentOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Answer as the store would have answered then.",
            discussion: "Written as --since. What was edited, judged or labelled later is left out of account.",
            valueName: "time"),
        transform: TimeArgument.init(argument:))
    var asOf: TimeArgument?

    /// The moment; `nil` for now.
    func date(now: Date) -> Date? { asOf?.date(now: now) }
}

/// The filters that say which items are meant; the same for every command that lists items.
struct FilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only items from this time on.",
            discussion:
                "Write \(TimeArgument.forms). A date alone, today and yesterday mean the start of that day in UTC.",
            valueName: "time"),
        transform: TimeArgument.init(argument:))
    var since: TimeArgument?

    @Option(
        help: ArgumentHelp(
            "Only items before this time.",
            discussion:
                "Written as --since: --until 2025-09-25 includes all of 24 September (UTC), and nothing of the 25th.",
            valueName: "time"),
        transform: TimeArgument.init(argument:))
    var until: TimeArgument?

    @Option(help: ArgumentHelp("Only items with one of these topics (a,b; may be repeated).", valueName: "topics"))
    var topic: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only items of feeds whose address or name contains one of these (a,b; may be repeated).",
            valueName: "feeds"))
    var feed: [String] = []

    @Option(help: ArgumentHelp("Only items in one of these languages, such as en,sw,fr.", valueName: "codes"))
    var language: [String] = []

    @Option(help: ArgumentHelp("Only items of the story with this number.", valueName: "number"))
    var story: Int64?

    @Option(help: ArgumentHelp("Only items with at least this score, 0 to 1.", valueName: "score"))
    var minScore: Double?

    @Flag(help: "Also items that were judged not relevant.")
    var all = false

    @Flag(help: "Only items whose text has changed since they were first seen.")
    var edited = false

    @OptionGroup var moment: MomentOption

    func validate() throws {
        if let minScore, !(0...1).contains(minScore) {
            throw ValidationError("--min-score is \(minScore); a score lies between 0 and 1")
        }
    }

    /// The query that the filters make; the lexicon is read only if there is a topic that the store has no item of.
    func query(terms: [String], now: Date, setup: Setup, store: Store) throws -> ItemQuery {
        let text = terms.joined(separator: " ")
        return ItemQuery(
            terms: text.isEmpty ? nil : text, since: since?.date(now: now), until: until?.date(now: now),
            topics: try topics(setup, store), feeds: Self.addresses(feed),
            languages: Self.names(language).map { $0.lowercased() }, story: story, minimumScore: minScore,
            includesIrrelevant: all, isEdited: edited, asOf: moment.date(now: now), wantsSnippets: false)
    }

    private func topics(_ setup: Setup, _ store: Store) throws -> [Topic] {
        let topics = Self.names(topic).map { Topic($0.lowercased()) }
        if topics.isEmpty { return [] }
        let stored = try store.topics()
        return topics.allSatisfy(stored.contains) ? topics : try Self.topics(topic, setup)
    }

    /// The topics in some lists between commas, each one that the lexicon knows.
    static func topics(_ lists: [String], _ setup: Setup) throws -> [Topic] {
        let names = Self.names(lists).map { $0.lowercased() }
        if names.isEmpty { return [] }
        let known = try setup.lexicon().topics.map(\.rawValue)
        for name in names where !known.contains(name) {
            let near = NearestName.likely(known, for: name).map { "did you mean \"\($0)\"? " } ?? ""
            throw ValidationError(
                "there is no topic \"\(name)\"; \(near)The topics are \(known.joined(separator: ", "))")
        }
        return names.map { Topic($0) }
    }

    /// The longest piece of a shown address that stands in the real one too.
    private static func withoutMask(_ text: String) -> String {
        let afterUser = text.firstRange(of: ShownAddress.mask + "@").map { text[$0.upperBound...] } ?? text[...]
        return String(
            afterUser.firstRange(of: "=" + ShownAddress.mask).map { afterUser[..<$0.lowerBound] } ?? afterUser)
    }

    /// The names in some lists between commas.
    static func names(_ lists: [String]) -> [String] {
        lists.flatMap { $0.split(separator: ",") }
            .map { String($0.drop { $0 == " " }) }
            .filter { !$0.isEmpty }
    }

    /// The parts of addresses or names in some lists; a comma inside an address is part of it, and what is hidden in an
    /// address as it is shown is left out.
    static func addresses(_ lists: [String]) -> [String] {
        lists.map(withoutMask).flatMap { list in
            var parts: [String] = []
            for part in list.split(separator: ",") {
                if let last = parts.last, last.contains("://"), !part.contains("://") {
                    parts[parts.count - 1] = last + "," + part
                } else {
                    parts.append(String(part))
                }
            }
            return parts
        }
    }
}
