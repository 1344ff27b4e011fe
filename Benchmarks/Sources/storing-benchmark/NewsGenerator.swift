import Foundation
import News

/// Polls that look like those of a news watch: made from a seed, the same on every machine.
///
/// 400 feeds, 35 new items a poll, five years. A title has 9 words and a summary 35 on average; one item in seven has
/// a content of 150 words. Seven in ten are English, two Swahili, one French. One in five is relevant. Words follow
/// Zipf's law; names and subjects are strewn in, each in a fixed share of the items (``subjects``).
struct NewsGenerator {
    static let feeds = 400
    static let itemsPerPoll = 35
    /// 2021-01-01.
    private static let start = 1_609_459_200.0
    private static let years = 5 * 365.25 * 86_400

    /// Words and in which share of all items each stands, whatever the language.
    static let subjects: [(word: String, share: Double)] = [
        ("Kenya", 0.3), ("government", 0.1), ("president", 0.1), ("minister", 0.1), ("court", 0.05), ("trade", 0.05),
        ("police", 0.04), ("Ruto", 0.03), ("United States", 0.03), ("Washington", 0.02), ("agreement", 0.02),
        ("tariffs", 0.01), ("tariff", 0.01), ("negotiations", 0.01), ("Haiti", 0.01), ("investment", 0.01),
        ("Rubio", 0.005), ("AGOA", 0.004), ("refugees", 0.004), ("embassy", 0.003), ("visas", 0.002),
    ]
    private static let topics: [Topic] = [
        "diplomacy", "trade", "security", "investment", "haiti", "geopolitics", "health", "migration",
        "climate-energy", "education", "technology", "aid",
    ]

    private let languages: [(code: String, vocabulary: Vocabulary)]
    private let total: Int
    private var random: SeededGenerator
    private var made = 0
    private var titles: [String] = []

    init(items: Int, seed: UInt64 = 1) {
        total = items
        random = SeededGenerator(seed: seed)
        languages = [
            ("en", Vocabulary(count: 60_000, syllables: Self.english, head: Self.englishHead, seed: seed &+ 1)),
            ("sw", Vocabulary(count: 30_000, syllables: Self.swahili, head: Self.swahiliHead, seed: seed &+ 2)),
            ("fr", Vocabulary(count: 30_000, syllables: Self.french, head: Self.frenchHead, seed: seed &+ 3)),
        ]
    }

    static func feed(_ number: Int) -> FeedURL {
        let address = "https://www.news\(number % (feeds * 3 / 4)).example/feeds/\(number).xml"
        guard let url = FeedURL(address) else { preconditionFailure("\(address) is an address") }
        return url
    }

    /// The next poll; `nil` once all items are made.
    mutating func next() -> Poll? {
        let count = min(Self.itemsPerPoll, total - made)
        guard count > 0 else { return nil }
        let number = random.below(Self.feeds)
        let now = Self.start + Self.years * Double(made) / Double(total)
        let items = (0..<count).map { item(made + $0, of: number, at: now) }
        made += count
        let date = Date(timeIntervalSince1970: now.rounded())
        let state = FeedState(
            title: "News \(number)", lastPolled: date, lastSuccess: date, lastFresh: date, nextPoll: date + 1800,
            interval: .seconds(1800), httpStatus: 200)
        return Poll(
            feed: Self.feed(number), started: date, state: state, items: items, bytesOnWire: 20_000,
            duration: .milliseconds(200))
    }

    private mutating func item(_ number: Int, of feed: Int, at now: Double) -> JudgedItem {
        let draw = random.unit()
        let (code, vocabulary) = languages[draw < 0.7 ? 0 : draw < 0.9 ? 1 : 2]
        var strewn = Self.subjects.compactMap { random.chance($0.share) ? $0.word : nil }
        let title = title(&strewn, vocabulary)
        let summary = text(25 + random.below(21), strewn, vocabulary)
        let content = random.chance(1 / 7) ? text(100 + random.below(100), [], vocabulary) : nil
        let page =
            "https://www.news\(feed % (Self.feeds * 3 / 4)).example/\(title.prefix(40).lowercased().map { $0.isLetter ? $0 : "-" }.reduce(into: "") { $0.append($1) })\(number)"
        let isPermalink = random.chance(0.5)
        let parsed = ParsedItem(
            id: isPermalink ? page : "https://www.news\(feed).example/?p=\(number)", title: title,
            link: random.chance(0.3) ? page + "?utm_source=rss" : page, summary: summary, content: content,
            author: random.chance(0.6) ? Self.authors[random.below(Self.authors.count)] : nil,
            published: random.chance(0.97)
                ? Date(timeIntervalSince1970: (now - random.unit() * random.unit() * 200_000).rounded()) : nil,
            categories: random.chance(0.5) ? ["News", "Business"] : [], language: random.chance(0.5) ? code : nil)
        return JudgedItem(item: parsed, verdict: verdict(code, strewn))
    }

    private mutating func title(_ strewn: inout [String], _ vocabulary: Vocabulary) -> String {
        if titles.count == 500, random.chance(0.05) { return titles[random.below(500)] }
        let first = strewn.isEmpty ? [] : [strewn.removeFirst()]
        let title = text(7 + random.below(5) - first.count, first, vocabulary, isSentence: false)
        if titles.count < 500 { titles.append(title) } else { titles[random.below(500)] = title }
        return title
    }

    /// So many words, among them those given; a capital first and, in a sentence, a full stop now and then.
    private mutating func text(
        _ count: Int, _ strewn: [String], _ vocabulary: Vocabulary, isSentence: Bool = true
    ) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * 8)
        var rest = strewn[...]
        let step = max(1, count / (strewn.count + 1))
        for position in 0..<count {
            if position > 0 { bytes.append(UInt8(ascii: " ")) }
            let start = bytes.count
            vocabulary.add(to: &bytes, &random)
            if position == 0 || random.chance(0.06), (0x61...0x7A).contains(bytes[start]) { bytes[start] -= 32 }
            if position % step == step - 1, let word = rest.popFirst() { bytes.append(contentsOf: " \(word)".utf8) }
            if isSentence, position == count - 1 || random.chance(0.05) { bytes.append(UInt8(ascii: ".")) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func verdict(_ language: String, _ words: [String]) -> Verdict {
        let isRelevant = random.chance(0.2)
        var evidence = words.prefix(3).map {
            Evidence(text: $0, entity: "us.\($0.lowercased())", side: "us", field: "summary", weight: 0.8)
        }
        var topics: [Topic] = []
        if isRelevant {
            evidence += (0..<(2 + random.below(3))).map { _ in
                let word = Self.subjects[random.below(Self.subjects.count)].word
                return Evidence(text: word, entity: "ke.\(word.lowercased())", side: "ke", field: "title", weight: 1.25)
            }
            for _ in 0...random.below(3) {
                let topic = Self.topics[min(random.below(Self.topics.count), random.below(Self.topics.count))]
                if !topics.contains(topic) { topics.append(topic) }
            }
        }
        let score = isRelevant ? 0.5 + random.unit() / 2 : random.unit() / 2
        return Verdict(
            relevant: isRelevant, relevance: (score * 1000).rounded() / 1000, topics: topics, evidence: evidence,
            language: language, judge: "lexicon 1 benchmark")
    }

    private static let authors = (0..<400).map { "Author Name\($0)" }
    private static let english = """
        ba be bor can cen co con da der di en er es ex for gen ger ha her im in is ken la led li lo ment min mo mon na
        ner nor on or pa per pol por pre pro ra re ri ro sa se sen ser si so sta su ta ted ten ter ti tion to tor tra
        tri un va ver vi ward win
        """.split { $0.isWhitespace }.map(String.init)
    private static let englishHead = """
        the of to and a in for on that with said as by at from is it was be has an are will his its have over who not
        after more he their been new they which would but were year also this two last
        """.split { $0.isWhitespace }.map(String.init)
    private static let swahili = """
        a ba bi bu cha chi da du fa fi ga ge ha hi i ja je ka ki ku la le li lo ma me mi mo mu mwa na nde ngo ni nya o
        pa pi ra ri sa shi si ta ti tu u u va vi wa we ya yo za zi zo
        """.split { $0.isWhitespace }.map(String.init)
    private static let swahiliHead = """
        ya na wa kwa katika ni za la kuwa cha hiyo huo hayo kama baada kwamba hata pia yake wake mwaka nchi rais serikali
        """.split { $0.isWhitespace }.map(String.init)
    private static let french = """
        ai an au bé bon ca ce cha com con dé de di en er es fi for gé gou in jour la le lé li lu ma men mé mi mo ne ni
        on ou pa per pli pou pré pro ra ré rè ri sa sé si sion ta té ter ti tion tré tu va ver vi
        """.split { $0.isWhitespace }.map(String.init)
    private static let frenchHead = """
        de la le et les des en un une du dans que pour qui au sur par plus est avec son ses se a ont pas ce été aux
        """.split { $0.isWhitespace }.map(String.init)
}
