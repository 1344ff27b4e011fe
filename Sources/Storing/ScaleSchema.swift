extension Schema {
    /// What a store of a million items needs to answer in a blink, in as little room as can be.
    static let version4 = """
        -- Whether a hit of a search is relevant, and when it was, without reading the item: small enough to stay in memory.
        CREATE INDEX item_relevant_id ON item(id, time) WHERE relevant = 1;

        -- The text index once more. FTS5 writes two bytes before the places of a word in any column but the first, so
        -- the column with the most words comes first: a fifth less to write and to read.
        DROP TABLE search;
        CREATE VIRTUAL TABLE search USING fts5(
            summary, title, content,
            content = 'search_text', content_rowid = 'id', tokenize = '\(tokenizer)'
        );
        INSERT INTO search(search, rank) VALUES ('rank', 'bm25(2.0, 6.0, 1.0)');
        INSERT INTO search(search, rank) VALUES ('hashsize', 4194304);
        INSERT INTO search(search) VALUES ('rebuild');
        """
}
