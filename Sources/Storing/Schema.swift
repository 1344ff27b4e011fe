/// The tables, one script for each version of the schema; a script is never edited once released.
///
/// Times are milliseconds since 1970-01-01 UTC, durations are milliseconds, lists are JSON arrays.
enum Schema {
    /// Marks the file as a store of ours in SQLite's header: "HABR" in ASCII.
    static let applicationID: Int32 = 0x4841_4252

    /// The version that this program reads and writes.
    static var version: Int { scripts.count }

    /// What turns version n into n + 1, at index n.
    static let scripts = [version1, version2, version3, version4, version5, version6]

    /// How words are told apart in a text index.
    static let tokenizer = "unicode61 remove_diacritics 2"
    /// A word in the title says three times as much as one in the summary, and that twice as much as one below.
    static let rank = "bm25(2.0, 6.0, 1.0)"

    private static let version1 = """
        -- The journal: one row for each thing learned, each bound to all before it.
        CREATE TABLE journal (
            n INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            time INTEGER NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        );

        CREATE TABLE feed (
            id INTEGER PRIMARY KEY,
            entry INTEGER NOT NULL UNIQUE REFERENCES journal(n),
            url TEXT NOT NULL UNIQUE,
            -- what the list says
            subscribed INTEGER NOT NULL DEFAULT 0,
            position INTEGER NOT NULL DEFAULT 0,
            list_title TEXT NOT NULL DEFAULT '',
            tags TEXT NOT NULL DEFAULT '[]',
            country TEXT,
            fixed_interval INTEGER,
            enabled INTEGER NOT NULL DEFAULT 1,
            -- what polling has taught
            title TEXT,
            link TEXT,
            location TEXT,
            redirect_target TEXT,
            redirect_since INTEGER,
            redirect_count INTEGER,
            etag TEXT,
            last_modified TEXT,
            last_polled INTEGER,
            last_success INTEGER,
            last_fresh INTEGER,
            next_poll INTEGER,
            interval INTEGER,
            reason TEXT,
            http_status INTEGER,
            error TEXT,
            failures INTEGER NOT NULL DEFAULT 0,
            ended INTEGER NOT NULL DEFAULT 0,
            -- what would be slow to count
            polls INTEGER NOT NULL DEFAULT 0,
            items INTEGER NOT NULL DEFAULT 0,
            relevant INTEGER NOT NULL DEFAULT 0
        );

        CREATE TABLE move (
            entry INTEGER PRIMARY KEY REFERENCES journal(n),
            feed INTEGER NOT NULL REFERENCES feed(id),
            location TEXT
        );

        -- The last polls of each feed: poll number modulo the number of polls kept.
        CREATE TABLE poll (
            feed INTEGER NOT NULL REFERENCES feed(id),
            slot INTEGER NOT NULL,
            started INTEGER NOT NULL,
            duration INTEGER NOT NULL,
            http_status INTEGER,
            bytes INTEGER NOT NULL,
            new INTEGER NOT NULL,
            revised INTEGER NOT NULL,
            error TEXT,
            PRIMARY KEY (feed, slot)
        ) WITHOUT ROWID;

        CREATE TABLE judge (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

        CREATE TABLE item (
            id INTEGER PRIMARY KEY,
            -- the entry that brought it
            first INTEGER NOT NULL REFERENCES journal(n),
            feed INTEGER NOT NULL REFERENCES feed(id),
            rule TEXT NOT NULL CHECK (rule IN ('guid', 'link', 'digest')),
            guid TEXT,
            first_seen INTEGER NOT NULL,
            -- where the item stands in time: its publication, or its arrival where that is earlier or all there is
            time INTEGER NOT NULL,
            -- the newest state, which follows from the journal; no foreign keys, because a deferred one makes SQLite
            -- look through all items at every new revision
            revision INTEGER NOT NULL,
            revisions INTEGER NOT NULL,
            verdict INTEGER NOT NULL,
            verdicts INTEGER NOT NULL,
            relevant INTEGER NOT NULL CHECK (relevant IN (0, 1)),
            score REAL NOT NULL,
            language TEXT NOT NULL,
            story INTEGER NOT NULL REFERENCES item(id),
            -- a fingerprint of text and verdict as last stored, and whether a second identifier was noted
            seen INTEGER NOT NULL,
            renamed INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX item_time ON item(time);
        CREATE INDEX item_feed ON item(feed, time);
        -- Most stories are one item.
        CREATE INDEX item_story ON item(story) WHERE story <> id;
        CREATE INDEX item_relevant_time ON item(time) WHERE relevant = 1;
        CREATE INDEX item_relevant_score ON item(score) WHERE relevant = 1;
        CREATE INDEX item_relevant_language ON item(language, time) WHERE relevant = 1;

        CREATE TABLE item_topic (
            topic INTEGER NOT NULL REFERENCES topic(id),
            time INTEGER NOT NULL,
            item INTEGER NOT NULL REFERENCES item(id),
            PRIMARY KEY (topic, time, item)
        ) WITHOUT ROWID;

        -- By what an item is recognised: keyed fingerprints of identifiers, links and titles.
        CREATE TABLE mark (
            key INTEGER NOT NULL,
            item INTEGER NOT NULL REFERENCES item(id),
            PRIMARY KEY (key, item)
        ) WITHOUT ROWID;

        CREATE TABLE revision (
            entry INTEGER PRIMARY KEY REFERENCES journal(n),
            item INTEGER NOT NULL REFERENCES item(id),
            number INTEGER NOT NULL,
            title TEXT,
            link TEXT,
            author TEXT,
            published INTEGER,
            updated INTEGER,
            language TEXT,
            categories TEXT,
            enclosures TEXT,
            -- a fingerprint of the text where it is not kept, else NULL
            omitted INTEGER,
            summary TEXT,
            content TEXT
        );
        CREATE UNIQUE INDEX revision_later ON revision(item, number) WHERE number > 1;

        CREATE TABLE verdict (
            entry INTEGER PRIMARY KEY REFERENCES journal(n),
            item INTEGER NOT NULL REFERENCES item(id),
            number INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            relevant INTEGER NOT NULL,
            score REAL NOT NULL,
            topics TEXT,
            evidence TEXT,
            language TEXT NOT NULL,
            judge INTEGER NOT NULL REFERENCES judge(id)
        );
        CREATE UNIQUE INDEX verdict_later ON verdict(item, number) WHERE number > 1;

        CREATE VIEW search_text AS
            SELECT item.id AS id, revision.title AS title, revision.summary AS summary, revision.content AS content
            FROM item JOIN revision ON revision.entry = item.revision;
        CREATE VIRTUAL TABLE search USING fts5(
            title, summary, content,
            content = 'search_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
        );
        -- A word in the title says three times as much as one in the summary, and that twice as much as one below.
        INSERT INTO search(search, rank) VALUES ('rank', 'bm25(6.0, 2.0, 1.0)');
        """ + appendOnly(["journal", "move", "revision", "verdict", "judge", "item", "feed"])

    private static let version2 = """
        -- What a person says of an item, which wins over the verdict; NULL for relevant takes it back.
        CREATE TABLE label (
            entry INTEGER PRIMARY KEY REFERENCES journal(n),
            item INTEGER NOT NULL REFERENCES item(id),
            number INTEGER NOT NULL,
            relevant INTEGER CHECK (relevant IN (0, 1)),
            topics TEXT,
            note TEXT
        );
        CREATE UNIQUE INDEX label_number ON label(item, number);
        -- The entry of the label that holds now.
        ALTER TABLE item ADD COLUMN label INTEGER;
        CREATE INDEX item_label ON item(label) WHERE label IS NOT NULL;
        CREATE INDEX item_edited ON item(time) WHERE revisions > 1;
        """ + appendOnly(["label"])

    /// Triggers that refuse to change or remove what the journal covers, and to add anything but at its end.
    static func appendOnly(_ tables: [String]) -> String {
        tables.map { table in
            let isDisplacing = displaced[table] ?? latest("entry")
            return """

                CREATE TRIGGER \(table)_is_not_removed BEFORE DELETE ON \(table)
                    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
                CREATE TRIGGER \(table)_is_not_altered BEFORE UPDATE \(identity[table] ?? "") ON \(table)
                    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
                CREATE TRIGGER \(table)_is_not_replaced BEFORE INSERT ON \(table) WHEN \(isDisplacing)
                    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
                """
        }.joined()
    }

    /// Columns of tables that have other columns too, which may change.
    private static let identity = [
        "item": "OF id, first, feed, rule, guid, first_seen, time", "feed": "OF id, entry, url",
    ]

    /// When an insertion is refused: REPLACE would remove a row without a word to the triggers for removal.
    private static let displaced = [
        "journal": "NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM journal)",
        "judge": "EXISTS (SELECT 1 FROM judge WHERE id = NEW.id OR name = NEW.name)",
        "item": latest("first"),
    ]

    /// Whether a row belongs to another entry than the newest.
    private static func latest(_ column: String) -> String { "NEW.\(column) <> (SELECT max(n) FROM journal)" }
}
