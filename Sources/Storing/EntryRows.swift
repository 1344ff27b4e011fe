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

extension JournalWriter {
    /// Appends an entry whose rows are a verdict, a revision before it where there is one, and before that the covered
    /// columns of a new item.
    mutating func append(
        _ kind: EntryKind, at time: Int64, item identity: [DatabaseValue] = [], revision: RevisionRow? = nil,
        verdict: VerdictRow, to db: Database
    ) throws -> Int64 {
        var content = CanonicalContent()
        for field in identity { content.add(field) }
        revision?.add(to: &content)
        verdict.add(to: &content)
        return try append(kind, at: time, content, to: db)
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
