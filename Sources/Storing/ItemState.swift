import GRDB
import News

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
