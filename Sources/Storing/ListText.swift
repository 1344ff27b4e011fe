import News

import struct FoundationEssentials.Data
import class FoundationEssentials.JSONDecoder

/// Lists as the store keeps them: JSON arrays, written by hand because every new item has some.
enum ListText {
    /// `["a","b"]`; `nil` for an empty list.
    static func bytes(_ strings: [String]) -> [UInt8]? {
        array(strings) { list, text in list.quote(text) }
    }

    /// One array for each piece: text, entity, side, field, weight.
    static func bytes(_ evidence: [Evidence]) -> [UInt8]? {
        array(evidence) { list, piece in
            list.write("[")
            for text in [piece.text, piece.entity, piece.side, piece.field] {
                list.quote(text)
                list.write(",")
            }
            list.write((piece.weight.isFinite ? piece.weight : 0).description)
            list.write("]")
        }
    }

    /// One array for each file: address, media type or null, length or null.
    static func bytes(_ enclosures: [Enclosure]) -> [UInt8]? {
        array(enclosures) { list, file in
            list.write("[")
            list.quote(file.url)
            list.write(",")
            if let type = file.type { list.quote(type) } else { list.write("null") }
            list.write(file.length.map { ",\($0)]" } ?? ",null]")
        }
    }

    /// ``bytes(_:)-([String])`` as text.
    static func encode(_ strings: [String]) -> String? { bytes(strings).map { String(decoding: $0, as: UTF8.self) } }

    private static func array<Element>(_ elements: [Element], _ write: (inout JSONBytes, Element) -> Void) -> [UInt8]? {
        guard !elements.isEmpty else { return nil }
        var list = JSONBytes()
        for (place, element) in elements.enumerated() {
            list.write(place == 0 ? "[" : ",")
            write(&list, element)
        }
        list.write("]")
        return list.bytes
    }

    /// Reads what ``bytes(_:)-([String])`` wrote; empty where there is nothing.
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
