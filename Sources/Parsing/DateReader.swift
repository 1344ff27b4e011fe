import News

import struct FoundationEssentials.Date

/// Reads the dates that feeds write: RFC 822 and 2822, W3C-DTF and ISO 8601, asctime, and their local relatives.
///
/// One scan over the bytes, no locale, no table of patterns. A date that the calendar does not have, or that can be
/// read in two ways, is `nil`: no date is better than a wrong one. A missing zone means UTC.
struct DateReader {
    /// The instant that a text names, or `nil`.
    static func date(in text: String) -> Date? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count <= 128 else { return nil }
            let bytes = bytes.trimmed
            return DateFastPath.instant(in: bytes) ?? date(inAnyForm: bytes)
        }
    }

    /// The instant that bytes without white space at their ends name, the common forms among them.
    static func date(inAnyForm bytes: Bytes) -> Date? {
        var reader = DateReader(bytes)
        return reader.read()
    }

    let bytes: Bytes
    var position = 0
    var year: Int?
    var month: Int?
    var day: Int?
    /// Seconds since the day's start, where a time was given.
    var time: Double?
    var isAfternoon: Bool?
    var zone: Int?

    init(_ bytes: Bytes) { self.bytes = bytes }

    private mutating func read() -> Date? {
        skipWeekday()
        let start = position
        if readNumeric() { return instant() }
        self = DateReader(bytes)
        position = start
        return readWords() ? instant() : nil
    }

    /// The instant that the parts make, if the calendar has it.
    private func instant() -> Date? {
        guard let year, let month, let day, let date = CivilDate(year: year, month: month, day: day) else { return nil }
        var seconds = time ?? 0
        if let isAfternoon {
            guard seconds >= 3600, seconds < 13 * 3600 else { return nil }
            if seconds >= 12 * 3600 { seconds -= 12 * 3600 }
            if isAfternoon { seconds += 12 * 3600 }
        }
        return Date(timeIntervalSince1970: Double(date.daysSinceEpoch) * 86_400 + seconds - Double(zone ?? 0))
    }

    /// Steps over a weekday in front: "Wed, ", "mercredi ", "Jumatano, ".
    private mutating func skipWeekday() {
        let start = position
        let word = takeWord()
        skip(".,")
        guard !word.isEmpty, DateNames.weekday(word) != nil, position < bytes.count else {
            position = start
            return
        }
        // "mar. 24" may be a Tuesday or a day in March: it is a weekday only if a month follows.
        if DateNames.month(word) != nil, !hasMonth(from: position) { position = start }
    }

    private func hasMonth(from start: Int) -> Bool {
        var probe = DateReader(bytes)
        probe.position = start
        while probe.position < bytes.count {
            let word = probe.takeWord()
            if word.isEmpty { probe.position += 1 } else if DateNames.month(word) != nil { return true }
        }
        return false
    }

    // MARK: Reading

    /// Letters, and every byte of a longer character, as one word in lower case.
    mutating func takeWord() -> String {
        let start = position
        while position < bytes.count, bytes[position].isASCIILetter || bytes[position] >= 0x80 { position += 1 }
        return bytes.part(start..<position).text.lowercased()
    }

    /// A number of at most nine digits, and how many digits it has.
    mutating func takeNumber() -> (value: Int, digits: Int)? {
        let start = position
        var value = 0
        while position < bytes.count, bytes[position].isASCIIDigit, position - start < 9 {
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
        }
        return position > start ? (value, position - start) : nil
    }

    /// Steps over white space and any of the marks.
    mutating func skip(_ marks: StaticString = "") {
        let set = Bytes(start: marks.utf8Start, count: marks.utf8CodeUnitCount)
        while position < bytes.count, bytes[position].isASCIISpace || set.contains(bytes[position]) { position += 1 }
    }

    /// Takes one byte if it is there.
    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == mark.value else { return false }
        position += 1
        return true
    }

    /// Whether a byte stands at the position.
    func isAt(_ mark: Unicode.Scalar) -> Bool { position < bytes.count && UInt32(bytes[position]) == mark.value }

    var isAtDigit: Bool { position < bytes.count && bytes[position].isASCIIDigit }
    var isAtEnd: Bool { position >= bytes.count }

    /// A time of day whose hours were already read: `:MM[:SS[.fraction]]`, with `.`, `h` or nothing for a colon.
    mutating func takeMinutes(hour: Int, separator: Unicode.Scalar) -> Bool {
        guard let minute = takeNumber(), minute.digits <= 2, minute.value < 60 else { return false }
        var seconds = 0.0
        if take(separator), isAtDigit {
            guard let second = takeNumber(), second.digits <= 2, second.value <= 60 else { return false }
            seconds = Double(second.value)
            if isAt(".") || isAt(",") { takeFraction(&seconds) }
        }
        return setTime(hour: hour, minute: minute.value, second: seconds)
    }

    /// A fraction of a second.
    mutating func takeFraction(_ seconds: inout Double) {
        position += 1
        var scale = 0.1
        while isAtDigit {
            seconds += Double(bytes[position] - 0x30) * scale
            scale /= 10
            position += 1
        }
    }

    /// Takes a time of day; 24:00 is the end of the day (ISO 8601).
    mutating func setTime(hour: Int, minute: Int, second: Double) -> Bool {
        guard hour < 24 || hour == 24 && minute == 0 && second == 0, minute < 60 else { return false }
        time = Double(hour * 3600 + minute * 60) + second
        return true
    }

    /// An offset whose sign stands at the position: `+HH`, `+HMM`, `+HHMM`, `+HH:MM`.
    mutating func takeOffset() -> Bool {
        let sign = isAt("-") ? -1 : 1
        position += 1
        guard let number = takeNumber() else { return false }
        var (hours, minutes) = number.digits > 2 ? (number.value / 100, number.value % 100) : (number.value, 0)
        if number.digits == 6 { (hours, minutes) = (number.value / 10_000, number.value / 100 % 100) }
        if number.digits <= 2, take(":") {
            guard let more = takeNumber() else { return false }
            minutes = more.value
        }
        guard hours <= 15, minutes < 60 else { return false }
        zone = sign * (hours * 3600 + minutes * 60)
        return true
    }
}
