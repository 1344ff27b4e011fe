import GRDB
import News

/// A row of `revision` on its way in.
struct RevisionRow {
    /// The item, once its number is known.
    var item: Int64 = 0
    /// Which revision of the item it is.
    var number: Int64 = 1
    /// The covered columns behind those two, in canonical order.
    let columns: CoveredColumns
    /// The text as stored.
    let text: StoredText

    /// The places of title, summary and content among ``columns``.
    static let searched = [0, 9, 10]

    /// Takes what is kept of an item: of one that is not relevant no text, unless all text is kept.
    init(_ parsed: ParsedItem, isRelevant: Bool, keep: Store.Keep) {
        var text = StoredText(parsed)
        let isKept = keep == .all || isRelevant
        if !isKept {
            text.omitted = text.fingerprint
            text.summary = nil
            text.content = nil
        }
        self.text = text
        var columns = CoveredColumns(count: 11)
        columns.add(parsed.title)
        columns.add(parsed.link)
        columns.add(parsed.author)
        columns.add(parsed.published)
        columns.add(parsed.updated)
        columns.add(parsed.language)
        columns.add(list: isKept ? ListText.bytes(parsed.categories) : nil)
        columns.add(list: isKept ? ListText.bytes(parsed.enclosures) : nil)
        columns.add(text.omitted)
        columns.add(text.summary)
        columns.add(text.content)
        self.columns = columns
    }

    /// Takes a revision as it was read, by its covered columns.
    init(fields: [DatabaseValue]) {
        item = fields[0].integer ?? 0
        number = fields[1].integer ?? 1
        columns = CoveredColumns(fields[2...])
        text = StoredText(
            title: fields[2].text, link: fields[3].text, summary: fields[11].text, content: fields[12].text,
            omitted: fields[10].integer)
    }

    /// Adds its part of an entry's content.
    func add(to content: inout CanonicalContent) {
        content.add(item)
        content.add(number)
        content.append(columns.content)
    }

    func insert(_ entry: Int64, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR FAIL INTO revision (entry, item, number, title, link, author, published, updated, language,
                    categories, enclosures, omitted, summary, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.run(entry, item, number, then: columns, 0..<11)
    }
}

/// A row of `verdict` on its way in.
struct VerdictRow {
    /// The item, once its number is known.
    var item: Int64 = 0
    /// Which verdict on the item it is.
    var number: Int64 = 1
    /// The revision that it is about.
    var revision: Int64 = 1
    /// The covered columns behind those three, in canonical order: the judge by name.
    let columns: CoveredColumns
    /// The verdict; of one that was read back without its evidence, which is in the columns only.
    let verdict: Verdict

    /// Takes a verdict.
    init(_ verdict: Verdict) {
        var columns = CoveredColumns(count: 6)
        columns.add(verdict.relevant ? 1 : 0 as Int64)
        columns.add(verdict.relevance.isFinite ? verdict.relevance : 0)
        columns.add(list: ListText.bytes(verdict.topics.map(\.rawValue)))
        columns.add(list: ListText.bytes(verdict.evidence))
        columns.add(verdict.language)
        columns.add(verdict.judge)
        self.columns = columns
        self.verdict = verdict
    }

    /// Takes a verdict as it was read, by its covered columns.
    init(fields: [DatabaseValue]) throws {
        guard let judge = fields[8].text else { throw ImportFault("a verdict has no judge") }
        item = fields[0].integer ?? 0
        number = fields[1].integer ?? 1
        revision = fields[2].integer ?? 1
        columns = CoveredColumns(fields[3...])
        verdict = Verdict(
            relevant: fields[3].integer == 1, relevance: fields[4].real ?? 0,
            topics: ListText.strings(fields[5].text).map(Topic.init(rawValue:)), language: fields[7].text ?? "",
            judge: judge)
    }

    /// The score as stored.
    var score: Double { verdict.relevance.isFinite ? verdict.relevance : 0 }

    /// Adds its part of an entry's content.
    func add(to content: inout CanonicalContent) {
        content.add(item)
        content.add(number)
        content.add(revision)
        content.append(columns.content)
    }

    func insert(_ entry: Int64, _ names: inout Names, in db: Database) throws {
        let judge = try names.number(of: verdict.judge, in: .judge, db)
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR FAIL INTO verdict (entry, item, number, revision, judge, relevant, score, topics, evidence,
                    language) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.run(entry, item, number, revision, judge, then: columns, 0..<5)
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
    let revisions: Int64
    let verdicts: Int64
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
///
/// Good for one transaction, which is alone in giving them.
struct ItemNumbers {
    private var last: Int64?

    mutating func next(in db: Database) throws -> Int64 {
        let last =
            try last
            ?? db.cachedStatement(
                sql: """
                    SELECT max((SELECT coalesce(max(id), 0) FROM item), (SELECT coalesce(max(item), 0) FROM forgotten))
                    """
            ).integer([]) ?? 0
        self.last = last + 1
        return last + 1
    }
}

/// Names that occur in many rows, kept once each; those seen in a transaction are remembered for the rest of it.
struct Names {
    /// A table of names.
    enum Table: String {
        case judge, topic
    }

    private var known: [Table: [String: Int64]] = [:]

    /// The number of a name; a new one where it is new.
    mutating func number(of name: String, in table: Table, _ db: Database) throws -> Int64 {
        if let number = known[table]?[name] { return number }
        let find = try db.cachedStatement(sql: "SELECT id FROM \(table.rawValue) WHERE name = ?")
        let value = name.storable.databaseValue
        var number = try find.integer([value])
        if number == nil {
            try db.run("INSERT INTO \(table.rawValue) (name) VALUES (?)", [value])
            number = db.lastInsertedRowID
        }
        known[table, default: [:]][name] = number
        return number ?? 0
    }
}

/// Which items have a topic now.
enum ItemTopics {
    static func add(
        _ topics: [Topic], of item: Int64, time: Int64, _ names: inout Names, in db: Database
    ) throws {
        for topic in topics {
            let number = try names.number(of: topic.rawValue, in: .topic, db)
            try db.run(
                "INSERT OR IGNORE INTO item_topic (topic, time, item) VALUES (?, ?, ?)", numbers: number, time, item)
        }
    }

    static func remove(
        _ topics: [Topic], of item: Int64, time: Int64, _ names: inout Names, in db: Database
    ) throws {
        for topic in topics {
            let number = try names.number(of: topic.rawValue, in: .topic, db)
            try db.cachedStatement(sql: "DELETE FROM item_topic WHERE topic = ? AND time = ? AND item = ?")
                .execute(arguments: [number, time, item])
        }
    }
}
