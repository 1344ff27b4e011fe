import News

import struct FoundationEssentials.Date

/// A value for which several elements of different worth may speak: the best one wins, among equals the first.
struct Ranked<Value> {
    private(set) var value: Value?
    private var rank = Int.max

    /// Offers a value; a lower rank is better.
    mutating func offer(_ value: Value?, rank: Int) {
        guard let value, rank < self.rank else { return }
        self.value = value
        self.rank = rank
    }

    /// Whether a value of that rank would be taken, so that it need not be made in vain.
    func takes(_ rank: Int) -> Bool { rank < self.rank }
}

/// A link as the document has it, with the `xml:base` that was in force there.
struct LinkDraft {
    var text: String
    var base: String?

    /// The address; where no `xml:base` was in force, `base` is the base.
    func absolute(base: String?) -> String? { WebAddress.resolve(text, base: self.base ?? base) }
}

/// The people that one kind of element names.
struct PeopleDraft {
    private var names: [(rank: Int, name: String)] = []

    /// Adds a person.
    mutating func add(_ name: String?, rank: Int) {
        guard let name, !name.isEmpty, names.count < ItemDraft.maxParts,
            !names.contains(where: { $0.rank == rank && $0.name == name })
        else { return }
        names.append((rank, name))
    }

    /// The names of the best kind, joined by a comma; a kind that has more than addresses to say goes first.
    var joined: String? {
        if names.count < 2 { return names.first?.name }
        let ranks = Set(names.map(\.rank)).sorted()
        let named = ranks.first { rank in names.contains { $0.rank == rank && !PersonName.isAddress($0.name) } }
        guard let rank = named ?? ranks.first else { return nil }
        return Self.joined(names.lazy.filter { $0.rank == rank }.map(\.name))
    }

    /// Names joined by a comma, as many as a title may be long: every item may inherit them.
    static func joined(_ names: some Sequence<String>) -> String? {
        var result = ""
        var length = 0
        for name in names {
            length += name.unicodeScalars.count + 2
            guard length <= FeedSink.Limit.title + 2 else { break }
            result += result.isEmpty ? name : ", " + name
        }
        return result.isEmpty ? nil : result
    }
}

extension Ranked<String> {
    /// Offers a language; what is longer than any tag (RFC 5646, section 4.4.1) is none, and every item may inherit it.
    mutating func offer(language: String?, rank: Int) {
        if let language, language.utf8.count <= 100 { offer(language, rank: rank) }
    }
}

/// An item while its elements come in.
struct ItemDraft {
    /// The most people, categories and files, each, that one item may have.
    static let maxParts = 200

    var id = Ranked<String>()
    var title = Ranked<String>()
    var link = Ranked<LinkDraft>()
    var summary = Ranked<String>()
    var content = Ranked<String>()
    var people = PeopleDraft()
    var sourcePeople = PeopleDraft()
    var published = Ranked<Date>()
    var updated = Ranked<Date>()
    /// The date that Dublin Core leaves without a meaning.
    var date: Date?
    /// When the text was begun, which says when it was published only where nothing else does.
    var created: Date?
    var categories: [String] = []
    private var enclosures: [(link: LinkDraft, type: String?, length: Int?, rank: Int)] = []
    var language = Ranked<String>()

    /// Whether there is anything of an article beside the title.
    var saysMoreThanTitle: Bool {
        link.value != nil || summary.value != nil || content.value != nil || published.value != nil
            || updated.value != nil || date != nil
    }

    /// Adds a category, once.
    mutating func addCategory(_ name: String?) {
        guard let name, !name.isEmpty, categories.count < Self.maxParts else { return }
        if !categories.contains(name) { categories.append(name) }
    }

    /// Adds a file; a lower rank comes first.
    mutating func addEnclosure(_ link: LinkDraft, type: String?, length: Int?, rank: Int) {
        if enclosures.count < Self.maxParts { enclosures.append((link, type, length, rank)) }
    }

    /// The item; links without an `xml:base` are resolved against `base`.
    func item(base: String?, authors: String?, language feedLanguage: String?) -> ParsedItem {
        var changed = updated.value
        if changed == nil, published.value != nil, let date, date != published.value { changed = date }
        return ParsedItem(
            id: id.value, title: title.value, link: link.value?.absolute(base: base), summary: summary.value,
            content: content.value, author: people.joined ?? sourcePeople.joined ?? authors,
            published: published.value ?? date ?? created, updated: changed, categories: categories,
            enclosures: enclosures.isEmpty ? [] : files(base: base), language: language.value ?? feedLanguage)
    }

    /// The files by rank, each address once.
    private func files(base: String?) -> [Enclosure] {
        var seen: Set<String> = []
        return enclosures.sorted { $0.rank < $1.rank }.compactMap { file in
            guard let url = file.link.absolute(base: base), seen.insert(url).inserted else { return nil }
            return Enclosure(url: url, type: file.type, length: file.length)
        }
    }
}

/// A feed while its elements come in.
struct FeedDraft {
    var title = Ranked<String>()
    var link = Ranked<LinkDraft>()
    var selfLink: LinkDraft?
    var description = Ranked<String>()
    var language = Ranked<String>()
    var updated = Ranked<Date>()
    var people = PeopleDraft()
    var ttl: Int?
    var period: Int?
    var frequency: Int?
    var skipHours: Set<Int> = []
    var skipDays: Set<Int> = []

    /// When the publisher would like to be asked.
    var hints: PublishingHints {
        var minutes = ttl
        if minutes == nil, period != nil || frequency != nil {
            // RSS 1.0 syndication module: the period defaults to daily, the frequency to once.
            minutes = max(1, (period ?? 1440) / max(1, frequency ?? 1))
        }
        return PublishingHints(ttlMinutes: minutes, skipHours: skipHours, skipDays: skipDays)
    }
}
