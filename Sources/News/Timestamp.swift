public import struct FoundationEssentials.Date

extension Date {
    /// The instant in RFC 3339 form, in UTC, to the second: `2025-09-24T18:05:00Z`.
    ///
    /// Years outside 0…9999 are clamped, because RFC 3339 has four digits for them.
    public var rfc3339: String {
        let instant = timeIntervalSince1970.isNaN ? 0 : timeIntervalSince1970.rounded(.down)
        let (day, second) = Int(min(max(instant, -62_167_219_200), 253_402_300_799)).floorDivided(by: 86_400)
        let date = CivilDate(daysSinceEpoch: day)
        return String(unsafeUninitializedCapacity: 20) { bytes in
            var count = 0
            func put(_ pair: Int, _ mark: Unicode.Scalar? = nil) {
                bytes[count] = UInt8(ascii: "0") + UInt8(pair / 10)
                bytes[count + 1] = UInt8(ascii: "0") + UInt8(pair % 10)
                count += 2
                if let mark {
                    bytes[count] = UInt8(ascii: mark)
                    count += 1
                }
            }
            put(date.year / 100)
            put(date.year % 100, "-")
            put(date.month, "-")
            put(date.day, "T")
            put(second / 3600, ":")
            put(second / 60 % 60, ":")
            put(second % 60, "Z")
            return count
        }
    }

    /// Reads an RFC 3339 time, or a date alone, which means its first instant in UTC.
    ///
    /// `T` may be a space or lower case, the seconds may be missing or have a fraction, of which the microseconds count,
    /// and the zone may be `Z` or an offset; without a zone the time is UTC. A leap second is the second before it.
    /// Anything else, and every impossible date, is `nil`.
    public init?(rfc3339 text: some StringProtocol) {
        var text = String(text)
        guard let seconds = text.withUTF8({ Self.secondsSince1970(rfc3339: $0) }) else { return nil }
        self.init(timeIntervalSince1970: seconds)
    }

    private static func secondsSince1970(rfc3339 bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        var reader = DigitReader(bytes)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let midnight = Double(date.daysSinceEpoch) * 86_400
        if reader.isAtEnd { return midnight }
        guard reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.number(2), hour < 24, reader.take(":"),
            let minute = reader.number(2), minute < 60
        else { return nil }
        var seconds = Double(hour * 3600 + minute * 60)
        if reader.take(":") {
            guard let second = reader.number(2), second <= 60 else { return nil }
            seconds += Double(min(second, 59))
            if reader.take(".") {
                guard let fraction = reader.fraction() else { return nil }
                seconds += fraction
            }
        }
        guard let offset = reader.zone(), reader.isAtEnd else { return nil }
        return midnight + seconds - Double(offset)
    }
}

/// A day of the proleptic Gregorian calendar.
///
/// The arithmetic is that of Howard Hinnant's "chrono-compatible low-level date algorithms": years start in
/// March, so that the leap day is the last of its year.
public struct CivilDate: Hashable, Sendable {
    /// The year; 0 is 1 BC.
    public let year: Int
    /// The month, 1…12.
    public let month: Int
    /// The day of the month, 1…31.
    public let day: Int

    /// Takes a date, if the calendar has it.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date that lies so many days after 1970-01-01.
    public init(daysSinceEpoch days: Int) {
        let (era, dayOfEra) = (days + 719_468).floorDivided(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// How many days the date lies after 1970-01-01.
    public var daysSinceEpoch: Int {
        let (era, yearOfEra) = (month <= 2 ? year - 1 : year).floorDivided(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The length of a month, leap years minded.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int {
    /// The quotient rounded towards minus infinity, and the remainder, which is never negative.
    fileprivate func floorDivided(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let remainder = self % divisor
        return remainder >= 0 ? (self / divisor, remainder) : (self / divisor - 1, remainder + divisor)
    }
}

/// Reads fixed-width numbers and marks off the front of some ASCII text.
private struct DigitReader {
    private var rest: Slice<UnsafeBufferPointer<UInt8>>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == mark.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(_ width: Int) -> Int? {
        var value = 0
        var count = 0
        while count < width, let digit = rest.first, (0x30...0x39).contains(digit) {
            value = value * 10 + Int(digit - 0x30)
            rest = rest.dropFirst()
            count += 1
        }
        return count == width ? value : nil
    }

    /// One digit or more, as a fraction of one; what lies beyond the microseconds is read over.
    mutating func fraction() -> Double? {
        var value = 0
        var count = 0
        while let digit = rest.first, (0x30...0x39).contains(digit) {
            if count < 6 { value = value * 10 + Int(digit - 0x30) }
            count += 1
            rest = rest.dropFirst()
        }
        let scales = [1.0, 10, 100, 1000, 10_000, 100_000, 1_000_000]
        return count > 0 ? Double(value) / scales[min(count, 6)] : nil
    }

    /// The zone's offset from UTC in seconds; 0 where there is none.
    mutating func zone() -> Int? {
        if isAtEnd || take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24 else { return nil }
        _ = take(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
