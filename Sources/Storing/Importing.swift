import GRDB
import News

import struct FoundationEssentials.Data
import struct FoundationEssentials.Date

/// Takes over the lines of an export, one after the other, within transactions of the caller.
///
/// (1) Where the store's journal is the beginning of the exported one, or empty, the rest is appended as it is: the same
/// numbers, times and digests. (2) Else items are merged: those that are here already stay as they are, others are
/// appended as entries of now with their own times in the content. (3) A line is checked before anything of it is
/// written. A value: whoever rolls a transaction back also goes back to the value before.
struct Importing {
    /// How the lines are taken over.
    enum Way: Equatable {
        /// They are the store's own entries so far.
        case comparing
        /// They continue the store's journal.
        case copying
        /// They are another journal's.
        case merging
    }

    let header: ImportHeader
    private(set) var receipt = ImportReceipt()
    private(set) var way: Way
    /// Whether the last line was read.
    private(set) var isComplete = false
    private let now: Int64
    private var merging: Merging
    /// Lines with entries so far.
    private var entries: Int64 = 0
    /// The digest of the entry read last, and its number; of a part, nothing that the next one needs.
    private var before: (number: Int64, digest: Data) = (0, JournalWriter.genesis)
    /// The last item of the beginning that both journals share.
    private var lastShared: Int64 = 0
    private var sharedItems = 0

    init(_ header: ImportHeader, now: Int64, in db: Database) throws {
        self.header = header
        self.now = now
        let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM (SELECT 1 FROM journal LIMIT 1)") == 0
        way = header.isPart ? .merging : isEmpty ? .copying : .comparing
        merging = Merging(header, now: now)
        if way == .copying, header.direct > 0 {
            try db.execute(sql: "UPDATE chain SET direct = ?", arguments: [header.direct])
        }
    }

    /// Takes the next line.
    mutating func take(_ line: JSONValue, _ writing: inout ItemWriting, _ journal: inout JournalWriter) throws {
        guard !isComplete else { throw ImportFault("something stands behind the end") }
        if let count = line["end"]?.integer { return try end(count, journal, writing.db) }
        entries += 1
        if way == .comparing, try !isShared(line, writing.db) { try diverge(line, writing.db) }
        if way == .comparing { return }
        let entry = try ImportEntry(line, before: header.isPart ? nil : before.digest, direct: header.direct)
        guard header.isPart ? entry.number > before.number : entry.number == before.number + 1 else {
            throw ImportFault("entry \(before.number + 1) is missing before it")
        }
        before = (entry.number, entry.digest)
        if way == .copying {
            try Copying(header: header).take(entry, &writing, &journal)
            receipt.entries += 1
            if entry.kind == .item { receipt.items += 1 }
        } else {
            try merging.take(entry, &writing, &journal)
        }
    }

    /// Ends a transaction: what waits for the end, the text index, and how far the import has come.
    mutating func conclude(_ writing: inout ItemWriting, _ journal: inout JournalWriter) throws {
        let db = writing.db
        switch way {
        case .comparing: return
        case .copying: try noteCopied(in: db)
        case .merging:
            if isComplete { try merging.finish(&writing, &journal) }
            try merging.note(in: db)
            receipt.items = merging.items
            receipt.known = merging.known
            receipt.labels = merging.labels
            receipt.entries = merging.entries
        }
        try writing.index.apply(to: db)
        writing.index = IndexChanges()
    }

    /// Notes how far a copy has come: until it is whole, entries may be named that are still to come.
    private func noteCopied(in db: Database) throws {
        if isComplete {
            return try db.execute(sql: "DELETE FROM imported WHERE source = ?", arguments: [header.digest])
        }
        try db.execute(
            sql: """
                INSERT INTO imported (source, last, entries) VALUES (?1, ?2, ?3)
                ON CONFLICT (source) DO UPDATE SET last = ?2, entries = ?3
                """, arguments: [header.digest, before.number, header.entries])
    }

    private mutating func end(_ count: Int64, _ journal: JournalWriter, _ db: Database) throws {
        guard count == entries else { throw ImportFault("\(entries) entries stand before it, not \(count)") }
        if !header.isPart, way != .merging, before.digest != header.digest || before.number != header.entries {
            throw ImportFault("the journal's end is not that of the first line")
        }
        isComplete = true
    }

    /// Whether a line is the store's own entry of its number.
    private mutating func isShared(_ line: JSONValue, _ db: Database) throws -> Bool {
        guard let number = line["n"]?.integer, let digest = line["digest"]?.bytes else {
            throw ImportFault("it has no number or no digest")
        }
        let own = try Data.fetchOne(
            db.cachedStatement(sql: "SELECT digest FROM journal WHERE n = ?"), arguments: [number])
        guard own == Data(digest), number == before.number + 1 else { return false }
        before = (number, Data(digest))
        if line["kind"]?.text == EntryKind.item.rawValue {
            lastShared = line["forgotten"]?.integer ?? line["item"]?["id"]?.integer ?? lastShared
            sharedItems += 1
        }
        if line["kind"]?.text == EntryKind.feed.rawValue { try merging.know(feed: line["feed"], in: db) }
        return true
    }

    /// Decides how to go on at the first entry that is not the store's own.
    private mutating func diverge(_ line: JSONValue, _ db: Database) throws {
        let last = try Int64.fetchOne(db, sql: "SELECT max(n) FROM journal") ?? 0
        let direct = try Int64.fetchOne(db, sql: "SELECT direct FROM chain")
        way = before.number == last && direct == header.direct ? .copying : .merging
        merging.share(sharedItems, upTo: lastShared)
    }
}

/// What an import did.
public struct ImportReceipt: Hashable, Sendable {
    /// Entries that were appended to the journal.
    public var entries = 0
    /// Items that were added.
    public var items = 0
    /// Items that were here already.
    public var known = 0
    /// Labels that were added to items that were here already.
    public var labels = 0
    /// Whether the whole journal was taken over as it is, so that its digests are the same.
    public var isCopy = false
    /// The digest of the store's last entry now, in hexadecimal.
    public var digest = ""
}

/// Appends entries as they are.
private struct Copying {
    let header: ImportHeader

    func take(_ entry: ImportEntry, _ writing: inout ItemWriting, _ journal: inout JournalWriter) throws {
        try journal.append(entry.kind, at: entry.time, digest: entry.digest, to: writing.db)
        if let forgotten = entry.forgotten { return try bury(entry, forgotten.rows, forgotten.item, writing) }
        let db = writing.db
        switch entry.kind {
        case .feed: try addFeed(entry, db)
        case .move, .forget, .imported:
            guard let table = entry.kind.tables.first, let fields = entry.fields[table] else { return }
            let columns = table.columns.joined(separator: ", ")
            let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
            try db.run(
                "INSERT INTO \(table.rawValue) (entry, \(columns)) VALUES (?, \(marks))",
                [field(entry.number)] + fields)
        case .item: try addItem(entry, &writing)
        case .revision:
            guard let revision = entry.fields[.revision], let verdict = entry.fields[.verdict] else { return }
            try writing.show(
                RevisionRow(fields: revision), VerdictRow(fields: verdict, in: db),
                of: entry.number(.revision, "item"), entry: entry.number)
        case .verdict:
            guard let verdict = entry.fields[.verdict] else { return }
            try writing.show(
                VerdictRow(fields: verdict, in: db), of: entry.number(.verdict, "item"), entry: entry.number)
        case .label:
            guard let label = entry.fields[.label] else { return }
            try writing.show(label: label, of: entry.number(.label, "item"), entry: entry.number)
        }
    }

    private func addFeed(_ entry: ImportEntry, _ db: Database) throws {
        guard let fields = entry.fields[.feed] else { return }
        try db.run("INSERT INTO feed (entry, id, url) VALUES (?, ?, ?)", [field(entry.number)] + fields)
        guard let state = entry.other("state", ExportFormat.feedState) else { return }
        for (column, value) in zip(ExportFormat.feedState, state) where !value.isNull {
            try db.run("UPDATE feed SET \(column) = ? WHERE id = ?", [value, fields[0]])
        }
    }

    private func addItem(_ entry: ImportEntry, _ writing: inout ItemWriting) throws {
        guard let identity = entry.fields[.item], let revision = entry.fields[.revision],
            let verdict = entry.fields[.verdict]
        else { return }
        let state = entry.other("state", ["story", "seen", "renamed"])
        try writing.add(
            identity, RevisionRow(fields: revision), VerdictRow(fields: verdict, in: writing.db),
            ItemWriting.State(
                story: state?[0].integer ?? entry.number(.item, "id"), seen: state?[1].integer ?? 0,
                isRenamed: state?[2].integer == 1, marks: entry.marks("state")),
            entry: entry.number)
    }

    /// An entry whose rows were forgotten there is one without rows here.
    private func bury(_ entry: ImportEntry, _ rows: Data, _ item: Int64, _ writing: ItemWriting) throws {
        let db = writing.db
        try db.run(
            "INSERT INTO tombstone (entry, item, digest) VALUES (?, ?, ?)",
            [field(entry.number), field(item), rows.databaseValue])
        guard entry.kind == .item else { return }
        guard var traces = entry.other("traces", ExportFormat.traces), let forgotten = traces[0].integer else {
            throw ImportFault("`traces` is missing")
        }
        // The entry that tells of it may come after the moment of the export: then there will be none here.
        if forgotten > header.entries { traces[0] = ForgottenCheck.elsewhere.databaseValue }
        let columns = ExportFormat.traces.joined(separator: ", ")
        let marks = ExportFormat.traces.map { _ in "?" }.joined(separator: ", ")
        try db.run("INSERT INTO forgotten (item, \(columns)) VALUES (?, \(marks))", [field(item)] + traces)
        try writing.mark(entry.marks("traces"), item)
    }
}
