import News

/// Reads JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1).
enum JSONFeedReader {
    /// The feed, or why there is none.
    static func read(_ source: SourceText, documentBase: String?, maximumItems: Int) throws(ParseError) -> ParsedFeed {
        try source.bytes.withUnsafeBufferPointer { bytes throws(ParseError) in
            try read(bytes, source, documentBase: documentBase, maximumItems: maximumItems)
        }
    }

    private static func read(
        _ bytes: Bytes, _ source: SourceText, documentBase: String?, maximumItems: Int
    ) throws(ParseError) -> ParsedFeed {
        var reader = JSONReader(bytes, maximumItems: maximumItems)
        let value = reader.read()
        let (places, faults) = (reader.items ?? [], reader.faults)
        guard let root = value, faults == 0 || !places.isEmpty else {
            throw ParseError(.notAFeed(root: "it looks like JSON but is none"))
        }
        guard let format = format(of: root) else { throw ParseError(.notAFeed(root: "JSON, but no JSON Feed")) }
        let home = root["home_page_url"]?.text.flatMap { WebAddress.resolve($0, base: documentBase) }
        let base = documentBase ?? root["feed_url"]?.text ?? home
        let language = language(of: root)
        let authors = people(root)
        var problems = source.fault.map { [ParseProblem(line: 0, message: $0)] } ?? []
        if faults > 0 { problems.append(ParseProblem(line: 0, message: "the JSON is broken in places or cut off")) }
        if places.count > maximumItems {
            problems.append(
                ParseProblem(line: 0, message: "more than \(maximumItems) items; the rest was left out"))
        }
        return ParsedFeed(
            format: format,
            encoding: source.encoding, recovered: source.fault != nil || faults > 0, problems: problems,
            title: plain(root["title"], .literal, FeedSink.Limit.title), link: home,
            description: plain(root["description"], .literal, FeedSink.Limit.summary), language: language,
            items: places.prefix(maximumItems).compactMap { place in
                var reader = JSONReader(bytes.part(place))
                return reader.read().flatMap { item($0, base: base, authors: authors, language: language) }
            })
    }

    /// The version that the document declares: an address, or the bare number where there are items to go with it.
    private static func format(of root: JSONValue) -> FeedFormat? {
        let version = root["version"]?.word ?? ""
        let number = version.split(separator: "/").last ?? ""
        let isBare = root["items"]?.list != nil && ["1", "1.0", "1.1"].contains(version)
        guard version.contains("jsonfeed.org/version/") || isBare else { return nil }
        return number == "1" || number == "1.0" ? .jsonFeed10 : .jsonFeed11
    }

    private static func item(_ value: JSONValue, base: String?, authors: String?, language: String?) -> ParsedItem? {
        guard case .object = value else { return nil }
        let link = value["url"]?.word ?? value["external_url"]?.word
        let html = plain(value["content_html"], .html, FeedSink.Limit.content)
        var item = ParsedItem(
            id: value["id"]?.word, title: plain(value["title"], .literal, FeedSink.Limit.title),
            link: link.flatMap { WebAddress.resolve($0, base: base) },
            summary: plain(value["summary"], .literal, FeedSink.Limit.summary),
            content: html ?? plain(value["content_text"], .literal, FeedSink.Limit.content),
            author: people(value) ?? authors,
            published: value["date_published"]?.word.flatMap { DateReader.date(in: $0) },
            updated: value["date_modified"]?.word.flatMap { DateReader.date(in: $0) },
            language: self.language(of: value) ?? language)
        item.categories = distinct(value["tags"], of: \.self) { plain($0, .literal, FeedSink.Limit.title) }
        item.enclosures = distinct(value["attachments"], of: \.url) { file in
            guard let url = file["url"]?.word.flatMap({ WebAddress.resolve($0, base: base) }) else { return nil }
            return Enclosure(url: url, type: file["mime_type"]?.word, length: file["size_in_bytes"]?.whole)
        }
        return item
    }

    /// What the elements of an array stand for, each once, as many as an item may have.
    private static func distinct<Part>(
        _ list: JSONValue?, of key: (Part) -> String, _ make: (JSONValue) -> Part?
    ) -> [Part] {
        var seen: Set<String> = []
        let parts = (list?.list ?? []).lazy.compactMap(make).filter { seen.insert(key($0)).inserted }
        return Array(parts.prefix(ItemDraft.maxParts))
    }

    private static func language(of value: JSONValue) -> String? {
        var language = Ranked<String>()
        language.offer(language: value["language"]?.word, rank: 0)
        return language.value
    }

    /// The names of `authors` (1.1) or of `author` (1.0).
    private static func people(_ value: JSONValue) -> String? {
        let all = value["authors"]?.list ?? value["author"].map { [$0] } ?? []
        let names = all.compactMap { plain($0["name"] ?? $0, .literal, FeedSink.Limit.title) }
        return PeopleDraft.joined(names)
    }

    private static func plain(_ value: JSONValue?, _ kind: TextKind, _ limit: Int) -> String? {
        guard let value, var text = value.text else { return nil }
        return text.withUTF8 { PlainText.make($0, kind, limit: limit) }
    }
}
