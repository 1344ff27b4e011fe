import GRDB
import News

/// A row of `revision` on its way in.
struct RevisionRow {
    /// The covered columns in canonical order.
    let fields: [DatabaseValue]
    /// The text as stored.
    let text: StoredText

    /// Takes what is kept of an item: of one that is not relevant no text, unless all text is kept.
    init(_ parsed: ParsedItem, isRelevant: Bool, item: Int64, number: Int, keep: Store.Keep) {
        var text = StoredText(parsed)
        let isKept = keep == .all || isRelevant
        if !isKept {
            text.omitted = text.fingerprint
            text.summary = nil
            text.content = nil
        }
        self.text = text
        fields = [
            field(item), field(number), field(parsed.title), field(parsed.link), field(parsed.author),
            field(parsed.published), field(parsed.updated), field(parsed.language),
            field(isKept ? ListText.encode(parsed.categories) : nil),
            field(isKept ? ListText.encode(parsed.enclosures) : nil), field(text.omitted), field(text.summary),
            field(text.content),
        ]
    }

    func insert(_ entry: Int64, in db: Database) throws {
        try db.run(
            """
            INSERT INTO revision (entry, item, number, title, link, author, published, updated, language,
                categories, enclosures, omitted, summary, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, [field(entry)] + fields)
    }
}

/// A row of `verdict` on its way in.
struct VerdictRow {
    /// The covered columns in canonical order, the judge by name.
    let fields: [DatabaseValue]
    /// The judge by number.
    let judge: Int64

    init(_ verdict: Verdict, item: Int64, number: Int, revision: Int, in db: Database) throws {
        judge = try Names.number(of: verdict.judge.storable, in: "judge", db)
        let score = verdict.relevance.isFinite ? verdict.relevance : 0
        fields = [
            field(item), field(number), field(revision), field(verdict.relevant), score.databaseValue,
            field(ListText.encode(verdict.topics.map(\.rawValue))), field(ListText.encode(verdict.evidence)),
            field(verdict.language), field(verdict.judge),
        ]
    }

    /// The score as stored.
    var score: DatabaseValue { fields[4] }

    func insert(_ entry: Int64, in db: Database) throws {
        try db.run(
            """
            INSERT INTO verdict (entry, item, number, revision, relevant, score, topics, evidence, language, judge)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, [field(entry)] + fields.dropLast() + [field(judge)])
    }
}

/// The newest state of a stored item, as a later poll needs it.
struct ItemState {
    /// Whether the newest verdict found it relevant.
    let judgedRelevant: Bool
    /// The topics of the newest verdict.
    let judgedTopics: [Topic]
    /// The newest verdict's score.
    let score: Double
    /// The entry of the label that holds, where one does.
    let label: Int64?
    /// Whether it counts as relevant: the label wins over the verdict.
    let relevant: Bool
    /// The topics that it counts under.
    let topics: [Topic]
    let time: Int64
    let revisions: Int
    let verdicts: Int
    /// When the newest revision was stored.
    let revised: Int64
    /// When the newest verdict was stored.
    let judged: Int64
    private let judge: String
    private let language: String

    init(_ id: Int64, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT item.relevant, item.time, item.revisions, item.verdicts, revised.time, judged.time,
                    verdict.topics, verdict.score, judge.name, verdict.language, verdict.relevant, item.label,
                    label.topics
                FROM item
                JOIN verdict ON verdict.entry = item.verdict
                LEFT JOIN label ON label.entry = item.label
                JOIN judge ON judge.id = verdict.judge
                JOIN journal AS revised ON revised.n = item.revision
                JOIN journal AS judged ON judged.n = item.verdict
                WHERE item.id = ?
                """)
        guard let row = try Row.fetchOne(statement, arguments: [id]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "item \(id) has no verdict")
        }
        relevant = row[0]
        time = row[1]
        revisions = row[2]
        verdicts = row[3]
        revised = row[4]
        judged = row[5]
        judgedTopics = ListText.strings(row[6]).map(Topic.init(rawValue:))
        score = row[7]
        judge = row[8]
        language = row[9]
        judgedRelevant = row[10]
        label = row[11]
        topics = label == nil ? judgedTopics : ListText.strings(row[12]).map(Topic.init(rawValue:))
    }

    /// Whether a verdict says something else; one by the same judge counts only where that is wanted.
    func differs(from verdict: Verdict, withinJudge: Bool) -> Bool {
        if verdict.judge != judge { return true }
        return withinJudge
            && (verdict.relevant != judgedRelevant || verdict.relevance != score || verdict.topics != judgedTopics
                || verdict.language != language)
    }
}

extension JudgedItem {
    /// A fingerprint of all whose change could mean a new revision or a new verdict.
    var fingerprint: Int64 {
        var fingerprint = Fingerprint()
        fingerprint.add(item.title)
        fingerprint.add(item.link)
        fingerprint.add(item.summary)
        fingerprint.add(item.content)
        fingerprint.add(verdict.relevant ? 1 : 0)
        fingerprint.add(Int64(bitPattern: verdict.relevance.bitPattern))
        for topic in verdict.topics { fingerprint.add(topic.rawValue) }
        fingerprint.add(verdict.language)
        fingerprint.add(verdict.judge)
        return fingerprint.value
    }
}

/// The numbers of items, each given once: not even a forgotten item's is given again.
enum ItemNumber {
    static func next(in db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(
            sql: """
                SELECT max((SELECT coalesce(max(id), 0) FROM item), (SELECT coalesce(max(item), 0) FROM forgotten)) + 1
                """)
        return try statement.integer([]) ?? 1
    }
}

/// Names that occur in many rows, kept once each.
enum Names {
    /// The number of a name in a table of names, `judge` or `topic`; a new one where it is new.
    static func number(of name: String, in table: String, _ db: Database) throws -> Int64 {
        let find = try db.cachedStatement(sql: "SELECT id FROM \(table) WHERE name = ?")
        if let id = try find.integer([name.databaseValue]) { return id }
        try db.run("INSERT INTO \(table) (name) VALUES (?)", [name.databaseValue])
        return db.lastInsertedRowID
    }
}

/// Which items have a topic now.
enum ItemTopics {
    static func add(_ topics: [Topic], of item: Int64, time: Int64, in db: Database) throws {
        for topic in topics {
            let number = try Names.number(of: topic.rawValue.storable, in: "topic", db)
            try db.run(
                "INSERT OR IGNORE INTO item_topic (topic, time, item) VALUES (?, ?, ?)",
                [field(number), field(time), field(item)])
        }
    }

    static func remove(_ topics: [Topic], of item: Int64, time: Int64, in db: Database) throws {
        for topic in topics {
            let number = try Names.number(of: topic.rawValue.storable, in: "topic", db)
            try db.cachedStatement(sql: "DELETE FROM item_topic WHERE topic = ? AND time = ? AND item = ?")
                .execute(arguments: [number, time, item])
        }
    }
}
