import GRDB
public import News

public import struct FoundationEssentials.Date

/// What an export wrote.
public struct ExportReceipt: Hashable, Sendable {
    /// Entries of the journal.
    public var entries: Int64
    /// The digest of the journal's last entry at the moment that was exported, in hexadecimal.
    public var digest: String
}

/// Writing a store out as lines of JSON, which ``Store/importLines(now:progress:next:)`` reads.
extension Store {
    /// Passes the journal to a closure line by line, as `docs/journal.md` describes them.
    ///
    /// What belongs to the export is decided at the beginning. It is then read in pages, so that memory stays small and
    /// no lock is held while `write` runs.
    ///
    /// - Parameters:
    ///   - query: Which items, for a part; `nil` for everything.
    ///   - time: The moment as of which the store is exported; `nil` for now.
    ///   - now: The time of the export.
    ///   - progress: Called after each page with how much is done, 0…1.
    public func export(
        _ query: ItemQuery? = nil, asOf time: Date? = nil, now: Date, progress: (Double) -> Void = { _ in },
        _ write: ([UInt8]) throws -> Void
    ) throws -> ExportReceipt {
        let exporting = try read { db in try Exporting(query, asOf: time ?? query?.asOf, in: db) }
        defer { try? read { db in try exporting.end(in: db) } }
        try write(exporting.header(now: now))
        var count: Int64 = 0
        var start: Int64 = 0
        while start < exporting.last {
            let end = min(start + Self.exportPage, exporting.last)
            let lines = try read { db in try exporting.lines(after: start, upTo: end, in: db) }
            for line in lines { try write(line) }
            count += Int64(lines.count)
            progress(Double(end) / Double(exporting.last))
            start = end
        }
        try write(Exporting.footer(entries: count))
        return ExportReceipt(entries: count, digest: Hexadecimal.digits(exporting.digest))
    }

    /// Entries in memory at a time.
    private static let exportPage: Int64 = 500
}
