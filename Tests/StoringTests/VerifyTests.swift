import News
import Storing
import Testing

/// Whatever is altered is found, by us and by others.
@Suite("Verifying")
struct VerifyTests {
    @Test("a sound store is sound for its owner and for a reader, and both see the same digest")
    func sound() async throws {
        let (temporary, store) = try await Self.store()
        var progress: [StoreCheck.Progress] = []
        let check = try store.verify { progress.append($0) }
        #expect(check.isSound && check.skipped.isEmpty)
        #expect(check.entries == 5 && check.digest.count == 64)
        #expect(progress.last?.entries == 5 && progress.last?.total == 5)
        let readers = try temporary.open(.readOnly).verify()
        #expect(readers.isSound && readers.digest == check.digest && readers.skipped.count == 1)
    }

    @Test("a digest noted earlier vouches for what was recorded since, and one from elsewhere for nothing")
    func expectation() async throws {
        let (temporary, store) = try await Self.store()
        defer { withExtendedLifetime(temporary) {} }
        let noted = try store.verify().digest
        try await store.poll(at: minute(9), ParsedItem(id: "3", title: "Third"))
        #expect(try store.verify(expecting: noted.uppercased()).isSound)
        #expect(try store.verify(since: 5, expecting: noted).isSound)
        #expect(try store.verify(since: 6).digest == store.verify().digest)
        #expect(try !store.verify(expecting: String(repeating: "ab", count: 32)).isSound)
        #expect(try store.verify(since: 7).faults.first?.contains("entry 7") == true)
    }

    @Test("a check that begins late does not see what was altered before, one from the beginning does")
    func since() async throws {
        let (temporary, store) = try await Self.store()
        try store.close()
        try temporary.tamper("UPDATE revision SET title = 'Forged' WHERE entry = 3")
        let reader = try temporary.open(.readOnly)
        #expect(try reader.verify(since: 3).isSound)
        #expect(try !reader.verify(since: 2).isSound)
    }

    @Test("an empty store is sound")
    func empty() throws {
        let temporary = try TemporaryStore()
        let check = try temporary.open().verify()
        #expect(check.isSound && check.entries == 0 && check.digest == String(repeating: "0", count: 64))
    }

    @Test("the triggers refuse to alter or remove what was recorded")
    func triggers() async throws {
        let (temporary, store) = try await Self.store()
        defer { withExtendedLifetime(store) {} }
        for statement in [
            "UPDATE journal SET time = 0", "DELETE FROM journal", "UPDATE revision SET title = 'x'",
            "DELETE FROM revision", "UPDATE verdict SET score = 1", "DELETE FROM verdict",
            "UPDATE judge SET name = 'x'",
            "UPDATE chain SET direct = 4", "DELETE FROM chain", "INSERT INTO chain (id, direct) VALUES (2, 9)",
            "INSERT INTO forgotten SELECT 1, 5, 1, 'guid', 1, 1, 1, 1, 1, 1, 0",
            "INSERT INTO tombstone SELECT 2, 1, zeroblob(32)", "INSERT INTO tombstone SELECT 5, 1, zeroblob(32)",
            "DELETE FROM item", "UPDATE item SET guid = 'x'", "UPDATE feed SET url = 'x'", "DELETE FROM feed",
            "INSERT OR REPLACE INTO revision (entry, item, number) VALUES (2, 1, 1)",
        ] {
            #expect(throws: (any Error).self, "\(statement)") { try temporary.execute(statement) }
        }
        #expect(try store.verify().isSound)
    }

    @Test(
        "every alteration past the triggers is found, and the first wrong entry named",
        arguments: [
            ("UPDATE revision SET title = 'Forged' WHERE entry = 2", "entry 2 "),
            ("UPDATE revision SET summary = NULL WHERE entry = 4", "entry 4 "),
            ("UPDATE verdict SET relevant = 0 WHERE entry = 5", "entry 5 "),
            ("UPDATE verdict SET evidence = NULL WHERE entry = 2", "entry 2 "),
            ("UPDATE judge SET name = 'other' WHERE id = 1", "entry 2 "),
            ("UPDATE item SET guid = 'forged' WHERE id = 1", "entry 2 "),
            ("UPDATE item SET first_seen = 0 WHERE id = 2", "entry 3 "),
            ("UPDATE feed SET url = 'https://forged.example/'", "entry 1 "),
            ("UPDATE journal SET time = time + 1 WHERE n = 3", "entry 3 "),
            ("UPDATE journal SET kind = 'verdict' WHERE n = 4", "entry 4 "),
            ("UPDATE journal SET digest = zeroblob(32) WHERE n = 3", "entry 3 "),
            ("UPDATE chain SET direct = 4", "entry 1 "),
            ("DELETE FROM journal WHERE n = 3", "entry 3 "),
            ("INSERT INTO tombstone SELECT n, 1, digest FROM journal WHERE n = 2", "entry 2 "),
            ("INSERT INTO forgotten SELECT 9, 5, 1, 'guid', 1, 1, 1, 1, 1, 1, 0", "1 items are forgotten"),
            ("UPDATE mark SET item = 9", "item 9 has marks"),
            ("DELETE FROM revision WHERE entry = 3", "entry 3 "),
            ("INSERT INTO revision (entry, item, number, title) VALUES (5, 1, 3, 'Forged')", "`revision`"),
            ("UPDATE item SET revision = 2, revisions = 1 WHERE id = 1", "item 1 "),
            ("UPDATE item SET revision = 99 WHERE id = 1", "item 1 "),
            ("UPDATE item SET relevant = 0 WHERE id = 2", "item 2 "),
            ("UPDATE item SET story = 77 WHERE id = 2", "item 2 refers to nothing"),
            ("INSERT INTO search (search, rowid, title) VALUES ('delete', 2, 'Second')", "search index"),
        ])
    func tampering(_ sql: String, _ hint: String) async throws {
        let (temporary, store) = try await Self.store()
        try store.close()
        try temporary.tamper(sql)
        let first = try temporary.open(.readOnly).verify().faults.first
        #expect(first?.contains(hint) == true || hint == "search index", "\(sql): \(first ?? "nothing found")")
        if hint.hasPrefix("entry"), DocumentedProgram.canRun {
            #expect(try DocumentedProgram.run(temporary.path).contains(hint))
        }
    }

    @Test("words missing from the search index are found by the owner")
    func searchIndex() async throws {
        let (temporary, store) = try await Self.store()
        try temporary.tamper("INSERT INTO search (search, rowid, title) VALUES ('delete', 2, 'Second')")
        #expect(try store.verify().faults.contains { $0.contains("search index") })
    }

    @Test(
        "the program printed in docs/journal.md agrees", .enabled(if: DocumentedProgram.canRun, "there is no python3"))
    func documentedProgram() async throws {
        let (temporary, store) = try await Self.store()
        let check = try store.verify()
        #expect(try DocumentedProgram.run(temporary.path) == "ok 5 \(check.digest)\n")
    }

    /// A feed (entry 1), two items (2, 3), a revision (4) and a verdict (5).
    static func store() async throws -> (TemporaryStore, Store) {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(
            ParsedItem(
                id: "1", title: "First — «erste»", link: "https://n.example/1", summary: "Text, 日本.",
                published: minute(-3),
                categories: ["a"]),
            ParsedItem(id: "2", title: "Second"))
        try await store.poll(at: minute(1), ParsedItem(id: "1", title: "First, edited", summary: "Text."))
        try await store.poll(
            at: minute(2), verdict: relevant(1.0 / 3, judge: "rules 2"), ParsedItem(id: "2", title: "Second"))
        return (temporary, store)
    }
}
