import GRDB
import News

import struct FoundationEssentials.Data
import struct FoundationEssentials.Date

/// Takes over the lines of an export, one after the other, within transactions of the caller.
///
/// (1) Where the store's journal is the beginning of the exported one, or empty, the rest is appended as it is: the same
/// numbers, times and digests. (2) Else items are merged: those that are here already stay as they are, others are
/// appended as entries of now with their own times in the content. (3) A line is checked before anything of it is
/// written. Where a transaction fails, the import is over.
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
