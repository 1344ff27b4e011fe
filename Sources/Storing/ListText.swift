import News

import struct FoundationEssentials.Data
import class FoundationEssentials.JSONDecoder

/// Lists as the store keeps them: JSON arrays, written by hand because every new item has some.
enum ListText {
    /// `["a","b"]`; `nil` for an empty list.
    static func encode(_ strings: [String]) -> String? {
        strings.isEmpty ? nil : "[" + strings.map(quoted).joined(separator: ",") + "]"
    }

    /// One array for each piece: text, entity, side, field, weight.
    static func encode(_ evidence: [Evidence]) -> String? {
        guard !evidence.isEmpty else { return nil }
        let rows = evidence.map { piece in
            let texts = [piece.text, piece.entity, piece.side, piece.field].map(quoted).joined(separator: ",")
            return "[" + texts + ",\(piece.weight.isFinite ? piece.weight : 0)]"
        }
        return "[" + rows.joined(separator: ",") + "]"
    }

    /// One array for each file: address, media type or null, length or null.
    static func encode(_ enclosures: [Enclosure]) -> String? {
        guard !enclosures.isEmpty else { return nil }
        let rows = enclosures.map { file in
            "[" + quoted(file.url) + "," + (file.type.map(quoted) ?? "null") + ","
                + (file.length.map { "\($0)" } ?? "null")
                + "]"
        }
        return "[" + rows.joined(separator: ",") + "]"
    }

    /// Reads what ``encode(_:)-([String])`` wrote; empty where there is nothing.
    static func strings(_ text: String?) -> [String] {
        guard let text, text.utf8.count > 4 else { return [] }
        guard text.utf8.contains(UInt8(ascii: "\\")) || text.contains("\",\"") else {
            return [String(text.dropFirst(2).dropLast(2))]
        }
        return decode([String].self, text)
    }

    /// Reads evidence back.
    static func evidence(_ text: String?) -> [Evidence] { decode([EvidenceRow].self, text).map(\.value) }

    /// Reads enclosures back.
    static func enclosures(_ text: String?) -> [Enclosure] { decode([EnclosureRow].self, text).map(\.value) }

    /// Reads an array of arrays of numbers; `nil` if the text is none.
    static func pairs(_ text: String) -> [[Int64]]? {
        try? JSONDecoder().decode([[Int64]].self, from: Data(text.utf8))
    }

    private static func decode<Element: Decodable>(_ type: [Element].Type, _ text: String?) -> [Element] {
        guard let text else { return [] }
        return (try? JSONDecoder().decode(type, from: Data(text.utf8))) ?? []
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

private struct EvidenceRow: Decodable {
    let value: Evidence

    init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        value = Evidence(
            text: try row.decode(String.self), entity: try row.decode(String.self), side: try row.decode(String.self),
            field: try row.decode(String.self), weight: try row.decode(Double.self))
    }
}

private struct EnclosureRow: Decodable {
    let value: Enclosure

    init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        value = Enclosure(
            url: try row.decode(String.self), type: try row.decode(String?.self), length: try row.decode(Int?.self))
    }
}
