import GRDB

public import struct FoundationEssentials.Date

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

/// Taking over what ``Store/export(_:asOf:now:progress:_:)`` wrote.
extension Store {
    /// Takes over the lines of an export.
    ///
    /// An empty store becomes the same journal, with the same digests; so does one whose journal is the beginning of the
    /// exported one. Into another, items that it has not are merged. Some hundreds of lines are a transaction; what
    /// stood before a damaged line is kept, and the store is whole whenever the import ends. To import the same again
    /// does what is left to do.
    ///
    /// - Parameters:
    ///   - now: The time of entries that are not taken over as they are.
    ///   - progress: Called after each transaction with the lines taken so far.
    ///   - next: The next line without its end; `nil` after the last.
    /// - Throws: ``StoreError``, of the kind `corrupt` and with the line's number where a line is damaged; or what
    ///   `next` throws.
    public func importLines(
        now: Date, progress: (Int) -> Void = { _ in }, next: () throws -> [UInt8]?
    ) throws -> ImportReceipt {
        try requireWriting()
        guard let first = try next() else { throw Self.damaged(1, "there is nothing") }
        var importing = try begin(first, now: now.milliseconds)
        var line = 1
        while !importing.isComplete {
            let batch = try Self.batch(next)
            try take(batch.lines, isLast: batch.isLast, after: line, &importing)
            line += batch.lines.count
            progress(line)
        }
        var receipt = importing.receipt
        receipt.isCopy = importing.way != .merging
        receipt.digest = try read { db in Hexadecimal.digits(try JournalWriter(db).end) }
        return receipt
    }

    /// The most lines in one transaction, and bytes in memory.
    private static let (batchLines, batchBytes) = (500, 8 << 20)

    /// The next lines, and whether they are the last.
    private static func batch(_ next: () throws -> [UInt8]?) throws -> (lines: [[UInt8]], isLast: Bool) {
        var (lines, bytes): ([[UInt8]], Int) = ([], 0)
        while lines.count < batchLines, bytes < batchBytes {
            guard let line = try next() else { return (lines, true) }
            lines.append(line)
            bytes += line.count
        }
        return (lines, false)
    }

    private func begin(_ line: [UInt8], now: Int64) throws(StoreError) -> Importing {
        try StoreError.rethrowing(path) {
            var header: ImportHeader?
            try Self.naming(1) { header = try ImportHeader(JSONValue(line)) }
            guard let header else { throw Self.damaged(1, "there is nothing") }
            return try database.using { db in try Importing(header, now: now, in: db) }
        }
    }

    /// Takes some lines in one transaction; where it fails, the import is over.
    private func take(
        _ batch: [[UInt8]], isLast: Bool, after line: Int, _ importing: inout Importing
    ) throws(StoreError) {
        try StoreError.rethrowing(path) {
            try database.using { db in
                try db.inTransaction(.immediate) {
                    var journal = try JournalWriter(db)
                    var writing = ItemWriting(db)
                    for (place, bytes) in batch.enumerated() {
                        try Self.naming(line + place + 1) {
                            try importing.take(JSONValue(bytes), &writing, &journal)
                        }
                    }
                    if isLast, !importing.isComplete {
                        throw Self.damaged(line + batch.count + 1, "it is missing: the export is cut off here")
                    }
                    try importing.conclude(&writing, &journal)
                    return .commit
                }
            }
        }
    }

    /// Does something with a line, and names the line where that fails.
    private static func naming(_ line: Int, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let fault as ImportFault {
            throw damaged(line, fault.says)
        } catch let fault as JSONValue.Fault {
            throw damaged(line, fault.says)
        }
    }

    private static func damaged(_ line: Int, _ says: String) -> StoreError {
        StoreError(kind: .corrupt, message: "line \(line): \(says)")
    }
}
