import News
import Storing
import Testing

import struct Foundation.Date
import class Foundation.FileManager
import struct Foundation.URL
import struct Foundation.UUID

/// A store in a directory of its own, removed at the end.
final class TemporaryStore: Sendable {
    let directory: URL
    var path: String { directory.appendingPathComponent("habari.db").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("habari-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func open(_ access: Store.Access = .readWrite, keep: Store.Keep = .all) throws -> Store {
        try Store(path: path, access: access, keep: keep)
    }
}

/// The feed of most tests.
let someFeed = address("https://news.example/feed.xml")
/// Another feed.
let otherFeed = address("https://other.example/rss")

/// 24 September 2025, noon UTC, and so many minutes later.
func minute(_ minutes: Int) -> Date { Date(timeIntervalSince1970: 1_758_715_200 + Double(minutes) * 60) }

/// An address that is known to be one.
func address(_ text: String) -> FeedURL {
    guard let url = FeedURL(text) else { preconditionFailure("no address: \(text)") }
    return url
}

/// A verdict on an item that is relevant, with the topics given.
func relevant(_ score: Double = 0.9, topics: [String] = ["trade"], judge: String = "rules 1") -> Verdict {
    Verdict(
        relevant: true, relevance: score, topics: topics.map(Topic.init(rawValue:)),
        evidence: [Evidence(text: "AGOA", entity: "programme.agoa", side: "both", field: "title", weight: 1.5)],
        language: "en", judge: judge)
}

/// A verdict on an item that is not relevant.
func irrelevant(_ score: Double = 0.1, judge: String = "rules 1") -> Verdict {
    Verdict(
        relevant: false, relevance: score,
        evidence: [Evidence(text: "Kenya", entity: "kenya", side: "kenya", field: "title", weight: 0.4)],
        language: "en", judge: judge)
}

extension Store {
    /// Records a poll that found these items, all relevant unless told otherwise.
    @discardableResult
    func poll(
        of feed: FeedURL = someFeed, at time: Date = minute(0), verdict: Verdict = relevant(),
        _ items: ParsedItem...
    ) async throws -> PollReceipt {
        try await poll(of: feed, at: time, judged: items.map { JudgedItem(item: $0, verdict: verdict) })
    }

    @discardableResult
    func poll(of feed: FeedURL = someFeed, at time: Date, judged: [JudgedItem]) async throws -> PollReceipt {
        let state = FeedState(lastPolled: time, lastSuccess: time, httpStatus: 200)
        return try await record(Poll(feed: feed, started: time, state: state, items: judged))
    }

    /// All items that match, irrelevant ones too unless a query is given.
    func all(_ query: ItemQuery = ItemQuery(includesIrrelevant: true)) throws -> [Item] {
        var items: [Item] = []
        try self.items(matching: query) { items.append($0) }
        return items
    }

    /// The titles of all items that match.
    func titles(_ query: ItemQuery = ItemQuery(includesIrrelevant: true)) throws -> [String] {
        try all(query).map(\.title)
    }
}
