import struct FoundationEssentials.Date
import struct News.CivilDate

/// Reads the two forms that nearly every feed writes: `Wed, 24 Sep 2025 18:05:00 +0300` and `2025-09-24T18:05:00Z`.
///
/// ``DateReader`` reads them too, and everything else; this only spares it the trouble, so that dates cost little
/// beside the XML. Whatever is not exactly of these forms, or has a number out of range, is left to it.
struct DateFastPath {
    private let bytes: Bytes
    private var position = 0

    private init(_ bytes: Bytes) { self.bytes = bytes }

    /// The instant, or `nil` where the text is of another form.
    static func instant(in bytes: Bytes) -> Date? {
        guard bytes.count >= 20 else { return nil }
        var reader = DateFastPath(bytes)
        return bytes[3] == UInt8(ascii: ",") ? reader.readRFC2822() : reader.readRFC3339()
    }

    /// RFC 2822, section 3.3, as it is written today.
    private mutating func readRFC2822() -> Date? {
        guard Self.index(of: bytes, at: 0, in: Self.weekdays) != nil else { return nil }
        position = 4
        guard take(" "), let day = number(digits: bytes[6] == 0x20 ? 1 : 2), take(" "), position + 3 < bytes.count,
            let month = Self.index(of: bytes, at: position, in: Self.months)
        else { return nil }
        position += 3
        guard take(" "), let year = number(digits: 4), take(" "), let time = time(), take(" ") else { return nil }
        return instant(year, month + 1, day, time)
    }

    /// RFC 3339, section 5.6, without fractions.
    private mutating func readRFC3339() -> Date? {
        guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
            let day = number(digits: 2), take("T"), let time = time()
        else { return nil }
        return instant(year, month, day, time)
    }

    /// `HH:MM:SS` in seconds.
    private mutating func time() -> Int? {
        guard let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2), minute < 60,
            take(":"), let second = number(digits: 2), second < 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// The instant, once the zone has been read and nothing follows it.
    private mutating func instant(_ year: Int, _ month: Int, _ day: Int, _ time: Int) -> Date? {
        guard let zone = zone(), position == bytes.count, year >= 1000,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        return Date(timeIntervalSince1970: Double(date.daysSinceEpoch * 86_400 + time - zone))
    }

    /// `Z`, `GMT`, `UTC`, `+0300` or `+03:00`, in seconds east of UTC.
    private mutating func zone() -> Int? {
        if take("Z") { return 0 }
        if take("G") { return take("M") && take("T") ? 0 : nil }
        if take("U") { return take("T") && take("C") ? 0 : nil }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(digits: 2) else { return nil }
        _ = take(":")
        guard let minutes = number(digits: 2), hours <= 15, minutes < 60 else { return nil }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for index in position..<position + digits {
            guard bytes[index].isASCIIDigit else { return nil }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        position += digits
        return value
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == mark.value else { return false }
        position += 1
        return true
    }

    private static let weekdays: StaticString = "MonTueWedThuFriSatSun"
    private static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    /// Which of a row of three-letter words stands at a place.
    private static func index(of bytes: Bytes, at place: Int, in words: StaticString) -> Int? {
        let row = words.utf8Start
        for start in stride(from: 0, to: words.utf8CodeUnitCount, by: 3)
        where row[start] == bytes[place] && row[start + 1] == bytes[place + 1] && row[start + 2] == bytes[place + 2] {
            return start / 3
        }
        return nil
    }
}
