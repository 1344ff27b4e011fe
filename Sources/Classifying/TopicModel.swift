/// For each topic a linear model over how much the text says of every topic, and over who acts in it.
struct TopicModel: Sendable {
    /// Per topic one row: the base, then for every topic the weights of its ``Channel``s, then one for every type of
    /// entity on either side.
    var weights: [[Double]]

    /// How a text speaks for a topic.
    enum Channel: Int, CaseIterable {
        /// Its sure words in the title, in the summary, words that hint, and entities that stand for it.
        case title, text, hint, entity
    }

    /// From which sum on the second, the third and every further topic is named; the likeliest always is.
    ///
    /// Most items are about two things, so that a second one needs less than a fourth.
    static let thresholds = [-1.0, -0.7, -0.3]

    /// Weights set by hand: a topic's own words speak for it.
    init(standardFor count: Int) {
        weights = (0..<count).map { topic in
            var row = Array(repeating: 0.0, count: Self.width(count))
            row[0] = -2
            row[Self.place(.title, of: topic)] = 2.5
            row[Self.place(.text, of: topic)] = 2.5
            row[Self.place(.hint, of: topic)] = 0.5
            row[Self.place(.entity, of: topic)] = 1.5
            return row
        }
    }

    /// How many weights a row has.
    static func width(_ count: Int) -> Int {
        1 + Channel.allCases.count * count + EntityType.allCases.count
    }

    /// The place of a channel's weight in a row.
    static func place(_ channel: Channel, of topic: Int) -> Int {
        1 + topic * Channel.allCases.count + channel.rawValue
    }

    /// The names of one topic's weights.
    static func names(_ topics: [String]) -> [String] {
        ["base"] + topics.flatMap { topic in Channel.allCases.map { "\(topic).\($0)" } }
            + EntityType.allCases.map { "type.\($0)" }
    }

    /// How much the text says of every topic, 0…1, in the order of the weights: each further word adds less.
    static func values(_ reading: Reading, count: Int) -> [Double] {
        var silence = Array(repeating: 1.0, count: width(count))
        for term in reading.terms {
            let channel: Channel =
                switch term.kind {
                case .word: term.inTitle ? .title : .text
                case .hint: .hint
                case .entity: .entity
                }
            silence[place(channel, of: term.index)] *= 1 - 0.7 * term.strength
        }
        let types = width(count) - EntityType.allCases.count
        for mention in reading.mentions where mention.side != .third && !mention.isMuted {
            silence[types + mention.type.place] *= 1 - 0.7 * mention.strength
        }
        var values = silence.map { 1 - $0 }
        values[0] = 1
        return values
    }

    /// The topics of an agenda: a title that names at least three of them, or a sentence near the beginning that names at
    /// least four.
    ///
    /// “They spoke of trade, Haiti, investment and China” is about all four, though each has one word only.
    static func agenda(_ reading: Reading) -> Set<Int> {
        var bySentence: [Int32: Set<Int>] = [:]
        for term in reading.terms where term.kind != .hint && term.first - reading.titleCount < 80 {
            bySentence[term.sentence, default: []].insert(term.index)
        }
        return bySentence.reduce(into: []) { agenda, part in
            if part.value.count >= (part.key == 0 ? 3 : 4) { agenda.formUnion(part.value) }
        }
    }

    /// The topics that are likely enough, most likely first: one at least.
    func topics(_ values: [Double], agenda: Set<Int> = []) -> [Int] {
        let sums = weights.map { row in zip(row, values).reduce(0) { $0 + $1.0 * $1.1 } }
        let order = sums.indices.sorted { sums[$0] != sums[$1] ? sums[$0] > sums[$1] : $0 < $1 }
        return order.enumerated().filter { rank, topic in
            rank == 0 || agenda.contains(topic) || sums[topic] > Self.thresholds[min(rank, Self.thresholds.count) - 1]
        }.map(\.element)
    }
}
