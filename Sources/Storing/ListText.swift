import News

import struct FoundationEssentials.Data
import class FoundationEssentials.JSONDecoder

/// Lists as the store keeps them: JSON arrays, written by hand because every new item has some.
enum ListText {
    /// `["a","b"]`; `nil` for an empty list.
    static func encode(_ strings: [String]) -> String? {
        array(strings) { list, text in list.quote(text) }
    }

    /// One array for each piece: text, entity, side, field, weight.
    static func encode(_ evidence: [Evidence]) -> String? {
        array(evidence) { list, piece in
            list.write("[")
            for text in [piece.text, piece.entity, piece.side, piece.field] {
                list.quote(text)
                list.write(",")
            }
            list.write("\(piece.weight.isFinite ? piece.weight : 0)")
            list.write("]")
        }
    }

    /// One array for each file: address, media type or null, length or null.
    static func encode(_ enclosures: [Enclosure]) -> String? {
        array(enclosures) { list, file in
            list.write("[")
            list.quote(file.url)
            list.write(",")
            if let type = file.type { list.quote(type) } else { list.write("null") }
            list.write(file.length.map { ",\($0)]" } ?? ",null]")
        }
    }

    private static func array<Element>(_ elements: [Element], _ write: (inout JSONBytes, Element) -> Void) -> String? {
        guard !elements.isEmpty else { return nil }
        var list = JSONBytes()
        for (place, element) in elements.enumerated() {
            list.write(place == 0 ? "[" : ",")
            write(&list, element)
        }
        list.write("]")
        return String(decoding: list.bytes, as: UTF8.self)
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
}

/// JSON text in the making, as bytes: one buffer instead of a string for each piece.
private struct JSONBytes {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Writes a string in quotes (RFC 8259, section 7).
    mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case ..<0x20:
                let digits = String(byte, radix: 16)
                write("\\u00" + (digits.utf8.count < 2 ? "0" : "") + digits)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
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
