import GRDB

import struct FoundationEssentials.Date

/// Between the values of the other rooms and what SQLite holds.

extension Date {
    /// Whole milliseconds since 1970, within the years that people write.
    var milliseconds: Int64 {
        let value = (timeIntervalSince1970 * 1000).rounded()
        guard value.isFinite else { return value > 0 ? Self.latest : Self.earliest }
        return Int64(min(max(value, Double(Self.earliest)), Double(Self.latest)))
    }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// The first instant of the year 0.
    private static let earliest: Int64 = -62_167_219_200_000
    /// The last instant of the year 9999.
    private static let latest: Int64 = 253_402_300_799_999
}

extension Duration {
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? (seconds > 0 ? .max : .min) : product &+ attoseconds / 1_000_000_000_000_000
    }
}

extension String {
    /// The text as SQLite can give it back whole: it ends strings at a NUL character.
    var storable: String {
        var text = self
        return text.withUTF8 { $0.contains(0) } ? String(unicodeScalars.filter { $0 != "\0" }) : self
    }
}

/// The value of a column, for the journal and for SQLite alike.
func field(_ text: String?) -> DatabaseValue { text.map { $0.storable.databaseValue } ?? .null }
func field(_ number: Int64?) -> DatabaseValue { number?.databaseValue ?? .null }
func field(_ number: Int) -> DatabaseValue { Int64(number).databaseValue }
func field(_ flag: Bool) -> DatabaseValue { Int64(flag ? 1 : 0).databaseValue }
func field(_ date: Date?) -> DatabaseValue { date?.milliseconds.databaseValue ?? .null }
