/// The views that other programs read; `docs/journal.md` promises that a column stays once it is there.
///
/// Times are ISO 8601 in UTC to the second, lists JSON arrays. To look up one row by number, or the rows of one item,
/// takes no walk over a table: the tests read the plans.
enum PublicViews {
    /// Creates the views.
    static let script = """

        CREATE VIEW topics AS SELECT id, name FROM topic;
        CREATE VIEW feeds AS
            SELECT id, url, coalesce(nullif(list_title, ''), title, url) AS title, link, tags, country,
                subscribed, enabled, ended, \(time("last_polled")) AS last_polled,
                \(time("last_success")) AS last_success, \(time("next_poll")) AS next_poll,
                interval / 1000 AS interval_seconds, http_status, error, failures, location AS moved_to, polls, items,
                relevant
            FROM feed;
        CREATE VIEW polls AS
            SELECT feed.url AS feed, \(time("poll.started")) AS started, poll.duration / 1000.0 AS seconds,
                poll.http_status AS http_status, poll.bytes AS bytes, poll.new AS new, poll.revised AS revised,
                poll.error AS error
            FROM poll JOIN feed ON feed.id = poll.feed;
        CREATE VIEW items AS
            SELECT item.id AS id, feed.url AS feed,
                coalesce(nullif(feed.list_title, ''), feed.title, feed.url) AS feed_title, item.guid AS guid,
                revision.title AS title, revision.link AS url, revision.author AS author,
                \(time("revision.published")) AS published, \(time("item.first_seen")) AS first_seen,
                \(time("item.time")) AS time, item.language AS language, revision.summary AS summary,
                revision.content AS content, item.relevant AS relevant, item.score AS relevance,
                coalesce(iif(item.label IS NULL, verdict.topics, label.topics), '[]') AS topics, item.story AS story,
                item.revisions AS revision, \(word("label.relevant")) AS label, item.rule AS rule
            FROM item
            JOIN feed ON feed.id = item.feed
            JOIN revision ON revision.entry = item.revision
            JOIN verdict ON verdict.entry = item.verdict
            LEFT JOIN label ON label.entry = item.label;
        CREATE VIEW revisions AS
            SELECT item.id AS item, \(revision) FROM item
            JOIN revision ON revision.entry = item.first JOIN journal ON journal.n = revision.entry
            UNION ALL
            SELECT revision.item AS item, \(revision) FROM revision JOIN journal ON journal.n = revision.entry
            WHERE revision.number > 1;
        CREATE VIEW verdicts AS
            SELECT item.id AS item, \(verdict) FROM item
            JOIN verdict ON verdict.entry = item.first JOIN journal ON journal.n = verdict.entry
            JOIN judge ON judge.id = verdict.judge
            UNION ALL
            SELECT verdict.item AS item, \(verdict) FROM verdict
            JOIN journal ON journal.n = verdict.entry JOIN judge ON judge.id = verdict.judge
            WHERE verdict.number > 1;
        CREATE VIEW labels AS
            SELECT label.item AS item, label.number AS number, \(time("journal.time")) AS labelled,
                \(word("label.relevant")) AS label, coalesce(label.topics, '[]') AS topics, label.note AS note
            FROM label JOIN journal ON journal.n = label.entry;
        """

    private static let revision = """
        revision.number AS number, \(time("journal.time")) AS seen, revision.title AS title, revision.link AS url,
                revision.author AS author, \(time("revision.published")) AS published,
                \(time("revision.updated")) AS updated, revision.language AS language,
                coalesce(revision.categories, '[]') AS categories, revision.summary AS summary,
                revision.content AS content
        """

    private static let verdict = """
        verdict.number AS number, verdict.revision AS revision, \(time("journal.time")) AS judged,
                verdict.relevant AS relevant, verdict.score AS relevance, coalesce(verdict.topics, '[]') AS topics,
                coalesce(verdict.evidence, '[]') AS evidence, verdict.language AS language, judge.name AS judge
        """

    /// Milliseconds as text.
    private static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%SZ', \(column) / 1000, 'unixepoch')"
    }

    /// What a label says.
    private static func word(_ column: String) -> String {
        "CASE \(column) WHEN 1 THEN 'relevant' WHEN 0 THEN 'irrelevant' END"
    }
}
