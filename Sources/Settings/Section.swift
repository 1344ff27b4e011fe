import News
import TOMLKit

/// One table of the document while it is read: hands out typed values, collects what is wrong.
///
/// Asking for a key is what makes it a valid one; whatever stands in the table and was not asked for is unknown.
/// A value that is missing or wrong is `nil`, so that the default stays.
struct Section {
    /// The table's name, without brackets.
    let name: String
    /// How the head of such a table is written: `[poll]`, `[[access]]`.
    let label: String
    /// The keys asked for so far.
    private(set) var validKeys: [String] = []
    /// What is wrong so far.
    private(set) var problems: [SettingsError.Problem] = []

    private let table: TOMLTable?
    private let path: [String]
    private let lines: KeyLines

    /// Takes the table of that name from a document; one that is not there is read as if it were empty.
    init(_ name: String, in document: TOMLTable, lines: KeyLines) {
        self.name = name
        label = "[\(name)]"
        path = [name]
        self.lines = lines
        let value = document[name]
        table = value?.table
        if let value, table == nil {
            problems.append(
                .init(
                    line: lines.line(of: [name]),
                    message: "\"\(name)\" must be a section, written [\(name)], not \(value.kind)"))
        }
    }

    /// Takes one of a list of tables; `nil` stands for one that says nothing.
    init(_ name: String, number: Int, _ table: TOMLTable?, lines: KeyLines) {
        self.name = name
        label = "[[\(name)]]"
        path = [name, "#\(number)"]
        self.table = table
        self.lines = lines
    }

    /// The keys that are in the table but are not valid.
    var unknownKeys: [String] {
        (table?.keys ?? []).filter { !validKeys.contains($0) }
    }

    /// The line of a key of this section.
    func line(of key: String) -> Int? { lines.line(of: path + [key]) }

    /// Whether there is such a table.
    var isPresent: Bool { table != nil }

    /// Reports a value: `"KEY" in [SECTION] must COMPLAINT`.
    mutating func report(_ key: String, _ complaint: String) {
        problems.append(.init(line: line(of: key), message: "\"\(key)\" in \(label) must \(complaint)"))
    }

    /// Reports the table as a whole: `[SECTION] COMPLAINT`.
    mutating func report(whole complaint: String) {
        problems.append(.init(line: lines.line(of: path) ?? lines.line(of: [name]), message: "\(label) \(complaint)"))
    }

    private mutating func value(_ key: String) -> (any TOMLValueConvertible)? {
        validKeys.append(key)
        return table?[key]
    }

    /// The value if it has the type, else a report.
    private mutating func value<Value>(
        _ key: String, wanted: String, as convert: (any TOMLValueConvertible) -> Value?
    ) -> Value? {
        guard let value = value(key) else { return nil }
        if let converted = convert(value) { return converted }
        report(key, "be \(wanted), not \(value.kind)")
        return nil
    }

    /// The value if it is inside the bounds, else a report.
    private mutating func bounded<Value: Comparable>(
        _ key: String, _ value: Value?, _ range: ClosedRange<Value>, spelling: (Value) -> String
    ) -> Value? {
        guard let value else { return nil }
        if range.contains(value) { return value }
        let bounds = "\(spelling(range.lowerBound)) and \(spelling(range.upperBound))"
        report(key, "be between \(bounds), not \(spelling(value))")
        return nil
    }
}

extension Section {
    /// A string that fits in one line of text.
    mutating func string(_ key: String) -> String? {
        guard let text = value(key, wanted: "a string", as: { $0.string }) else { return nil }
        if text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) { return text }
        report(key, "not hold a line break or another control character")
        return nil
    }

    /// A string that is not repeated in a complaint.
    mutating func secret(_ key: String) -> Secret? {
        guard let value = value(key) else { return nil }
        guard let text = value.string, !text.isEmpty, text.isOneLine else {
            report(key, "be a string of one line that is not empty")
            return nil
        }
        return Secret(text)
    }

    /// A table of strings, each in the order of its line, each value only shown to the caller.
    mutating func strings(_ key: String, wanted: String) -> [(name: String, value: String)]? {
        guard let table = value(key, wanted: wanted, as: { $0.table }) else { return nil }
        let names = table.keys.sorted { place($0, in: key) < place($1, in: key) }
        let pairs = names.compactMap { name in table[name]?.string.map { (name: name, value: $0) } }
        if pairs.count == names.count { return pairs }
        report(key, "be \(wanted)")
        return nil
    }

    private func place(_ name: String, in key: String) -> Int { lines.line(of: path + [key, name]) ?? 0 }

    /// The name of a file, or a pattern for names: a string that is not empty.
    mutating func fileName(_ key: String) -> String? {
        guard let text = string(key) else { return nil }
        if !text.isEmpty { return text }
        report(key, "name a file; remove the line to have the default")
        return nil
    }

    /// A list of names of files.
    mutating func fileNames(_ key: String) -> [String]? {
        let wanted = "a list of file names such as [\"one\", \"two\"]"
        guard let values = value(key, wanted: wanted, as: { $0.array }) else { return nil }
        let names = values.compactMap { $0.string }
        if names.count == values.count, !names.contains("") { return names }
        report(key, "be \(wanted), each of them a string that is not empty")
        return nil
    }

    /// `true` or `false`.
    mutating func bool(_ key: String) -> Bool? {
        value(key, wanted: "true or false, without quotes", as: { $0.bool })
    }

    /// A whole number.
    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        bounded(key, value(key, wanted: "a whole number", as: { $0.int }), range) { "\($0)" }
    }

    /// A number, with or without a fraction.
    mutating func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        let number = value(key, wanted: "a number") { $0.double ?? $0.int.map(Double.init) }
        return bounded(key, number, range) { "\($0)" }
    }

    /// A duration: a string such as `"30m"`.
    mutating func duration(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
        let wanted = "a duration such as \"30s\", \"5m\", \"1h30m\" or \"90d\""
        let duration = value(key, wanted: wanted) { $0.string.flatMap(Duration.init(spelling:)) }
        return bounded(key, duration, range) { $0.spelling }
    }

    /// A number of bytes: a string such as `"10MiB"`, or a whole number.
    mutating func bytes(_ key: String, in range: ClosedRange<Int>) -> Int? {
        let wanted = "a size such as \"512KiB\", \"10MiB\" or a number of bytes"
        let bytes = value(key, wanted: wanted) { $0.int ?? $0.string.flatMap(ByteCount.bytes(spelling:)) }
        return bounded(key, bytes, range, spelling: ByteCount.spelling(of:))
    }

    /// One word of a few.
    mutating func choice<Word>(_ key: String, of type: Word.Type) -> Word?
    where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
        let words = Word.allCases.map(\.rawValue)
        let wanted = words.map { "\"\($0)\"" }.joined(separator: ", ")
        guard let text = value(key, wanted: "one of \(wanted)", as: { $0.string }) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let nearest = NearestName.likely(words, for: text)
        report(
            key, "be one of \(wanted), not \"\(text)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? ""))
        return nil
    }
}

extension TOMLValueConvertible {
    /// The value in words, for a message: `the integer 30`, `the string "soon"`, `a list`.
    fileprivate var kind: String {
        switch type {
        case .table: "a section"
        case .array: "a list"
        case .string: "\"\(string ?? "")\""
        case .int: "the number \(int ?? 0)"
        case .double: "the number \(double ?? 0)"
        case .bool: "\(bool ?? false)"
        case .date, .time, .dateTime: "a \(type)"
        }
    }
}
