import Foundation
import GRDB
import News
import Testing

@testable import Storing

/// One poll, one transaction.
@Suite("Recording")
struct RecordingTests {
    @Test("a poll of many items writes the text index once")
    func segments() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let items = (0..<200).map { ParsedItem(id: "\($0)", title: "Item \($0)", summary: "Words of item \($0)") }
        try await store.poll(at: minute(0), judged: items.map { JudgedItem(item: $0, verdict: relevant()) })
        #expect(try temporary.number("SELECT count(DISTINCT segid) FROM search_idx") == 1)
        #expect(try temporary.number("SELECT count(*) FROM search WHERE search MATCH 'words'") == 200)
    }

    @Test("a poll that fails half-way leaves nothing behind, and the store goes on")
    func atomic() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(ParsedItem(id: "1", title: "One"))
        try temporary.raw { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER fault BEFORE INSERT ON mark WHEN (SELECT count(*) FROM item) > 3
                        BEGIN SELECT RAISE(ABORT, 'injected'); END
                    """)
        }
        let many = (2...9).map { JudgedItem(item: ParsedItem(id: "\($0)", title: "\($0)"), verdict: relevant()) }
        await #expect(throws: StoreError.self) { try await store.poll(at: minute(1), judged: many) }
        #expect(try store.titles() == ["One"])
        #expect(try store.polls(of: someFeed).count == 1)
        try temporary.raw { try $0.execute(sql: "DROP TRIGGER fault") }
        #expect(try await store.poll(at: minute(2), judged: many).new == 8)
        #expect(try store.verify().faults == [])
    }

    @Test("of many polls at once each is stored whole, also when one among them cannot be")
    func together() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try temporary.raw { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER fault BEFORE INSERT ON revision WHEN NEW.title = 'bad'
                        BEGIN SELECT RAISE(ABORT, 'injected'); END
                    """)
        }
        let failures = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let feed = address("https://feed.example/\(number)")
                    let title = number % 50 == 7 ? "bad" : "good"
                    let items = ["good", title].enumerated().map { place, title in
                        JudgedItem(item: ParsedItem(id: "\(place)", title: title), verdict: relevant())
                    }
                    return (try? await store.poll(of: feed, at: minute(number), judged: items)) == nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 4)
        #expect(try store.status().items == 2 * 196)
        #expect(try temporary.number("SELECT count(*) FROM feed") == 196)
        #expect(try store.verify().faults == [])
    }

    @Test(
        "a writer killed at any moment has stored what it answered for, whole, and the next one goes on",
        arguments: 1...6)
    func killed(_ round: Int) async throws {
        let temporary = try TemporaryStore()
        let child = try Child.start(.endlessWriter, store: temporary.path)
        // Let it answer for a different number of polls each time, then kill it in the midst of the next.
        let answered = child.hears("stored", times: round * 7)
        #expect(answered == round * 7)
        child.kill()
        let store = try temporary.open()
        let polls = try temporary.number("SELECT sum(polls) FROM feed")
        #expect(polls >= answered)
        #expect(try store.status().items == polls * Child.itemsInPoll)
        #expect(try store.verify() == store.verify())
        #expect(try store.verify().faults == [])
        #expect(try await store.poll(of: otherFeed, ParsedItem(id: "1", title: "One")).new == 1)
    }

    @Test("the endless writer that the test above kills", .enabled(if: Child.role == .endlessWriter))
    func endlessWriter() async throws {
        let store = try Store(path: Child.storePath, access: .readWrite, keep: .all)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for poll in 0..<100_000 {
                        let items = (0..<Child.itemsInPoll).map { place in
                            let item = ParsedItem(
                                id: "\(poll)-\(place)", title: "Item \(poll) \(place)", summary: "Text.")
                            return JudgedItem(item: item, verdict: relevant())
                        }
                        try await store.poll(
                            of: address("https://feed.example/\(writer)"), at: minute(poll), judged: items)
                        Child.say("stored")
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("thirty-five known items cost one lookup each and no write but the feed's")
    func known() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let items = (0..<35).map { number in
            JudgedItem(
                item: ParsedItem(id: "g\(number)", title: "Title \(number)", link: "https://n.example/\(number)"),
                verdict: relevant())
        }
        try await store.poll(at: minute(0), judged: items)
        #expect(try await store.poll(at: minute(1), judged: items) == PollReceipt(known: 35))
    }

    @Test("closing stores what was handed over before, and refuses what comes after")
    func closing() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(ParsedItem(id: "1", title: "One"))
        try store.close()
        await #expect(throws: StoreError.self) { try await store.poll(ParsedItem(id: "2", title: "Two")) }
        #expect(throws: StoreError.self) { try store.status() }
        #expect(try temporary.open().titles() == ["One"])
    }

    @Test("text with NUL characters comes back without them, and the chain holds")
    func nul() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(ParsedItem(id: "a\u{0}b", title: "One\u{0}Two", summary: "\u{0}"))
        #expect(try store.titles() == ["OneTwo"])
        #expect(try store.verify().faults == [])
        #expect(
            try await store.poll(at: minute(1), ParsedItem(id: "a\u{0}b", title: "One\u{0}Two", summary: "\u{0}")).known
                == 1)
    }

    @Test("times beyond all years are kept within them")
    func times() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for (number, time) in [
            Date.distantPast, .distantFuture, Date(timeIntervalSince1970: .infinity),
            Date(timeIntervalSince1970: -.infinity),
        ].enumerated() {
            try await store.poll(ParsedItem(id: "\(number)", title: "\(number)", published: time, updated: time))
        }
        #expect(try store.all().count == 4)
        #expect(try store.verify().faults == [])
    }
}
