/// Walks over JSON text (RFC 8259), checks it, and says where things stand.
struct JSONScanner {
    /// Deeper nesting than this is refused, so that no input can exhaust the stack.
    private static let deepest = 512

    private let bytes: [UInt8]
    private var index = 0

    /// Starts at the first byte; a byte order mark is passed over.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// Reads an object that is the whole text.
    mutating func object() throws(JSONFault) -> [JSONLine.Member] {
        skipSpace()
        guard take(UInt8(ascii: "{")) else { throw fault("not a JSON object") }
        var members: [JSONLine.Member] = []
        skipSpace()
        if !take(UInt8(ascii: "}")) {
            repeat {
                let name = try memberName()
                let start = index
                try value(depth: 1)
                members.append(JSONLine.Member(name: Self.text(bytes[name]), value: start..<index))
                skipSpace()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw fault("expected \",\" or \"}\"") }
        }
        skipSpace()
        guard index == bytes.count else { throw fault("something after the object") }
        return members
    }

    /// Passes over a name and its colon, up to the value; answers where the name stands, quotes included.
    private mutating func memberName() throws(JSONFault) -> Range<Int> {
        skipSpace()
        guard peek == UInt8(ascii: "\"") else { throw fault("expected a name in double quotes") }
        let start = index
        try string()
        let name = start..<index
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw fault("expected \":\" after a name") }
        skipSpace()
        return name
    }

    /// Passes over one value.
    private mutating func value(depth: Int) throws(JSONFault) {
        guard depth <= Self.deepest else { throw fault("nested too deeply") }
        switch peek {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"): try nestedObject(depth: depth)
        case UInt8(ascii: "["): try nestedArray(depth: depth)
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        case nil: throw fault("the line ends before the object does")
        default: try number()
        }
    }

    private mutating func nestedObject(depth: Int) throws(JSONFault) {
        index += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return }
        repeat {
            _ = try memberName()
            try value(depth: depth + 1)
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw fault("expected \",\" or \"}\"") }
    }

    private mutating func nestedArray(depth: Int) throws(JSONFault) {
        index += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return }
        repeat {
            skipSpace()
            try value(depth: depth + 1)
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw fault("expected \",\" or \"]\"") }
    }

    private mutating func string() throws(JSONFault) {
        index += 1
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20: throw fault("a control character inside a string")
            default: index += 1
            }
        }
        throw fault("the line ends inside a string")
    }

    private mutating func escape() throws(JSONFault) {
        index += 1
        guard let byte = peek else { throw fault("the line ends inside a string") }
        guard byte == UInt8(ascii: "u") else {
            guard "\"\\/bfnrt".utf8.contains(byte) else { throw fault("an unknown escape inside a string") }
            index += 1
            return
        }
        guard index + 4 < bytes.count, bytes[index + 1...index + 4].allSatisfy({ Self.hex($0) != nil }) else {
            throw fault("an incomplete \\u escape inside a string")
        }
        index += 5
    }

    private mutating func number() throws(JSONFault) {
        let start = index
        _ = take(UInt8(ascii: "-"))
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[index - whole] != UInt8(ascii: "0") else {
            index = start
            throw fault("expected a value")
        }
        if take(UInt8(ascii: ".")), digits() == 0 { throw fault("a number without digits after its point") }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
            guard digits() > 0 else { throw fault("a number without digits in its exponent") }
        }
    }

    private mutating func digits() -> Int {
        let start = index
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index - start
    }

    private mutating func literal(_ word: StaticString) throws(JSONFault) {
        let spelled = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[index...].starts(with: spelled) else { throw fault("expected a value") }
        index += spelled.count
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] == 0x20 || (0x09...0x0D).contains(bytes[index]), bytes[index] != 0x0B,
            bytes[index] != 0x0C
        {
            index += 1
        }
    }

    private func fault(_ message: String) -> JSONFault { JSONFault(column: index + 1, message: message) }
}

extension JSONScanner {
    /// The texts of a list that was passed over; `nil` where it holds anything but strings.
    static func strings(_ list: ArraySlice<UInt8>) -> [String]? {
        guard list.first == UInt8(ascii: "[") else { return nil }
        var scanner = JSONScanner(Array(list.dropFirst()))
        var result: [String] = []
        while true {
            scanner.skipSpace()
            if scanner.take(UInt8(ascii: "]")) { return result }
            _ = scanner.take(UInt8(ascii: ","))
            scanner.skipSpace()
            let start = scanner.index
            guard scanner.peek == UInt8(ascii: "\""), (try? scanner.string()) != nil else { return nil }
            result.append(text(scanner.bytes[start..<scanner.index]))
        }
    }

    /// The text of a string that was passed over, quotes included; a lone surrogate becomes U+FFFD.
    static func text(_ quoted: ArraySlice<UInt8>) -> String {
        let inner = quoted.dropFirst().dropLast()
        guard inner.contains(UInt8(ascii: "\\")) else { return String(decoding: inner, as: UTF8.self) }
        var units: [UInt16] = []
        var rest = inner
        while let start = rest.firstIndex(of: UInt8(ascii: "\\")) {
            units += String(decoding: rest[..<start], as: UTF8.self).utf16
            let kind = rest[start + 1]
            if kind == UInt8(ascii: "u") {
                units.append(rest[(start + 2)...(start + 5)].reduce(0) { $0 << 4 | UInt16(hex($1) ?? 0) })
            } else {
                units.append(UInt16(named[kind] ?? kind))
            }
            rest = rest[(start + (kind == UInt8(ascii: "u") ? 6 : 2))...]
        }
        units += String(decoding: rest, as: UTF8.self).utf16
        return String(decoding: units, as: UTF16.self)
    }

    /// What an escaped letter stands for; the other escapes stand for themselves.
    private static let named: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D,
        UInt8(ascii: "t"): 0x09,
    ]

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
