import GRDB
import News
import Testing

@testable import Storing

/// What other programs read, by names that stay.
@Suite("Public views")
struct PublicViewTests {
    @Test(
        "every view has the columns that docs/journal.md promises",
        arguments: [
            (
                "items",
                "id feed feed_title guid title url author published first_seen time language summary content relevant "
                    + "relevance topics story revision label rule"
            ),
            (
                "revisions",
                "item number seen title url author published updated language categories summary content"
            ),
            ("verdicts", "item number revision judged relevant relevance topics evidence language judge"),
            ("labels", "item number labelled label topics note"),
            (
                "feeds",
                "id url title link tags country subscribed enabled ended last_polled last_success next_poll "
                    + "interval_seconds http_status error failures moved_to polls items relevant"
            ),
            ("polls", "feed started seconds http_status bytes new revised error"),
            ("topics", "id name"),
        ])
    func columns(_ view: String, _ names: String) async throws {
        let (temporary, _) = try await Self.store()
        let found = try temporary.raw { db in
            try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [view])
        }
        #expect(found.joined(separator: " ") == names)
        let page = try DocumentedProgram.page()
        let row = try #require(page.split(separator: "\n").first { $0.hasPrefix("| `\(view)` |") })
        for name in names.split(separator: " ") { #expect(row.contains("`\(name)`"), "\(view).\(name)") }
    }

    @Test(
        "a row by number, and the rows of one item, are found without a walk",
        arguments: [
            "SELECT * FROM items WHERE id = 1", "SELECT * FROM revisions WHERE item = 1",
            "SELECT * FROM verdicts WHERE item = 1", "SELECT * FROM labels WHERE item = 1",
            "SELECT * FROM feeds WHERE id = 1", "SELECT * FROM feeds WHERE url = 'x'",
            "SELECT * FROM topics WHERE id = 1",
        ])
    func plans(_ sql: String) async throws {
        let (temporary, _) = try await Self.store()
        let plan = try temporary.raw { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
        }
        #expect(plan.allSatisfy { !$0.hasPrefix("SCAN") }, "\(plan)")
    }

    @Test("pandas and its like read them with nothing but read access", .enabled(if: DocumentedProgram.canRun))
    func python() async throws {
        let (temporary, store) = try await Self.store()
        defer { withExtendedLifetime(store) {} }
        // What pandas.read_sql_query does with a connection of Python's sqlite3.
        let said = try DocumentedProgram.run(
            """
            import sqlite3, sys
            store = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
            def read(query):
                cursor = store.cursor()
                cursor.execute(query)
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row)) for row in cursor.fetchall()]
            for item in read("SELECT * FROM items ORDER BY id"):
                print(item["id"], item["title"], item["first_seen"], item["relevant"], item["topics"], item["label"])
            for row in read("SELECT * FROM revisions WHERE item = 1 ORDER BY number"):
                print(row["number"], row["seen"], row["title"])
            print([row["judge"] for row in read("SELECT * FROM verdicts WHERE item = 1 ORDER BY number")])
            print([(row["label"], row["note"], row["labelled"]) for row in read("SELECT * FROM labels")])
            print([(row["url"], row["items"], row["polls"]) for row in read("SELECT * FROM feeds")])
            print(len(read("SELECT * FROM polls")), [row["name"] for row in read("SELECT * FROM topics")])
            """, temporary.path)
        #expect(
            said == """
                1 Kenya signs at last 2025-09-24T12:00:00Z 1 ["trade"] None
                2 Rain 2025-09-24T12:00:00Z 0 [] irrelevant
                1 2025-09-24T12:00:00Z Kenya signs
                2 2025-09-24T12:01:00Z Kenya signs at last
                ['rules 1', 'rules 1']
                [('irrelevant', 'weather', '2025-09-24T12:02:00Z')]
                [('https://news.example/feed.xml', 2, 2)]
                2 ['trade']

                """)
    }

    private static func store() async throws -> (TemporaryStore, Store) {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let noise = JudgedItem(item: ParsedItem(id: "2", title: "Rain"), verdict: irrelevant())
        for (time, title) in [(0, "Kenya signs"), (1, "Kenya signs at last")] {
            let item = JudgedItem(item: ParsedItem(id: "1", title: title, summary: "Text."), verdict: relevant())
            try await store.poll(at: minute(time), judged: [item, noise])
        }
        _ = try store.label(2, ItemLabel(relevant: false, note: "weather"), now: minute(2))
        return (temporary, store)
    }
}
