import News

import struct FoundationEssentials.Date

/// What the elements within a feed or an item mean.
///
/// The ranks say which element is believed where several speak of one thing; 0 is the best.
extension FeedSink {
    /// Longest texts, in characters.
    enum Limit {
        static let title = 1000
        static let summary = 10_000
        static let content = 200_000
        /// The most files of all items together.
        static let enclosures = 50_000
    }

    // MARK: Start tags

    /// Opens a field of the feed or of the open item; answers what stands within it.
    mutating func field(_ known: NameFacts, _ attributes: XMLAttributes, _ frame: Frame, isInItem: Bool) -> Context {
        if isInItem, openItems.last == -1 { return .ignored }
        if format == .cdf, attributes.count > 0, takeCDFValue(known, attributes, isInItem: isInItem) { return .ignored }
        switch known.element {
        case .title, .dcTitle, .mediaTitle, .itunesTitle:
            return collect(textMode(known, attributes, custom: .title))
        case .description, .dcDescription, .abstract, .itunesSummary, .itunesSubtitle, .mediaDescription:
            return collect(textMode(known, attributes, custom: .looseHTML))
        case .content, .contentEncoded:
            guard isInItem else { return .ignored }
            // Atom 0.3: the parts are contents themselves, in the order of what they can show.
            if attributes.count > 0, attributes.value("type")?.lowercased().hasPrefix("multipart/") == true {
                return .item
            }
            return collect(textMode(known, attributes, custom: .looseHTML))
        case .body: return isInItem ? collect(.markup) : .ignored
        case .link: return link(attributes, frame, isInItem: isInItem)
        case .id, .guid:
            permalink = known.element == .guid ? attributes.value("ispermalink")?.lowercased() ?? "" : "false"
            return isInItem ? collect(.plain) : .ignored
        case .origLink, .published, .issued, .available, .date, .created, .updated, .modified, .language:
            return collect(.plain)
        case .ttl, .hour, .day, .updatePeriod, .updateFrequency: return isInItem ? .ignored : collect(.plain)
        case .skipHours, .skipDays: return isInItem ? .ignored : .feed
        case .author, .dcCreator, .itunesAuthor, .otherAuthor: return startPerson()
        case .category, .mediaCategory, .subject, .keywords, .tagList:
            return isInItem ? category(attributes, isMedia: known.element == .mediaCategory) : .ignored
        case .itunesCategory: return itunesCategory(attributes, isInItem: isInItem)
        case .enclosure:
            enclosure(attributes, frame, size: "length", rank: 0)
            return .ignored
        case .mediaContent:
            if isInItem { enclosure(attributes, frame, size: "filesize", rank: 1) }
            return isInItem ? .item : .ignored
        case .mediaGroup: return isInItem ? .item : .ignored
        case .source: return isInItem ? .source : .ignored
        default: return format == .cdf ? cdfField(known, attributes, frame, isInItem: isInItem) : .ignored
        }
    }

    private mutating func collect(_ mode: TextCapture.Mode) -> Context {
        capture.begin(mode)
        return .text
    }

    /// How a text is to be read: by Atom's `type` and `mode`, in RSS by custom.
    private func textMode(_ known: NameFacts, _ attributes: XMLAttributes, custom: TextKind) -> TextCapture.Mode {
        let isAtomDocument = format == .atom10 || format == .atom03
        guard known.isAtom || isAtomDocument && known.namespace == nil && isAtomName(known.element) else {
            return .raw(custom)
        }
        let type = attributes.count > 0 ? attributes.value("type")?.lowercased() : nil
        if attributes.count > 0, let mode = attributes.value("mode")?.lowercased() {
            if mode == "base64" {
                return .base64(type == nil ? .untyped : type?.contains("html") == true ? .html : .literal)
            }
            if mode == "escaped", type == nil { return .raw(custom) }
        }
        switch type?.prefix(while: { $0 != ";" }).description {
        case nil: return .raw(isAtomDocument ? .untyped : custom)
        case "text", "text/plain", "plain": return .literal
        case "html", "text/html": return .raw(.html)
        case "xhtml", "application/xhtml+xml": return .markup
        case let type? where type.hasSuffix("/xml") || type.hasSuffix("+xml"): return .markup
        case let type? where type.hasPrefix("text/"): return .literal
        case let type? where type.contains("/"): return .base64(.html)
        default: return .raw(.untyped)
        }
    }

    private func isAtomName(_ element: Element) -> Bool {
        element == .title || element == .description || element == .content
    }

    private mutating func category(_ attributes: XMLAttributes, isMedia: Bool) -> Context {
        let term = attributes.count > 0 ? attributes.value("term") ?? (isMedia ? nil : attributes.value("label")) : nil
        guard let term else { return collect(.raw(.title)) }
        withItem { $0.addCategory(Self.folded(term)) }
        return .ignored
    }

    private mutating func itunesCategory(_ attributes: XMLAttributes, isInItem: Bool) -> Context {
        guard isInItem else { return .ignored }
        if let text = attributes.value("text") { withItem { $0.addCategory(Self.folded(text)) } }
        return .item
    }

    /// A name that stood in an attribute, its white space folded; `nil` where nothing is left.
    private static func folded(_ text: String) -> String? {
        var text = text
        return text.withUTF8 { PlainText.make($0, .literal, limit: Limit.title) }
    }

    private mutating func addCategories(_ text: String, isList: Bool) {
        guard isList else { return withItem { $0.addCategory(text.trimmingSpace()) } }
        for name in text.split(separator: ",") { withItem { $0.addCategory(String(name).trimmingSpace()) } }
    }

    private mutating func enclosure(_ attributes: XMLAttributes, _ frame: Frame, size: StaticString, rank: Int) {
        guard let url = attributes.value("url") ?? attributes.value("href") ?? attributes.value("uri") else { return }
        let length = attributes.value(size).flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        let link = LinkDraft(text: url, base: frame.base)
        let type = attributes.value("type")
        guard enclosures < Limit.enclosures else { return }
        enclosures += 1
        withItem { $0.addEnclosure(link, type: type, length: length, rank: rank) }
    }

    /// A link: RSS writes it as text, Atom as attributes with a relation (RFC 4287, section 4.2.7).
    private mutating func link(_ attributes: XMLAttributes, _ frame: Frame, isInItem: Bool) -> Context {
        guard attributes.count > 0,
            let href = attributes.value("href") ?? attributes.value("url") ?? attributes.value("uri")
        else { return collect(.plain) }
        let draft = LinkDraft(text: href, base: frame.base)
        let type = attributes.value("type")?.lowercased()
        switch relation(attributes.value("rel")) {
        case "alternate":
            let isPage = type == nil || type?.contains("html") == true
            if isInItem {
                withItem { $0.link.offer(draft, rank: isPage ? 2 : 3) }
            } else {
                feed.link.offer(draft, rank: isPage ? 2 : 3)
            }
        case "self": if !isInItem { feed.selfLink = feed.selfLink ?? draft }
        case "enclosure": enclosure(attributes, frame, size: "length", rank: 0)
        default: break
        }
        return .ignored
    }

    private func relation(_ text: String?) -> String {
        guard let text = text?.lowercased() else { return "alternate" }
        let registry = "http://www.iana.org/assignments/relation/"
        return text.hasPrefix(registry) ? String(text.dropFirst(registry.count)) : text
    }

    /// Takes what CDF's first draft writes as `<TITLE VALUE="…"/>`.
    private mutating func takeCDFValue(_ known: NameFacts, _ attributes: XMLAttributes, isInItem: Bool) -> Bool {
        guard known.element == .title || known.element == .abstract, var text = attributes.value("value") else {
            return false
        }
        let isTitle = known.element == .title
        let plain = text.withUTF8 {
            PlainText.make($0, isTitle ? .title : .looseHTML, limit: isTitle ? Limit.title : Limit.summary)
        }
        switch (isTitle, isInItem) {
        case (true, true): withItem { $0.title.offer(plain, rank: 0) }
        case (true, false): feed.title.offer(plain, rank: 0)
        case (false, true): withItem { $0.summary.offer(plain, rank: 0) }
        case (false, false): feed.description.offer(plain, rank: 0)
        }
        return true
    }

    /// The elements that CDF has for itself.
    private mutating func cdfField(_ known: NameFacts, _ attributes: XMLAttributes, _ frame: Frame, isInItem: Bool)
        -> Context
    {
        guard known.local.count == 1, known.local[0].asciiLowercased == UInt8(ascii: "a"),
            let href = attributes.value("href")
        else {
            return .ignored
        }
        let draft = LinkDraft(text: href, base: frame.base)
        if isInItem { withItem { $0.link.offer(draft, rank: 1) } } else { feed.link.offer(draft, rank: 1) }
        return .ignored
    }

    // MARK: People

    mutating func startPerson() -> Context {
        person = PersonDraft()
        return .person
    }

    /// A part of a person; other vocabularies wrap the name once more (`foaf:Person`, `rdf:Description`).
    mutating func startPersonPart(_ known: NameFacts) -> Context {
        let name = known.local.withUnsafeBufferPointer(\.lowercasedText)
        switch name {
        case "name", "email": return collect(.plain)
        case "person", "agent", "description", "value", "p", "div": return .person
        // The name set in some type or other.
        default: return HTMLElements.kind(of: name) == .formatting ? .person : .ignored
        }
    }

    mutating func finishPerson(_ frame: Frame) {
        let name = person.displayName
        switch frames.last?.context {
        case .source: withItem { $0.sourcePeople.add(name, rank: 0) }
        case .item:
            let rank =
                switch frame.element {
                case .author: 0
                case .dcCreator: 1
                case .itunesAuthor: 2
                default: 3
                }
            withItem { $0.people.add(name, rank: rank) }
        default: if frame.element == .author { feed.people.add(name, rank: 0) }
        }
    }

    // MARK: End tags

    /// Takes the text that an element had.
    mutating func finishText(_ frame: Frame) {
        switch frames.last?.context {
        case .item: finishItemText(frame)
        case .person:
            if frame.element == .email {
                person.email = capture.plainText(limit: Limit.title)
            } else {
                person.name = capture.plainText(limit: Limit.title)
            }
        default: finishFeedText(frame)
        }
    }

    private mutating func finishItemText(_ frame: Frame) {
        guard let index = openItems.last, index >= 0 else { return }
        // A text that names its own language speaks for an item that names none.
        if let language = frame.language { items[index].language.offer(language, rank: 2) }
        switch frame.element {
        case .title: items[index].title.offer(capture, rank: 0, limit: Limit.title)
        case .dcTitle: items[index].title.offer(capture, rank: 1, limit: Limit.title)
        case .mediaTitle: items[index].title.offer(capture, rank: 2, limit: Limit.title)
        case .itunesTitle: items[index].title.offer(capture, rank: 3, limit: Limit.title)
        case .description: items[index].summary.offer(capture, rank: 0, limit: Limit.summary)
        case .dcDescription: items[index].summary.offer(capture, rank: 1, limit: Limit.summary)
        case .abstract: items[index].summary.offer(capture, rank: 2, limit: Limit.summary)
        case .itunesSummary: items[index].summary.offer(capture, rank: 3, limit: Limit.summary)
        case .mediaDescription: items[index].summary.offer(capture, rank: 4, limit: Limit.summary)
        case .itunesSubtitle: items[index].summary.offer(capture, rank: 5, limit: Limit.summary)
        case .contentEncoded, .content: items[index].content.offer(capture, rank: 0, limit: Limit.content)
        case .body: items[index].content.offer(capture, rank: 1, limit: Limit.content)
        case .category, .mediaCategory, .subject, .keywords, .tagList: break
        default: items[index].take(frame, capture.trimmed, permalink)
        }
        finishCategory(frame)
    }

    private mutating func finishCategory(_ frame: Frame) {
        switch frame.element {
        case .category, .mediaCategory, .subject:
            if let text = capture.plainText(limit: Limit.title) { addCategories(text, isList: false) }
        case .keywords, .tagList:
            if let text = capture.plainText(limit: Limit.title) { addCategories(text, isList: true) }
        default: break
        }
    }

    private mutating func finishFeedText(_ frame: Frame) {
        switch frame.element {
        case .title: feed.title.offer(capture, rank: 0, limit: Limit.title)
        case .dcTitle, .mediaTitle, .itunesTitle: feed.title.offer(capture, rank: 1, limit: Limit.title)
        case .description: feed.description.offer(capture, rank: 0, limit: Limit.summary)
        case .dcDescription, .abstract: feed.description.offer(capture, rank: 1, limit: Limit.summary)
        case .itunesSummary, .mediaDescription: feed.description.offer(capture, rank: 2, limit: Limit.summary)
        case .itunesSubtitle: feed.description.offer(capture, rank: 3, limit: Limit.summary)
        default: if let text = capture.trimmed { finishFeedWord(frame, text) }
        }
    }

    private mutating func finishFeedWord(_ frame: Frame, _ text: String) {
        switch frame.element {
        case .link: feed.link.offer(LinkDraft(text: text, base: frame.base), rank: 1)
        case .language: feed.language.offer(language: text, rank: 0)
        case .updated: feed.updated.offer(DateReader.date(in: text), rank: 0)
        case .modified: feed.updated.offer(DateReader.date(in: text), rank: 1)
        case .published: feed.updated.offer(DateReader.date(in: text), rank: 2)
        case .date, .issued: feed.updated.offer(DateReader.date(in: text), rank: 3)
        case .ttl: feed.ttl = feed.ttl ?? Int(text).flatMap { $0 > 0 ? $0 : nil }
        case .hour: if let hour = Int(text), (0...24).contains(hour) { feed.skipHours.insert(hour % 24) }
        case .day: if let day = DateNames.weekday(text) { feed.skipDays.insert(day) }
        case .updatePeriod: feed.period = Self.periods[text.lowercased()]
        case .updateFrequency: feed.frequency = Int(text).flatMap { $0 > 0 ? $0 : nil }
        default: break
        }
    }

    /// The periods of the RSS 1.0 syndication module, in minutes.
    private static let periods = ["hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600]
}

extension Ranked<String> {
    /// Offers a collected text, which is made plain only if it would be taken.
    fileprivate mutating func offer(_ capture: TextCapture, rank: Int, limit: Int) {
        if takes(rank) { offer(capture.plainText(limit: limit), rank: rank) }
    }
}

extension ItemDraft {
    /// Takes a short text of one of the item's elements.
    fileprivate mutating func take(_ frame: FeedSink.Frame, _ text: String?, _ permalink: String) {
        guard let text else { return }
        switch frame.element {
        case .id, .guid:
            // Atom has absolute identifiers only; one that is relative all the same means what xml:base makes of it.
            let isRelative = frame.element == .id && frame.base != nil && WebAddress.scheme(of: text) == nil
            id.offer(isRelative ? WebAddress.resolve(text, base: frame.base) : text, rank: 0)
            // RSS 2.0: a guid is the item's address unless it says that it is not.
            let isLink = permalink == "true" || permalink.isEmpty && WebAddress.isWeb(text)
            // An identifier of Atom may well be the address; it is all there is where no link is given.
            if isLink || frame.element == .id && WebAddress.isWeb(text) {
                link.offer(LinkDraft(text: text, base: frame.base), rank: 4)
            }
        case .link: link.offer(LinkDraft(text: text, base: frame.base), rank: 1)
        case .origLink: link.offer(LinkDraft(text: text, base: frame.base), rank: 0)
        case .published: published.offer(DateReader.date(in: text), rank: 0)
        case .issued: published.offer(DateReader.date(in: text), rank: 1)
        case .available: published.offer(DateReader.date(in: text), rank: 3)
        case .created: created = created ?? DateReader.date(in: text)
        case .updated: updated.offer(DateReader.date(in: text), rank: 0)
        case .modified: updated.offer(DateReader.date(in: text), rank: 1)
        case .date: date = date ?? DateReader.date(in: text)
        case .language: language.offer(language: text, rank: 0)
        default: break
        }
    }
}
