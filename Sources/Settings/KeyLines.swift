/// On which line each key of a TOML document stands.
///
/// TOMLKit tells no positions of values, so the text is walked once more. Only a document that TOMLKit accepted
/// is walked: nothing is judged here, and what is not understood is stepped over.
struct KeyLines {
    private var lines: [[String]: Int] = [:]

    /// Walks a valid document.
    init(_ text: String) {
        var walk = KeyWalk(bytes: Array(text.utf8))
        walk.document()
        lines = walk.lines
    }

    /// The line, counted from 1, on which a key or table is first named.
    ///
    /// In a list of tables, written `[[name]]` or inline, the key of the second table is `name`, `#1`, key.
    func line(of path: [String]) -> Int? { lines[path] }
}

/// One walk over a document: tables, dotted and quoted keys, inline tables, strings of every kind, comments.
private struct KeyWalk {
    let bytes: [UInt8]
    var position = 0
    var line = 1
    var table: [String] = []
    /// The number of the table in hand, for each list of tables.
    var numbers: [[String]: Int] = [:]
    var lines: [[String]: Int] = [:]

    init(bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        guard let byte else { return }
        if byte == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private func isAt(_ mark: StaticString) -> Bool {
        mark.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    mutating func document() {
        skipBlanks(andLines: true)
        while byte != nil {
            let start = position
            if isAt("[") { header() } else { keyAndValue(below: table) }
            if position == start { advance() }
            skipBlanks(andLines: true)
        }
    }

    /// `[a.b]` or `[[a.b]]`.
    private mutating func header() {
        let place = line
        let isList = isAt("[[")
        while isAt("[") { advance() }
        table = dottedKey()
        if isList { numbers[table] = (numbers[table] ?? -1) + 1 }
        note(table, line: place)
        skipComment()
    }

    private mutating func keyAndValue(below prefix: [String]) {
        let place = line
        let path = prefix + dottedKey()
        note(path, line: place)
        if isAt("=") { advance() }
        value(of: path)
    }

    private mutating func note(_ path: [String], line: Int) {
        var (key, numbered): ([String], [String]) = ([], [])
        for part in path {
            key.append(part)
            numbered.append(part)
            if let number = numbers[key] { numbered.append("#\(number)") }
            for name in [key, numbered] where lines[name] == nil { lines[name] = line }
        }
    }

    private mutating func value(of path: [String]) {
        skipBlanks(andLines: false)
        if isAt("\"") || isAt("'") {
            _ = string()
        } else if isAt("[") {
            var number = 0
            list(closedBy: "]") { walk in
                walk.numbers[path] = number
                number += 1
                walk.value(of: path)
            }
        } else if isAt("{") {
            list(closedBy: "}") { walk in walk.keyAndValue(below: path) }
        } else {
            while let byte, !",]}\n#".utf8.contains(byte) { advance() }
        }
    }

    /// An array or an inline table: parts between commas, on any number of lines.
    private mutating func list(closedBy end: StaticString, part: (inout KeyWalk) -> Void) {
        advance()
        skipBlanks(andLines: true)
        while byte != nil, !isAt(end) {
            let start = position
            part(&self)
            skipBlanks(andLines: true)
            if isAt(",") || position == start { advance() }
            skipBlanks(andLines: true)
        }
        advance()
    }

    private mutating func dottedKey() -> [String] {
        var parts: [String] = []
        repeat {
            if isAt(".") { advance() }
            skipBlanks(andLines: false)
            parts.append(isAt("\"") || isAt("'") ? string() : bareKey())
            skipBlanks(andLines: false)
        } while isAt(".")
        return parts
    }

    private mutating func bareKey() -> String {
        let start = position
        while let byte, !".=]\n \t\"'#".utf8.contains(byte) { advance() }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// A string of any of the four kinds; what it says, as far as a key could say it.
    private mutating func string() -> String {
        let quote = bytes[position]
        let isLong = isAt("\"\"\"") || isAt("'''")
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        let escapes = quote == UInt8(ascii: "\"")
        let start = position
        while let byte {
            if escapes, byte == UInt8(ascii: "\\") {
                advance()
            } else if byte == quote, !isLong || isAt("\"\"\"") || isAt("'''") {
                break
            }
            advance()
        }
        let content = bytes[min(start, bytes.count)..<min(position, bytes.count)]
        // A long string may end in five quotes: two of its own before the three that close it.
        while byte == quote { advance() }
        let text = String(decoding: content, as: UTF8.self)
        return escapes ? Self.unescaped(text) : text
    }

    /// Resolves `\uXXXX`, `\UXXXXXXXX` and the escapes of single characters (TOML 1.0, "String").
    private static func unescaped(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let next = rest.popFirst() {
            guard next == "\\", let kind = rest.popFirst() else {
                result.append(next)
                continue
            }
            if let width = ["u": 4, "U": 8][kind], let number = UInt32(rest.prefix(width), radix: 16),
                let scalar = Unicode.Scalar(number)
            {
                result.unicodeScalars.append(scalar)
                rest = rest.dropFirst(width)
            } else {
                result.append(["b": "\u{8}", "t": "\t", "n": "\n", "f": "\u{C}", "r": "\r"][kind] ?? kind)
            }
        }
        return result
    }

    /// To the end of the line.
    private mutating func skipComment() {
        while let byte, byte != UInt8(ascii: "\n") { advance() }
    }

    private mutating func skipBlanks(andLines: Bool) {
        while let byte {
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") {
                advance()
            } else if andLines, byte == UInt8(ascii: "\n") {
                advance()
            } else if andLines, byte == UInt8(ascii: "#") {
                skipComment()
            } else {
                return
            }
        }
    }
}
