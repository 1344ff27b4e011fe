public import News

/// Says how an item bears on the relationship that a lexicon describes, and why.
///
/// A verdict depends on the text, the lexicon and the threshold and on nothing else: no clock, no file, no chance.
/// Any number of threads may ask at once.
public struct Classifier: Sendable {
    /// The score from which on an item is relevant, 0…1.
    public let threshold: Double
    /// What judges: the lexicon's name and digest.
    public let judge: String

    private let lexicon: LexiconContents
    private let topics: [Topic]

    /// Makes a classifier that calls an item relevant from `threshold` (0…1) on.
    public init(lexicon: Lexicon, threshold: Double = 0.5) {
        self.lexicon = lexicon.contents
        self.threshold = threshold
        topics = lexicon.topics
        judge = "\(lexicon.name) \(lexicon.digest)"
    }

    /// Judges one item's text.
    ///
    /// The weights of the evidence add up to the logit of the score. The piece that is called `base` is what every text
    /// starts from; it has no words.
    public func verdict(on text: ItemText) -> Verdict {
        let reading = Reading(text, lexicon)
        let features = Features(reading, lexicon.space)
        let score = RelevanceModel.probability(lexicon.relevance.sum(features.values))
        let isRelevant = score >= threshold
        let likely = isRelevant ? topicIndexes(reading) : []
        return Verdict(
            relevant: isRelevant, relevance: score, topics: likely.map { topics[$0] },
            evidence: EvidenceWriter(lexicon: lexicon, text: text, reading: reading).evidence(for: features),
            language: LanguageGuess.language(
                reading.languageCounts, lexicon.languages, words: reading.tokens.count),
            judge: judge)
    }

    private func topicIndexes(_ reading: Reading) -> [Int] {
        lexicon.topicModel.topics(
            TopicModel.values(reading, count: topics.count), agenda: TopicModel.agenda(reading))
    }
}
