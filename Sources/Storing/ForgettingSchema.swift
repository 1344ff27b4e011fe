extension Schema {
    /// Lets content be forgotten without breaking the chain, and gives other programs views that stay as they are.
    static let version3 = """
        -- Entries up to this one have digests that cover their rows directly: they are never forgotten.
        CREATE TABLE chain (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            direct INTEGER NOT NULL
        );
        INSERT INTO chain (id, direct) SELECT 1, coalesce(max(n), 0) FROM journal;

        -- Items that are there no more keep their marks and their place in a story. To drop a foreign key, SQLite has
        -- this way only (lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
        PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = replace(sql, 'item INTEGER NOT NULL REFERENCES item(id)', 'item INTEGER NOT NULL')
            WHERE type = 'table' AND name = 'mark';
        UPDATE sqlite_master SET sql = replace(sql, 'story INTEGER NOT NULL REFERENCES item(id)', 'story INTEGER NOT NULL')
            WHERE type = 'table' AND name = 'item';
        PRAGMA writable_schema = RESET;

        -- What an entry of the kind `forget` says: the items, as a JSON array of pairs of first and last number, of
        -- those first seen before a moment.
        CREATE TABLE forget (
            entry INTEGER PRIMARY KEY REFERENCES journal(n),
            bound INTEGER NOT NULL,
            items TEXT NOT NULL
        );
        -- What stays of an entry whose rows are forgotten: the digest of them, for the chain.
        CREATE TABLE tombstone (
            entry INTEGER PRIMARY KEY REFERENCES journal(n),
            item INTEGER NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        );
        -- By what a forgotten item is recognised, beside its marks: fingerprints only.
        CREATE TABLE forgotten (
            item INTEGER PRIMARY KEY,
            -- the entry that tells of it
            entry INTEGER NOT NULL,
            feed INTEGER NOT NULL REFERENCES feed(id),
            rule TEXT NOT NULL CHECK (rule IN ('guid', 'link', 'digest')),
            guid INTEGER,
            title INTEGER NOT NULL,
            link INTEGER,
            published INTEGER,
            text INTEGER NOT NULL,
            digest INTEGER NOT NULL,
            renamed INTEGER NOT NULL
        );
        -- The items that may be forgotten: they never counted as relevant, to nobody.
        CREATE VIEW forgettable AS
            SELECT item.id AS id, item.first_seen AS first_seen FROM item
            JOIN verdict AS judged ON judged.entry = item.first
            WHERE item.relevant = 0 AND item.label IS NULL AND judged.relevant = 0
                AND item.first > (SELECT direct FROM chain)
                AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.item = item.id AND number > 1 AND relevant = 1)
                AND NOT EXISTS (SELECT 1 FROM label WHERE label.item = item.id AND relevant = 1);

        -- What an entry of the kind `import` says: the last digest of the journal that is taken over, and its length.
        CREATE TABLE import (
            entry INTEGER PRIMARY KEY REFERENCES journal(n),
            source BLOB NOT NULL,
            entries INTEGER NOT NULL
        );
        -- How far a journal has come that is taken over as it is.
        CREATE TABLE imported (
            source BLOB NOT NULL PRIMARY KEY,
            last INTEGER NOT NULL,
            entries INTEGER NOT NULL
        );
        -- Items of other stores, by the first 64 bits of the digest of the entry that brought them there: which item is
        -- the same here (negative if it was here before), and its last entry there that was taken.
        CREATE TABLE origin (
            digest INTEGER PRIMARY KEY,
            item INTEGER NOT NULL,
            last INTEGER NOT NULL
        );
        """ + appendOnly(["forget", "import"]) + forgettingTriggers + PublicViews.script

    /// Triggers that let through the removal of what has a tombstone, and nothing else.
    private static let forgettingTriggers = """

        DROP TRIGGER item_is_not_removed;
        DROP TRIGGER revision_is_not_removed;
        DROP TRIGGER verdict_is_not_removed;
        DROP TRIGGER label_is_not_removed;
        \(refuse("DELETE", "item", "NOT EXISTS (SELECT 1 FROM forgotten WHERE item = OLD.id)"))
        \(refuse("DELETE", "revision", "NOT EXISTS (SELECT 1 FROM tombstone WHERE entry = OLD.entry)"))
        \(refuse("DELETE", "verdict", "NOT EXISTS (SELECT 1 FROM tombstone WHERE entry = OLD.entry)"))
        \(refuse("DELETE", "label", "NOT EXISTS (SELECT 1 FROM tombstone WHERE entry = OLD.entry)"))
        \(refuse("DELETE", "tombstone"))
        \(refuse("UPDATE", "tombstone"))
        \(refuse("DELETE", "forgotten"))
        \(refuse("UPDATE OF item, entry, feed, rule, guid, title, link, published, text, digest", "forgotten"))
        \(refuse("DELETE", "chain"))
        \(refuse("INSERT", "chain", "EXISTS (SELECT 1 FROM chain)"))
        \(refuse("UPDATE", "chain", "EXISTS (SELECT 1 FROM journal)"))
        -- An item is forgotten by the newest entry if it may be; one that was never here, by an entry yet to come.
        \(refuse(
            "INSERT", "forgotten",
            """
            EXISTS (SELECT 1 FROM forgotten WHERE item = NEW.item)
                OR iif(NEW.entry = (SELECT max(n) FROM journal),
                    NOT EXISTS (SELECT 1 FROM forgettable WHERE id = NEW.item),
                    NEW.entry < (SELECT max(n) FROM journal) OR EXISTS (SELECT 1 FROM item WHERE id = NEW.item))
            """))
        -- An entry loses its rows if its item is forgotten by the newest entry; or it is the newest and has none.
        \(refuse(
            "INSERT", "tombstone",
            """
            EXISTS (SELECT 1 FROM tombstone WHERE entry = NEW.entry)
                OR iif(NEW.entry = (SELECT max(n) FROM journal),
                    EXISTS (SELECT 1 FROM revision WHERE entry = NEW.entry)
                        OR EXISTS (SELECT 1 FROM verdict WHERE entry = NEW.entry)
                        OR EXISTS (SELECT 1 FROM label WHERE entry = NEW.entry),
                    NOT EXISTS (SELECT 1 FROM forgotten JOIN item ON item.id = forgotten.item
                        WHERE forgotten.item = NEW.item AND forgotten.entry = (SELECT max(n) FROM journal)))
            """))
        """

    /// A trigger that refuses an event on a table, always or under a condition.
    private static func refuse(_ event: String, _ table: String, _ condition: String = "1") -> String {
        let name = event.prefix { $0 != " " }.lowercased()
        return """
            CREATE TRIGGER \(table)_refuses_\(name) BEFORE \(event) ON \(table) WHEN \(condition)
                BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
            """
    }
}
