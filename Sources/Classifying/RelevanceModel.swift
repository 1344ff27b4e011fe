/// A weight for every feature; the score is the logistic function of their sum.
struct RelevanceModel: Sendable {
    /// One weight per place of the feature space.
    var weights: [Double]

    /// Takes weights as they are.
    init(_ weights: [Double]) { self.weights = weights }

    /// Weights set by hand, for a lexicon that brings none: two sides named together count for, and so does what ties
    /// them; nothing that a lexicon calls “against” is taken lightly.
    init(standardFor space: FeatureSpace) {
        weights = Array(repeating: 0, count: space.count)
        weights[0] = -4
        for side in 0...1 {
            weights[FeatureSpace.place(.title, of: side)] = 0.5
            weights[FeatureSpace.place(.lead, of: side)] = 0.3
            weights[FeatureSpace.place(.actor, of: side)] = 0.3
            weights[FeatureSpace.place(.listed, of: side)] = -1.5
        }
        let pairs: [FeatureSpace.PairFeature: Double] = [
            .title: 1.2, .across: 1, .lead: 0.8, .body: 0.6, .near: 1, .joined: 0.5, .actors: 1, .actor: 0.7,
            .firm: 0.5,
        ]
        for (feature, weight) in pairs { weights[FeatureSpace.place(feature)] = weight }
        let texts: [FeatureSpace.TextFeature: Double] = [
            .tieTitle: 4, .tieText: 3.5, .affairsTitle: 1, .affairsNear: 1, .affairsText: 1, .thirdTitle: -0.5,
            .thirdText: -0.7,
        ]
        for (feature, weight) in texts { weights[FeatureSpace.place(feature)] = weight }
        for (place, sign) in space.signs.enumerated() where space.names[place].hasPrefix("cue.") {
            weights[place] = sign == 0 ? 0 : sign > 0 ? 0.5 : -1.5
        }
    }

    /// The sum of all contributions.
    func sum(_ values: [Double]) -> Double {
        var sum = 0.0
        for index in values.indices { sum += values[index] * weights[index] }
        return sum
    }

    /// Squeezes a sum into 0…1.
    static func probability(_ sum: Double) -> Double { 1 / (1 + exponential(-sum)) }
}
