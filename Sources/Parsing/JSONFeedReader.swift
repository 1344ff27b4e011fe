import FoundationEssentials
import News

/// Reads JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1).
enum JSONFeedReader {
    /// The feed, or why there is none.
    static func read(_ source: SourceText, documentBase: String?, maximumItems: Int) throws(ParseError) -> ParsedFeed {
        guard let root = try? JSONDecoder().decode(JSONValue.self, from: Data(source.bytes)) else {
            throw ParseError(.notAFeed(root: "it looks like JSON but is none"))
        }
        guard let version = root["version"]?.text, version.contains("jsonfeed.org/version/") else {
            throw ParseError(.notAFeed(root: "JSON, but no JSON Feed"))
        }
        let home = root["home_page_url"]?.text.flatMap { WebAddress.resolve($0, base: documentBase) }
        let base = documentBase ?? root["feed_url"]?.text ?? home
        let language = root["language"]?.word
        let authors = people(root)
        let entries = root["items"]?.list ?? []
        var problems = source.fault.map { [ParseProblem(line: 0, message: $0)] } ?? []
        if entries.count > maximumItems {
            problems.append(
                ParseProblem(line: 0, message: "more than \(maximumItems) items; the rest was left out"))
        }
        return ParsedFeed(
            format: version.hasSuffix("/1") || version.hasSuffix("/1.0") ? .jsonFeed10 : .jsonFeed11,
            encoding: source.encoding, recovered: source.fault != nil, problems: problems,
            title: plain(root["title"], .literal, FeedSink.Limit.title), link: home,
            description: plain(root["description"], .literal, FeedSink.Limit.summary), language: language,
            items: entries.prefix(maximumItems).compactMap {
                item($0, base: base, authors: authors, language: language)
            })
    }

    private static func item(_ value: JSONValue, base: String?, authors: String?, language: String?) -> ParsedItem? {
        guard case .object = value else { return nil }
        let link = value["url"]?.word ?? value["external_url"]?.word
        let html = plain(value["content_html"], .html, FeedSink.Limit.content)
        let categories = (value["tags"]?.list ?? []).compactMap { plain($0, .literal, FeedSink.Limit.title) }
        var item = ParsedItem(
            id: value["id"]?.word, title: plain(value["title"], .literal, FeedSink.Limit.title),
            link: link.flatMap { WebAddress.resolve($0, base: base) },
            summary: plain(value["summary"], .literal, FeedSink.Limit.summary),
            content: html ?? plain(value["content_text"], .literal, FeedSink.Limit.content),
            author: people(value) ?? authors,
            published: value["date_published"]?.word.flatMap { DateReader.date(in: $0) },
            updated: value["date_modified"]?.word.flatMap { DateReader.date(in: $0) },
            language: value["language"]?.word ?? language)
        for name in categories where !item.categories.contains(name) { item.categories.append(name) }
        item.enclosures = (value["attachments"]?.list ?? []).compactMap { file in
            guard let url = file["url"]?.word.flatMap({ WebAddress.resolve($0, base: base) }) else { return nil }
            return Enclosure(url: url, type: file["mime_type"]?.word, length: file["size_in_bytes"]?.whole)
        }
        return item
    }

    /// The names of `authors` (1.1) or of `author` (1.0).
    private static func people(_ value: JSONValue) -> String? {
        let all = value["authors"]?.list ?? value["author"].map { [$0] } ?? []
        let names = all.compactMap { plain($0["name"] ?? $0, .literal, FeedSink.Limit.title) }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    private static func plain(_ value: JSONValue?, _ kind: TextKind, _ limit: Int) -> String? {
        guard let value, var text = value.text else { return nil }
        return text.withUTF8 { PlainText.make($0, kind, limit: limit) }
    }
}

/// Any JSON value, so that one odd member does not cost the document.
enum JSONValue: Decodable {
    case object([String: JSONValue])
    case array([JSONValue])
    case string(String)
    case number(Double)
    case other

    init(from decoder: any Decoder) throws {
        if let members = try? decoder.container(keyedBy: Key.self) {
            var object: [String: JSONValue] = [:]
            for key in members.allKeys { object[key.stringValue] = try members.decode(JSONValue.self, forKey: key) }
            self = .object(object)
        } else if var elements = try? decoder.unkeyedContainer() {
            var array: [JSONValue] = []
            while !elements.isAtEnd { array.append(try elements.decode(JSONValue.self)) }
            self = .array(array)
        } else {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self = .string(text)
            } else if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else {
                self = .other
            }
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// A member of an object.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The elements of an array.
    var list: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// A string, or a number as JSON writes it.
    var text: String? {
        switch self {
        case .string(let text): text
        case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
        default: nil
        }
    }

    /// A text that says something, without white space at its ends.
    var word: String? {
        guard let trimmed = text?.trimmingSpace(), !trimmed.isEmpty else { return nil }
        return trimmed
    }

    /// A whole number that is not negative.
    var whole: Int? {
        guard let number = text.flatMap(Double.init), number >= 0 else { return nil }
        return Int(exactly: number)
    }
}
