import News

extension Lexicon {
    /// The same lexicon with weights fitted to labelled texts.
    ///
    /// The same lexicon and texts in the same order give the same weights, to the last of the three decimals that
    /// ``weightsText`` writes. Takes about a second for some thousand texts.
    public func trained(on items: [LabelledText]) -> Lexicon {
        let readings = items.map { Reading($0.text, contents) }
        let relevance = Training.relevance(readings, items, contents)
        let topics = Training.topics(readings, items, contents, topics)
        return Lexicon(self, contents: LexiconContents(contents, relevance: relevance, topicModel: topics))
    }

    /// The weights as a TOML text that can stand among the lexicon's files, with a few lines of explanation before them;
    /// weights of 0 are left out.
    public var weightsText: String {
        var text = Training.head + "[weights.relevance]\n"
        text += Training.lines(contents.space.names, contents.relevance.weights)
        for (topic, weights) in zip(contents.topics, contents.topicModel.weights) {
            text += "\n[weights.topics.\(topic)]\n" + Training.lines(TopicModel.names(contents.topics), weights)
        }
        return text
    }
}

/// Fits the two models and writes their weights.
enum Training {
    /// Chosen by cross-validation over the written items; see docs/relevance.md.
    static let relevancePenalty = 1.0
    /// What stands at the head of a file of weights.
    static let head = """
        # What each feature adds to the score, before it is squeezed into 0…1, and to each topic's.
        #
        # Made by training on labelled items (see docs/relevance.md), rounded to three decimals, and rebuilt to the same text
        # from the same items. Weights that are 0 are left out. To change what counts, change the lexicon and train again;
        # to see what a weight does, read docs/relevance.md, “How the score is made”.


        """
    static let topicPenalty = 0.5

    static func relevance(
        _ readings: [Reading], _ items: [LabelledText], _ lexicon: LexiconContents
    ) -> RelevanceModel {
        let rows = readings.map { Features($0, lexicon.space).values }
        let regression = LogisticRegression(penalty: relevancePenalty, signs: lexicon.space.signs)
        let weights = regression.fit(
            rows, items.map(\.label.relevant), importance: Array(repeating: 1, count: items.count))
        return RelevanceModel(weights.map(rounded))
    }

    static func topics(
        _ readings: [Reading], _ items: [LabelledText], _ lexicon: LexiconContents, _ topics: [Topic]
    ) -> TopicModel {
        let relevant = items.indices.filter { items[$0].label.relevant }
        let rows = relevant.map { TopicModel.values(readings[$0], count: topics.count) }
        var model = TopicModel(standardFor: topics.count)
        guard !rows.isEmpty else { return model }
        for (index, topic) in topics.enumerated() {
            var signs = Array(repeating: 0, count: rows.first?.count ?? 1)
            for channel in TopicModel.Channel.allCases { signs[TopicModel.place(channel, of: index)] = 1 }
            let regression = LogisticRegression(penalty: topicPenalty, signs: signs)
            let answers = relevant.map { items[$0].label.topics.contains(topic) }
            let weights = regression.fit(rows, answers, importance: Array(repeating: 1, count: rows.count))
            model.weights[index] = weights.map(rounded)
        }
        return model
    }

    /// Three decimals are enough, and hide the last bits in which two machines' exp may differ.
    private static func rounded(_ weight: Double) -> Double { (weight * 1000).rounded() / 1000 }

    static func lines(_ names: [String], _ weights: [Double]) -> String {
        zip(names, weights).filter { $0.1 != 0 }.map { "\"\($0.0)\" = \(decimal($0.1))\n" }.joined()
    }

    /// A number with three decimals.
    private static func decimal(_ number: Double) -> String {
        let thousandths = Int((number.magnitude * 1000).rounded())
        let digits = String(thousandths % 1000)
        let fraction = String(repeating: "0", count: 3 - digits.count) + digits
        return "\(number < 0 ? "-" : "")\(thousandths / 1000).\(fraction)"
    }
}
