import GRDB
import News

import struct FoundationEssentials.Data
import struct FoundationEssentials.Date

/// Appends what another store has and this one has not, as entries of now.
///
/// (1) An item that is recognised as one that was here before stays as it is; only a label is taken, if it has none.
/// (2) What this import has added is never taken for the same as another of its items: the other store told them apart.
/// (3) Which items are which, and the last entry of each that was taken, is kept: so an import can be taken up after a
/// kill, and a later export of the same store adds what is new in it.
struct Merging {
    /// An item here.
    private struct Counterpart {
        /// By what `origin` knows it.
        let digest: Int64
        let item: Int64
        /// Whether it was here before, whatever was imported.
        let wasHere: Bool
        /// Its last entry there that was taken.
        var last: Int64
    }

    private let header: ImportHeader
    private let now: Int64

    private(set) var items = 0
    private(set) var known = 0
    private(set) var labels = 0
    private(set) var entries = 0
    /// The feeds here, by their numbers there.
    private var feeds: [Int64: Int64] = [:]
    /// The items here by their numbers there, and those whose line in `origin` is to be written.
    private var origin: [Int64: Counterpart] = [:]
    private var changed: Set<Int64> = []
    /// The items here that are spoken for.
    private var claimed: Set<Int64> = []
    /// Labels there of items that were here before, by their numbers here; the newest each.
    private var said: [Int64: [DatabaseValue]] = [:]
    /// Items up to this number are the same in both journals.
    private var lastShared: Int64 = 0
    private var isNoted = false

    init(_ header: ImportHeader, now: Int64) {
        self.header = header
        self.now = now
    }

    /// Takes note that some items, those up to a number, are the same here and there.
    mutating func share(_ count: Int, upTo last: Int64) {
        known += count
        lastShared = last
    }

    /// Learns which feed here is one there; one that is not known yet is left for later.
    mutating func know(feed line: JSONValue?, in db: Database) throws {
        guard let id = line?["id"]?.integer, let text = line?["url"]?.text, let url = FeedURL(text) else { return }
        feeds[id] = try FeedTable.find(url, in: db)?.id
    }

    /// Takes an entry.
    mutating func take(
        _ entry: ImportEntry, _ writing: inout ItemWriting, _ journal: inout JournalWriter
    ) throws {
        guard entry.forgotten == nil else { return }
        switch entry.kind {
        case .feed: try addFeed(entry, writing.db, &journal)
        case .item: try addItem(entry, &writing, &journal)
        case .revision: try addRevision(entry, &writing, &journal)
        case .verdict: try addVerdict(entry, &writing, &journal)
        case .label: try addLabel(entry, writing, &journal)
        // What the other store found out about moves is found out again; what it forgot or took over is its own.
        case .move, .forget, .imported: break
        }
    }

    /// Appends the labels of items that were here before and have none.
    mutating func finish(_ writing: inout ItemWriting, _ journal: inout JournalWriter) throws {
        for (item, fields) in said.sorted(by: { $0.key < $1.key }) where fields[2].integer != nil {
            let db = writing.db
            let has = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM label WHERE item = ?)", arguments: [item])
            let isHere = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM item WHERE id = ?)", arguments: [item])
            guard has == false, isHere == true else { continue }
            let own = [field(item), field(1)] + fields[2...]
            let entry = try append(.label, own, db, &journal)
            try writing.show(label: own, of: item, entry: entry)
            labels += 1
        }
        said = [:]
    }

    /// Writes down which items are which; to be called at the end of each transaction.
    mutating func note(in db: Database) throws {
        for theirs in changed {
            guard let ours = origin[theirs] else { continue }
            try db.run(
                "INSERT OR REPLACE INTO origin (digest, item, last) VALUES (?, ?, ?)",
                [field(ours.digest), field(ours.wasHere ? -ours.item : ours.item), field(ours.last)])
        }
        changed = []
    }

    // MARK: - Entries

    /// Appends an entry, after one that says where it comes from.
    private mutating func append(
        _ kind: EntryKind, _ fields: [DatabaseValue], _ db: Database, _ journal: inout JournalWriter
    ) throws -> Int64 {
        try noteSource(db, &journal)
        entries += 1
        return try journal.append(kind, at: now, fields, to: db)
    }

    /// The same of an entry whose rows end in a verdict.
    private mutating func append(
        _ kind: EntryKind, _ identity: [DatabaseValue], _ revision: RevisionRow?, _ verdict: VerdictRow,
        _ db: Database, _ journal: inout JournalWriter
    ) throws -> Int64 {
        try noteSource(db, &journal)
        entries += 1
        return try journal.append(kind, at: now, item: identity, revision: revision, verdict: verdict, to: db)
    }

    /// Appends the entry that says where all others of this import come from, once.
    private mutating func noteSource(_ db: Database, _ journal: inout JournalWriter) throws {
        if isNoted { return }
        isNoted = true
        let source = [header.digest.databaseValue, field(header.entries)]
        let entry = try journal.append(.imported, at: now, source, to: db)
        try db.run("INSERT INTO import (entry, source, entries) VALUES (?, ?, ?)", [field(entry)] + source)
        entries += 1
    }

    private mutating func addFeed(_ entry: ImportEntry, _ db: Database, _ journal: inout JournalWriter) throws {
        guard let text = entry.text(.feed, "url"), let url = FeedURL(text) else {
            throw ImportFault("`url` of `feed` is no address")
        }
        let theirs = try entry.number(.feed, "id")
        if let known = try FeedTable.find(url, in: db) { return feeds[theirs] = known.id }
        try noteSource(db, &journal)
        entries += 1
        feeds[theirs] = try FeedTable.add(url, at: now, to: &journal, in: db).id
    }

    private mutating func addItem(
        _ entry: ImportEntry, _ writing: inout ItemWriting, _ journal: inout JournalWriter
    ) throws {
        guard var identity = entry.fields[.item], let revision = entry.fields[.revision],
            let verdict = entry.fields[.verdict]
        else { return }
        let theirs = try entry.number(.item, "id")
        if try recall(theirs, entry, in: writing.db) { return }
        if theirs <= lastShared { return keep(theirs, as: theirs, wasHere: true, entry) }
        guard let feed = feeds[try entry.number(.item, "feed")] else {
            throw ImportFault("its feed is missing before it")
        }
        var (row, judged) = (RevisionRow(fields: revision), try VerdictRow(fields: verdict))
        let claim = ImportedClaim(identity: identity, revision: row)
        let db = writing.db
        if let known = try claim.known(of: feed, claimed: claimed, in: db) {
            return keep(theirs, as: known, wasHere: true, entry)
        }
        let id = try writing.numbers.next(in: db)
        let time = try entry.number(.item, "time")
        identity[0] = field(id)
        identity[1] = field(feed)
        (row.item, judged.item) = (id, id)
        let story = try Stories.story(of: claim.claim, at: time, in: db) ?? id
        let number = try append(.item, identity, row, judged, db, &journal)
        let state = ItemWriting.State(
            story: story, seen: seen(row, judged, guid: identity[3].text), isRenamed: false,
            marks: claim.marks(of: feed, isFirst: true))
        try writing.add(identity, row, judged, state, entry: number)
        items += 1
        keep(theirs, as: id, wasHere: false, entry)
    }

    private mutating func addRevision(
        _ entry: ImportEntry, _ writing: inout ItemWriting, _ journal: inout JournalWriter
    ) throws {
        guard let id = try added(by: entry, .revision), let revision = entry.fields[.revision],
            let verdict = entry.fields[.verdict]
        else { return }
        let db = writing.db
        let state = try ItemState(id, in: db)
        var (row, judged) = (RevisionRow(fields: revision), try VerdictRow(fields: verdict))
        (row.item, row.number) = (id, state.revisions + 1)
        (judged.item, judged.number, judged.revision) = (id, state.verdicts + 1, state.revisions + 1)
        let number = try append(.revision, [], row, judged, db, &journal)
        try writing.show(row, judged, of: id, entry: number)
        let identity = try Row.fetchOne(
            db, sql: "SELECT id, feed, rule, guid, first_seen, time FROM item WHERE id = ?", arguments: [id])
        guard let identity else { return }
        let claim = ImportedClaim(identity: Array(identity.databaseValues), revision: row)
        try writing.mark(claim.marks(of: identity[1], isFirst: false), id)
        try db.run("UPDATE item SET seen = ? WHERE id = ?", [field(seen(row, judged, guid: identity[3])), field(id)])
    }

    private mutating func addVerdict(
        _ entry: ImportEntry, _ writing: inout ItemWriting, _ journal: inout JournalWriter
    ) throws {
        guard let id = try added(by: entry, .verdict), let verdict = entry.fields[.verdict] else { return }
        let state = try ItemState(id, in: writing.db)
        var judged = try VerdictRow(fields: verdict)
        (judged.item, judged.number, judged.revision) = (id, state.verdicts + 1, state.revisions)
        let number = try append(.verdict, [], nil, judged, writing.db, &journal)
        try writing.show(judged, of: id, entry: number)
    }

    private mutating func addLabel(
        _ entry: ImportEntry, _ writing: ItemWriting, _ journal: inout JournalWriter
    ) throws {
        guard var label = entry.fields[.label] else { return }
        let theirs = try entry.number(.label, "item")
        if origin[theirs]?.wasHere ?? (theirs <= lastShared) { return said[origin[theirs]?.item ?? theirs] = label }
        guard let id = try added(by: entry, .label) else { return }
        let count = try Int64.fetchOne(writing.db, sql: "SELECT count(*) FROM label WHERE item = ?", arguments: [id])
        label[0] = field(id)
        label[1] = field((count ?? 0) + 1)
        let number = try append(.label, label, writing.db, &journal)
        try writing.show(label: label, of: id, entry: number)
    }

    // MARK: - Which is which

    /// The item here that this entry of another store adds to; `nil` where it adds nothing: to an item that was here
    /// before or is forgotten, or because it was taken already.
    private mutating func added(by entry: ImportEntry, _ table: JournalTable) throws -> Int64? {
        let theirs = try entry.number(table, "item")
        guard let ours = origin[theirs], !ours.wasHere, entry.number > ours.last else { return nil }
        origin[theirs]?.last = entry.number
        changed.insert(theirs)
        return ours.item
    }

    /// Finds out whether an earlier import has taken an item, and which it is here.
    private mutating func recall(_ theirs: Int64, _ entry: ImportEntry, in db: Database) throws -> Bool {
        let digest = Self.key(entry.digest)
        let statement = try db.cachedStatement(sql: "SELECT item, last FROM origin WHERE digest = ?")
        guard let row = try Row.fetchOne(statement, arguments: [digest]) else { return false }
        let item: Int64 = row[0]
        // One that was forgotten since is left alone.
        let isHere =
            try Int.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM item WHERE id = ?"), arguments: [item]) != nil
        origin[theirs] = Counterpart(digest: digest, item: abs(item), wasHere: !isHere, last: row[1])
        claimed.insert(abs(item))
        if item < 0 { known += 1 }
        return true
    }

    /// The first 64 bits of an entry's digest.
    private static func key(_ digest: Data) -> Int64 {
        digest.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    /// Remembers which item here is one there.
    private mutating func keep(_ theirs: Int64, as item: Int64, wasHere: Bool, _ entry: ImportEntry) {
        origin[theirs] = Counterpart(
            digest: Self.key(entry.digest), item: item, wasHere: wasHere, last: entry.number)
        changed.insert(theirs)
        claimed.insert(item)
        if wasHere { known += 1 }
    }

    /// The fingerprint by which a poll sees that nothing has changed; 0 where the text is not kept.
    private func seen(_ revision: RevisionRow, _ verdict: VerdictRow, guid: String?) -> Int64 {
        if revision.text.omitted != nil { return 0 }
        return JudgedItem(item: revision.item(guid: guid), verdict: verdict.verdict).fingerprint
    }
}
