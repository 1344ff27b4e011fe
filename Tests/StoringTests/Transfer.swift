import Foundation
import GRDB
import News
import Testing

@testable import Storing

/// Stores and lines to carry over.
enum Transfer {
    /// A store with a bit of everything: edits, labels, a move, things forgotten.
    static func random(seed: UInt64) async throws -> (TemporaryStore, Store) {
        let temporary = try TemporaryStore()
        let store = try temporary.open(keep: .relevant)
        var random = SeededGenerator(seed: seed)
        try store.subscribe(
            [Subscription(url: someFeed, title: "Some \"feed\"\u{9B}", tags: ["a", "b"], country: "KE")],
            now: minute(-1))
        for round in 0..<8 {
            let feed = round % 2 == 0 ? someFeed : otherFeed
            let state = FeedState(
                title: "Feed \(round)", location: round > 3 ? address("https://moved.example/\(round % 2)") : nil,
                validators: Validators(etag: "secret", lastModified: nil), lastPolled: minute(round * 10))
            let items = RandomDocuments.document(using: &random)
            _ = try await store.record(Poll(feed: feed, started: minute(round * 10), state: state, items: items))
            let numbers = try store.all().map(\.id)
            if let id = numbers.randomElement(using: &random) {
                let label = ItemLabel(relevant: [true, false, nil].randomElement(using: &random) ?? nil, note: "nö\n")
                _ = try store.label(id, label, now: minute(round * 10 + 1))
            }
            if round == 5 { try store.forget(before: minute(35), now: minute(55)) }
        }
        return (temporary, store)
    }

    static func export(
        _ store: Store, _ query: ItemQuery? = nil, asOf time: Date? = nil
    ) throws -> (lines: [[UInt8]], receipt: ExportReceipt) {
        var lines: [[UInt8]] = []
        let receipt = try store.export(query, asOf: time, now: minute(999)) { lines.append($0) }
        #expect(!lines.contains { String(decoding: $0, as: UTF8.self).contains("secret") })
        return (lines, receipt)
    }

    static func without(_ number: Int, _ lines: [[UInt8]]) -> [[UInt8]] {
        var lines = lines
        lines.remove(at: number)
        return lines
    }
}

/// A store with the folder that it lies in.
struct KeptStore {
    let folder: TemporaryStore
    let store: Store
}

extension TemporaryStore {
    /// Keeps the folder as long as the store.
    func keeping(_ open: (TemporaryStore) throws -> Store) throws -> KeptStore {
        KeptStore(folder: self, store: try open(self))
    }
}

extension Store {
    /// Imports lines at hand.
    @discardableResult
    func importLines(_ lines: [[UInt8]], now: Date = minute(999)) throws -> ImportReceipt {
        var rest = lines[...]
        return try importLines(now: now) { rest.popFirst() }
    }
}
