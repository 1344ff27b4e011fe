import News

import struct FoundationEssentials.Date

/// An Atom feed (RFC 4287) of the items, so that any feed reader can subscribe to a query.
struct AtomItems: ItemWriter {
    private let output: Output
    private let now: Date
    private let question: String
    private var hasHead = false

    /// A feed whose title and identity come from what was asked.
    init(output: Output, now: Date, question: String) {
        self.output = output
        self.now = now
        self.question = question
    }

    mutating func write(_ item: Item) throws {
        try writeHead()
        var entry = "  <entry>\n"
        entry += element("title", item.headline)
        entry += element("id", "urn:x-habari:item:\(XMLText.encoded("\(item.feed)")):\(item.id)")
        if let url = item.url { entry += "    <link rel=\"alternate\" href=\"\(XMLText.escaped(url))\"/>\n" }
        entry += element("updated", item.time.rfc3339)
        if let published = item.published { entry += element("published", published.rfc3339) }
        if let author = item.author { entry += "    <author><name>\(XMLText.escaped(author))</name></author>\n" }
        for topic in item.topics { entry += "    <category term=\"\(XMLText.escaped(topic.rawValue))\"/>\n" }
        // An entry without a link must have a content (RFC 4287, section 4.1.2).
        let text = item.summary ?? ""
        if item.url == nil {
            entry += element("content", text)
        } else if !text.isEmpty {
            entry += element("summary", text)
        }
        entry += "    <source><id>\(XMLText.escaped("\(item.feed)"))</id>"
        entry += "<title>\(XMLText.escaped(item.feedTitle))</title>"
        entry += "<updated>\(item.firstSeen.rfc3339)</updated></source>\n"
        try output.write(entry + "  </entry>\n")
    }

    mutating func end() throws {
        try writeHead()
        try output.write("</feed>\n")
    }

    private mutating func writeHead() throws {
        if hasHead { return }
        hasHead = true
        try output.write(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
              <title>\(XMLText.escaped(question.isEmpty ? "Habari" : "Habari: \(question)"))</title>
              <id>urn:x-habari:query:\(XMLText.encoded(question.isEmpty ? "all" : question))</id>
              <updated>\(now.rfc3339)</updated>
              <author><name>Habari</name></author>
              <generator version="\(Habari.version)">Habari</generator>

            """)
    }

    private func element(_ name: String, _ text: String) -> String {
        "    <\(name)>\(XMLText.escaped(text))</\(name)>\n"
    }
}

/// Spells text in XML.
enum XMLText {
    /// The text with markup escaped and without the characters that XML 1.0 has no place for (section 2.2).
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            default: if isAllowed(scalar) { result.append(scalar) }
            }
        }
        return String(result)
    }

    /// The text percent-encoded for a URN: everything but unreserved characters (RFC 3986, section 2.3).
    static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { result, byte in
            let scalar = Unicode.Scalar(byte)
            if scalar.properties.isAlphabetic && byte < 0x80 || (0x30...0x39).contains(byte)
                || "-._~".utf8.contains(byte)
            {
                result.unicodeScalars.append(scalar)
            } else {
                result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: true
        case 0..<0x20, 0x7F...0x9F, 0xFFFE, 0xFFFF: false
        default: true
        }
    }
}
