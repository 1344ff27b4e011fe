import struct News.CivilDate

extension DateReader {
    // MARK: Numbers first: 2025-09-24T18:05:00Z and its relatives

    /// Reads a date that starts with a number and names no month; answers whether it is one.
    mutating func readNumeric() -> Bool {
        guard let first = takeNumber() else { return false }
        switch first.digits {
        case 8:
            (year, month, day) = (first.value / 10_000, first.value / 100 % 100, first.value % 100)
        case 7: guard setOrdinal(year: first.value / 1000, day: first.value % 1000) else { return false }
        case 6: guard setCompact(first.value) else { return false }
        case 4: guard readAfterYear(first.value) else { return false }
        case 1, 2: guard readShortDate(first.value) else { return false }
        case 9: guard readTimestamp() else { return false }
        default: return false
        }
        return readClock()
    }

    /// `YYYYMMDDhhmm` and `YYYYMMDDhhmmss`, whose first nine digits have been taken.
    private mutating func readTimestamp() -> Bool {
        position -= 9
        let digits = bytes.part(position..<bytes.count).prefix(while: \.isASCIIDigit).map { Int($0) - 0x30 }
        guard digits.count == 12 || digits.count == 14 else { return false }
        position += digits.count
        let pairs = stride(from: 0, to: digits.count, by: 2).map { digits[$0] * 10 + digits[$0 + 1] }
        (year, month, day) = (pairs[0] * 100 + pairs[1], pairs[2], pairs[3])
        let second = pairs.count > 6 ? pairs[6] : 0
        return second <= 60 && setTime(hour: pairs[4], minute: pairs[5], second: Double(second))
    }

    /// `YYMMDD`, unless it could be `YYYYMM`.
    private mutating func setCompact(_ value: Int) -> Bool {
        guard !((1900...2100).contains(value / 100) && (1...12).contains(value % 100)) else { return false }
        (year, month, day) = (DateReader.fullYear(value / 10_000, digits: 2), value / 100 % 100, value % 100)
        return true
    }

    /// The rest of `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `YYYY-DDD`, `YYYY-Www-D`, and of "2025年9月24日".
    private mutating func readAfterYear(_ value: Int) -> Bool {
        year = value
        (month, day) = (1, 1)
        let mark = takeDateMark()
        if take("W") { return readWeek(value) }
        guard mark else { return true }
        guard let second = takeNumber() else {
            let word = takeWord()
            guard let named = DateNames.month(word) else { return false }
            month = named
            return takeDateMark() && takeDay()
        }
        if second.digits == 3, !isAt("-") { return setOrdinal(year: value, day: second.value) }
        // "2003-012-31": some write one zero too many.
        guard second.digits <= 3 else { return false }
        month = second.value
        guard takeDateMark(), isAtDigit else { return true }
        return takeDay()
    }

    private mutating func takeDay() -> Bool {
        guard let number = takeNumber(), number.digits <= 2 else { return false }
        day = number.value
        _ = takeDateMark(isLast: true)
        return true
    }

    /// A hyphen, slash or dot between numbers, or the word for year, month or day of Chinese, Japanese and Korean.
    private mutating func takeDateMark(isLast: Bool = false) -> Bool {
        if !isLast, take("-") || take("/") || take(".") {
            while isAt(" ") { position += 1 }
            return true
        }
        let start = position
        let word = takeWord()
        guard ["年", "月", "日", "년", "월", "일"].contains(word) else {
            position = start
            return false
        }
        if "년월일".contains(word) && zone == nil { zone = 9 * 3600 }
        skip()
        return true
    }

    /// A day counted from the year's start (ISO 8601, ordinal date).
    private mutating func setOrdinal(year: Int, day ordinal: Int) -> Bool {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        guard ordinal >= 1, ordinal <= (isLeap ? 366 : 365) else { return false }
        self.year = year
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var rest = ordinal
        for (index, length) in lengths.enumerated() {
            if rest <= length {
                (month, day) = (index + 1, rest)
                return true
            }
            rest -= length
        }
        return false
    }

    /// A week and its day (ISO 8601, week date): the first week holds 4 January.
    private mutating func readWeek(_ year: Int) -> Bool {
        guard let week = takeNumber() else { return false }
        var (number, weekday) = (week.value, 1)
        if week.digits == 3 { (number, weekday) = (week.value / 10, week.value % 10) }
        if week.digits == 2, take("-"), let last = takeNumber() { weekday = last.value }
        guard (1...53).contains(number), (1...7).contains(weekday),
            let fourth = CivilDate(year: year, month: 1, day: 4)
        else { return false }
        // 1970-01-01 was a Thursday; Monday counts 0.
        let monday = fourth.daysSinceEpoch - (fourth.daysSinceEpoch + 3) % 7
        let date = CivilDate(daysSinceEpoch: monday + (number - 1) * 7 + weekday - 1)
        (self.year, month, day) = (date.year, date.month, date.day)
        return true
    }

    /// `24.09.2025`, and `24/09/2025` where only one reading is possible; `25-09-24` is year, month, day.
    private mutating func readShortDate(_ first: Int) -> Bool {
        let isDotted = isAt(".")
        let isHyphen = isAt("-")
        guard take(".") || take("/") || take("-"), let second = takeNumber(), second.digits <= 2,
            take(isDotted ? "." : isHyphen ? "-" : "/"), let third = takeNumber()
        else { return false }
        if third.digits == 4 {
            year = third.value
            if isDotted || first > 12 {
                (day, month) = (first, second.value)
            } else if second.value > 12 || first == second.value {
                (month, day) = (first, second.value)
            } else {
                return false
            }
            return true
        }
        guard isHyphen, third.digits == 2 else { return false }
        (year, month, day) = (DateReader.fullYear(first, digits: 2), second.value, third.value)
        return true
    }

    /// What may follow a numeric date: a time, noon or midnight, a zone, and nothing else.
    private mutating func readClock() -> Bool {
        skip(",")
        _ = take("T") || take("t")
        skip()
        takeHalf()
        skip()
        if isAtDigit, let hour = takeNumber() {
            guard readTime(hour) else { return false }
        }
        skip()
        takeHalf()
        skip()
        while !isAtEnd {
            if isAt("+") || isAt("-") {
                let start = position
                guard takeOffset(), time != nil || position - start > 3 else { return false }
            } else if isAt("(") || isAt("[") {
                position = bytes.count
            } else {
                guard readZone(takeWord()) else { return false }
            }
            skip()
        }
        return true
    }

    private mutating func readTime(_ hour: (value: Int, digits: Int)) -> Bool {
        if take(":") { return takeMinutes(hour: hour.value, separator: ":") }
        switch hour.digits {
        case 1, 2: return setTime(hour: hour.value, minute: 0, second: 0)
        case 4: return setTime(hour: hour.value / 100, minute: hour.value % 100, second: 0)
        case 6:
            guard hour.value % 100 <= 60 else { return false }
            var second = Double(hour.value % 100)
            if isAt(".") || isAt(",") { takeFraction(&second) }
            return setTime(hour: hour.value / 10_000, minute: hour.value / 100 % 100, second: second)
        default: return false
        }
    }

    /// AM or PM, in English, Korean, Chinese or Japanese, before or after the time.
    private mutating func takeHalf() {
        let start = position
        let word = takeWord()
        guard let half = half(word) else {
            position = start
            return
        }
        isAfternoon = half
        if zone == nil, word == "오전" || word == "오후" { zone = 9 * 3600 }
    }

    // MARK: Words: Wed, 24 Sep 2025 18:05:00 +0300, Sep 24 18:05:00 2025, and their relatives

    /// Reads a date that names its month; answers whether it is one.
    mutating func readWords() -> Bool {
        while true {
            skip(",./'")
            if isAtEnd { break }
            if isAt("(") {
                position = bytes.firstIndex(of: UInt8(ascii: ")"), from: position).map { $0 + 1 } ?? bytes.count
            } else if isAtDigit {
                guard readWordNumber() else { return false }
            } else if isAt("+") || isAt("-") && time != nil {
                guard time != nil, takeOffset() else { return false }
            } else if isAt("-") {
                position += 1
            } else if !readWord() {
                return false
            }
        }
        return year != nil && month != nil && day != nil
    }

    private mutating func readWordNumber() -> Bool {
        guard let number = takeNumber() else { return false }
        if isAt(":") || (isAt("h") && time == nil && month != nil && number.digits <= 2) {
            let mark = Unicode.Scalar(bytes[position])
            position += 1
            guard number.digits <= 2, time == nil else { return false }
            return takeMinutes(hour: number.value, separator: mark)
        }
        if let half = peekHalf(), time == nil, number.digits <= 2 {
            isAfternoon = half
            return setTime(hour: number.value, minute: 0, second: 0)
        }
        if day == nil, number.digits <= 2 {
            day = number.value
            let start = position
            if !["st", "nd", "rd", "th", "er", "re", "º", "°"].contains(takeWord()) { position = start }
            return true
        }
        guard year == nil, number.digits <= 4 else { return false }
        year = DateReader.fullYear(number.value, digits: number.digits)
        return true
    }

    private mutating func peekHalf() -> Bool? {
        let start = position
        skip()
        guard let half = half(takeWord()) else {
            position = start
            return nil
        }
        return half
    }

    /// Whether a word that was just taken means the second half of the day: "pm", and "p" before ".m.".
    private mutating func half(_ word: String) -> Bool? {
        guard word == "a" || word == "p", isAt("."), bytes.part(position..<bytes.count).holds(".m", at: 0) else {
            return DateNames.half(word)
        }
        position += 2
        _ = take(".")
        return word == "p"
    }

    /// Takes a word behind the time for a zone; one that nobody knows counts as a missing zone.
    private mutating func readZone(_ word: String) -> Bool {
        guard time != nil, let first = word.utf8.first, first.isASCIILetter else { return false }
        if let offset = DateNames.zone(word) {
            // "+0300 (EAT)" and "-0700 PDT" have said it already.
            if zone == nil { zone = offset }
        } else if let known = zone, word == "dst" || word == "daylight" || word == "summer" {
            zone = known + 3600
        } else {
            return zone == nil || word == "standard" || word == "time"
        }
        return true
    }

    private mutating func readWord() -> Bool {
        let word = takeWord()
        guard !word.isEmpty else { return false }
        if word == "t" && day != nil && year != nil && time == nil && isAtDigit { return true }
        if month == nil, let named = DateNames.month(word) {
            month = named
        } else if time != nil, isAfternoon == nil, let half = half(word) {
            isAfternoon = half
        } else if time != nil || year != nil && month != nil, let offset = DateNames.zone(word) {
            // "GMT+3" is an offset from GMT; "+0300 (EAT)" and "-0700 PDT" have said it already.
            if zone == nil { zone = offset }
            if isAt("+") || isAt("-") { return takeOffset() }
        } else if DateNames.weekday(word) == nil && !DateNames.isFiller(word) {
            return day != nil && month != nil && readZone(word)
        }
        return true
    }

    /// The year meant by two or three digits (RFC 2822, section 4.3).
    static func fullYear(_ value: Int, digits: Int) -> Int {
        switch digits {
        case 1, 2: value < 50 ? value + 2000 : value + 1900
        case 3: value + 1900
        default: value
        }
    }
}
