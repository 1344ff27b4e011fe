/// What is wrong with a line of JSON.
struct JSONFault: Error, Equatable, CustomStringConvertible {
    /// Where, in bytes from 1.
    var column: Int
    /// What.
    var message: String

    var description: String { "column \(column): \(message)" }
}

/// One JSON object as it stands on its line: its members in order, with where each is spelled.
///
/// Nothing is converted that nobody asks for, so that numbers of any length, escapes and spacing survive when the
/// line is written again.
struct JSONLine {
    /// One member of the object.
    struct Member {
        /// The name, its escapes resolved.
        var name: String
        /// Where the value is spelled.
        var value: Range<Int>
    }

    /// The members in order; a name may come twice.
    let members: [Member]
    private let bytes: [UInt8]

    /// Reads a line, which must hold one object and nothing else (RFC 8259).
    init(_ bytes: [UInt8]) throws(JSONFault) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw JSONFault(column: 1, message: "not UTF-8")
        }
        var scanner = JSONScanner(bytes)
        members = try scanner.object()
        self.bytes = bytes
    }

    /// The string of a member: the last of that name, as most readers of JSON have it.
    ///
    /// `nil` where there is none or it is `null`.
    func string(_ name: String) throws(JSONFault) -> String? {
        guard let member = members.last(where: { $0.name == name }) else { return nil }
        switch bytes[member.value.lowerBound] {
        case UInt8(ascii: "\""): return JSONScanner.text(bytes[member.value])
        case UInt8(ascii: "n"): return nil
        default: throw JSONFault(column: member.value.lowerBound + 1, message: "\"\(name)\" is not a string")
        }
    }

    /// The truth of a member; `nil` where there is none or it is `null`.
    func truth(_ name: String) throws(JSONFault) -> Bool? {
        guard let member = members.last(where: { $0.name == name }) else { return nil }
        switch bytes[member.value.lowerBound] {
        case UInt8(ascii: "t"): return true
        case UInt8(ascii: "f"): return false
        case UInt8(ascii: "n"): return nil
        default: throw JSONFault(column: member.value.lowerBound + 1, message: "\"\(name)\" is neither true nor false")
        }
    }

    /// The strings of a member that is a list of them; empty where there is none or it is `null`.
    func strings(_ name: String) throws(JSONFault) -> [String] {
        guard let member = members.last(where: { $0.name == name }) else { return [] }
        if bytes[member.value.lowerBound] == UInt8(ascii: "n") { return [] }
        guard let strings = JSONScanner.strings(bytes[member.value]) else {
            throw JSONFault(column: member.value.lowerBound + 1, message: "\"\(name)\" is not a list of strings")
        }
        return strings
    }

    /// The line with new values (JSON text) for some names.
    ///
    /// A member that is there keeps its place; one that is not is added at the end. Everything else stays byte for
    /// byte.
    func replacing(_ values: [(name: String, json: [UInt8])]) -> [UInt8] {
        var result: [UInt8] = []
        var copied = 0
        for member in members {
            guard let value = values.first(where: { $0.name == member.name }) else { continue }
            result += bytes[copied..<member.value.lowerBound]
            result += value.json
            copied = member.value.upperBound
        }
        let end = members.last?.value.upperBound ?? bytes.firstIndex(of: UInt8(ascii: "{")).map { $0 + 1 } ?? 0
        result += bytes[copied..<end]
        var isFirst = members.isEmpty
        for value in values where !members.contains(where: { $0.name == value.name }) {
            result += (isFirst ? "\"\(value.name)\": " : ", \"\(value.name)\": ").utf8
            result += value.json
            isFirst = false
        }
        return result + bytes[end...]
    }
}
