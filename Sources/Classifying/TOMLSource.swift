import News
import TOMLKit

/// One TOML text with its name, and where in it a key stands, for messages.
///
/// TOMLKit tells no positions of values, so a key's line is found by counting the headers above it.
struct TOMLSource {
    /// The file's path, or the name given with the text.
    let name: String
    /// The text itself.
    let text: String
    /// The text, parsed.
    let table: TOMLTable

    /// Parses a text.
    init(name: String, text: String) throws(LexiconError) {
        self.name = name
        self.text = text
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw LexiconError(
                file: name, line: error.source.begin.line, "not valid TOML (\(error.description)); correct this line")
        } catch {
            throw LexiconError(file: name, "not valid TOML (\(error))")
        }
    }

    /// The line of a key in the table `[header]` or in the `index`-th `[[header]]` (from 0); of the header where the key is not found.
    func line(ofKey key: String?, in header: String?, index: Int = 0) -> Int? {
        var current: String?
        var seen = -1
        var headerLine: Int?
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if line.hasPrefix("[") {
                current = String(line.prefix { $0 != "#" }.filter { !"[] \t\r".contains($0) })
                if current == header {
                    seen += 1
                    if seen == index || headerLine == nil { headerLine = number + 1 }
                }
            } else if let key, current == header, header == nil || seen == index,
                line.prefix(while: { $0 != "=" }).filter({ !" \t\"'".contains($0) }) == key
            {
                return number + 1
            }
        }
        return headerLine
    }

    /// The whole source as a section.
    var top: TOMLSection { TOMLSection(source: self, table: table, header: nil, index: 0) }

    /// An error at a key.
    func error(_ problem: String, key: String? = nil, in header: String? = nil, index: Int = 0) -> LexiconError {
        LexiconError(file: name, line: line(ofKey: key, in: header, index: index), problem)
    }
}

/// A table of a source that is being read: asks for values by key and type, and refuses keys that nobody knows.
struct TOMLSection {
    let source: TOMLSource
    let table: TOMLTable
    /// The header as written, without brackets; nil for the top of the file.
    let header: String?
    /// Which of several `[[header]]`, from 0.
    let index: Int

    /// Throws where a key is not among the known ones; names the nearest.
    func allow(only known: [String]) throws(LexiconError) {
        for key in table.keys where !known.contains(key) {
            let nearest = NearestName.among(known, to: key)?.name ?? ""
            throw error("unknown key “\(key)”; did you mean “\(nearest)”?", key: key)
        }
    }

    /// A text, or nil where the key is absent.
    func string(_ key: String) throws(LexiconError) -> String? {
        guard let value = table[key] else { return nil }
        guard let string = value.string else { throw error("“\(key)” must be a text in quotes", key: key) }
        return string
    }

    /// Whether the key is there.
    func has(_ key: String) -> Bool { table[key] != nil }

    /// Yes or no; no where the key is absent.
    func flag(_ key: String) throws(LexiconError) -> Bool {
        guard let value = table[key] else { return false }
        guard let flag = value.bool else { throw error("“\(key)” must be true or false", key: key) }
        return flag
    }

    /// A text that must be there.
    func requiredString(_ key: String) throws(LexiconError) -> String {
        guard let string = try string(key) else { throw error("“\(key)” is missing; add it") }
        return string
    }

    /// A number within bounds, or nil where the key is absent.
    func number(_ key: String, in bounds: ClosedRange<Double>) throws(LexiconError) -> Double? {
        guard let value = table[key] else { return nil }
        guard let number = value.double ?? value.int.map(Double.init), bounds.contains(number) else {
            throw error("“\(key)” must be a number from \(bounds.lowerBound) to \(bounds.upperBound)", key: key)
        }
        return number
    }

    /// A list of texts; empty where the key is absent.
    func strings(_ key: String) throws(LexiconError) -> [String] {
        guard let value = table[key] else { return [] }
        guard let array = value.array else { throw error("“\(key)” must be a list of texts", key: key) }
        var strings: [String] = []
        for element in array {
            guard let string = element.string else { throw error("“\(key)” must hold texts in quotes only", key: key) }
            strings.append(string)
        }
        return strings
    }

    /// A list of whole numbers; empty where the key is absent.
    func integers(_ key: String) throws(LexiconError) -> [Int] {
        guard let value = table[key] else { return [] }
        guard let array = value.array else { throw error("“\(key)” must be a list of numbers", key: key) }
        var integers: [Int] = []
        for element in array {
            guard let integer = element.int else { throw error("“\(key)” must hold whole numbers only", key: key) }
            integers.append(integer)
        }
        return integers
    }

    /// A table within this one, or nil where the key is absent.
    func section(_ key: String) throws(LexiconError) -> TOMLSection? {
        guard let value = table[key] else { return nil }
        guard let inner = value.table else { throw error("“\(key)” must be a table", key: key) }
        return TOMLSection(source: source, table: inner, header: header.map { "\($0).\(key)" } ?? key, index: index)
    }

    /// The tables `[[key]]` within this one.
    func sections(_ key: String) throws(LexiconError) -> [TOMLSection] {
        guard let value = table[key] else { return [] }
        guard let array = value.array else { throw error("“\(key)” must be written as [[\(key)]]", key: key) }
        var sections: [TOMLSection] = []
        for (index, element) in array.enumerated() {
            guard let inner = element.table else { throw error("“\(key)” must be written as [[\(key)]]", key: key) }
            sections.append(TOMLSection(source: source, table: inner, header: key, index: index))
        }
        return sections
    }

    /// An error at a key of this table.
    func error(_ problem: String, key: String? = nil) -> LexiconError {
        source.error(problem, key: key, in: header, index: index)
    }
}
