public import News

/// How well verdicts agree with labels.
public struct Evaluation: Sendable {
    /// How many decisions were right and wrong, of each kind.
    public struct Counts: Hashable, Sendable {
        /// Called so, and so.
        public internal(set) var truePositives = 0
        /// Called so, and not so.
        public internal(set) var falsePositives = 0
        /// Not called so, but so.
        public internal(set) var falseNegatives = 0
        /// Neither called so nor so.
        public internal(set) var trueNegatives = 0

        /// How many decisions there were.
        public var total: Int { truePositives + falsePositives + falseNegatives + trueNegatives }
        /// The share of what was called so that is so; 1 where nothing was called so.
        public var precision: Double { Self.share(truePositives, of: truePositives + falsePositives) }
        /// The share of what is so that was called so; 1 where nothing is so.
        public var recall: Double { Self.share(truePositives, of: truePositives + falseNegatives) }
        /// The harmonic mean of precision and recall.
        public var f1: Double {
            Self.share(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives)
        }

        private static func share(_ part: Int, of whole: Int) -> Double {
            whole == 0 ? 1 : Double(part) / Double(whole)
        }

        mutating func count(called: Bool, is truth: Bool) {
            switch (called, truth) {
            case (true, true): truePositives += 1
            case (true, false): falsePositives += 1
            case (false, true): falseNegatives += 1
            case (false, false): trueNegatives += 1
            }
        }
    }

    /// A stretch of scores, and how often items with such scores were relevant.
    public struct CalibrationBin: Hashable, Sendable {
        /// The lower end of the stretch, 0…1.
        public let from: Double
        /// How many items scored in it.
        public let count: Int
        /// Their mean score.
        public let meanScore: Double
        /// The share of them that is relevant.
        public let relevantShare: Double
    }

    /// Relevance over all items.
    public private(set) var relevance = Counts()
    /// Relevance over the hard items.
    public private(set) var hard = Counts()
    /// Relevance by the label's language, `und` where it has none.
    public private(set) var byLanguage: [String: Counts] = [:]
    /// Topics over the items that are relevant, each topic of each item one decision (micro-average).
    public private(set) var topics = Counts()
    /// The same, topic by topic.
    public private(set) var byTopic: [Topic: Counts] = [:]
    /// The share of items, among those with a language, whose language was told rightly.
    public private(set) var languageAccuracy = 1.0
    /// The mean of the precisions at each relevant item, items in the order of their scores; equal scores count as
    /// one step, so that no order among them flatters.
    public private(set) var averagePrecision = 1.0
    /// The mean squared distance of score and truth (Brier).
    public private(set) var brierScore = 0.0
    /// How far scores and shares of relevant items lie apart: the mean over the stretches of ``calibration``, each by its
    /// number of items.
    public private(set) var expectedCalibrationError = 0.0
    /// Relevance by kind of case (see ``Lexicon/cases(of:)``), over the hard items; empty where the kinds were not given.
    public private(set) var byCase: [String: Counts] = [:]
    /// Ten stretches of scores, empty ones left out.
    public private(set) var calibration: [CalibrationBin] = []
    /// The places of the wrongly decided items among the results, the most surely wrong first.
    public private(set) var worst: [Int] = []

    /// Compares verdicts with labels.
    ///
    /// A topic counts as called where the verdict names it, so that a missed relevant item costs its topics as well.
    ///
    /// `cases` are the kinds of case of each item, in the same order; leave them out where they are not wanted.
    public init(_ results: [(verdict: Verdict, label: LabelledText.Label)], cases: [[String]] = []) {
        for ((verdict, label), kinds) in zip(results, cases) where label.isHard {
            for kind in kinds { byCase[kind, default: Counts()].count(called: verdict.relevant, is: label.relevant) }
        }
        for (verdict, label) in results {
            relevance.count(called: verdict.relevant, is: label.relevant)
            byLanguage[label.language ?? "und", default: Counts()].count(called: verdict.relevant, is: label.relevant)
            if label.isHard { hard.count(called: verdict.relevant, is: label.relevant) }
            if label.relevant { countTopics(verdict, label) }
        }
        measureScores(results)
        worst = results.indices.filter { results[$0].verdict.relevant != results[$0].label.relevant }
            .sorted { Self.error(results[$0]) > Self.error(results[$1]) }
    }

    private static func error(_ result: (verdict: Verdict, label: LabelledText.Label)) -> Double {
        (result.verdict.relevance - (result.label.relevant ? 1 : 0)).magnitude
    }

    private mutating func countTopics(_ verdict: Verdict, _ label: LabelledText.Label) {
        for topic in Set(verdict.topics).union(label.topics) {
            let (called, truth) = (verdict.topics.contains(topic), label.topics.contains(topic))
            topics.count(called: called, is: truth)
            byTopic[topic, default: Counts()].count(called: called, is: truth)
        }
    }

    private mutating func measureScores(_ results: [(verdict: Verdict, label: LabelledText.Label)]) {
        guard !results.isEmpty else { return }
        let withLanguage = results.filter { $0.label.language != nil }
        if !withLanguage.isEmpty {
            let right = withLanguage.filter { $0.verdict.language == $0.label.language }
            languageAccuracy = Double(right.count) / Double(withLanguage.count)
        }
        brierScore = results.reduce(0) { $0 + Self.error($1) * Self.error($1) } / Double(results.count)
        averagePrecision = Self.averagePrecision(results.map { ($0.verdict.relevance, $0.label.relevant) })
        for bin in 0..<10 {
            let inside = results.filter { min(Int($0.verdict.relevance * 10), 9) == bin }
            guard !inside.isEmpty else { continue }
            let mean = inside.reduce(0) { $0 + $1.verdict.relevance } / Double(inside.count)
            let share = Double(inside.filter(\.label.relevant).count) / Double(inside.count)
            calibration.append(
                CalibrationBin(from: Double(bin) / 10, count: inside.count, meanScore: mean, relevantShare: share))
            expectedCalibrationError += (mean - share).magnitude * Double(inside.count) / Double(results.count)
        }
    }

    private static func averagePrecision(_ scores: [(score: Double, relevant: Bool)]) -> Double {
        let relevant = scores.filter(\.relevant).count
        guard relevant > 0 else { return 1 }
        let order = scores.sorted { $0.score > $1.score }
        var (sum, seen, hits, at) = (0.0, 0, 0, 0)
        while at < order.count {
            let end = order[at...].firstIndex { $0.score < order[at].score } ?? order.count
            let new = order[at..<end].filter(\.relevant).count
            seen += end - at
            hits += new
            sum += Double(new) * Double(hits) / Double(seen)
            at = end
        }
        return sum / Double(relevant)
    }
}
