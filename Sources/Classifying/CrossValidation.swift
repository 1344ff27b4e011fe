public import News

/// Verdicts on labelled items, each by weights that were fitted without the item's event.
///
/// The items are dealt into folds by their events; for every fold the weights are fitted to the other folds, and the
/// fold is judged with them. Everything is decided by the items themselves: the same items give the same verdicts, in
/// whatever order they come. Takes as long as training once for every fold: some seconds for thousands of items.
public struct CrossValidation: Sendable {
    /// One verdict for every item, in the items' order.
    public let verdicts: [Verdict]
    /// How well all of them together agree with the labels.
    public let evaluation: Evaluation

    /// Deals, trains and judges; `folds` is at least 2, and `threshold` is that of ``Classifier``.
    public init(of lexicon: Lexicon, over items: [LabelledText], folds: Int = 10, threshold: Double = 0.5) {
        precondition(folds >= 2, "one fold would be judged by weights fitted to nothing")
        let fold = items.map { Self.fold(of: $0, among: folds) }
        var verdicts = [Verdict?](repeating: nil, count: items.count)
        for current in 0..<folds {
            let held = items.indices.filter { fold[$0] == current }
            if held.isEmpty { continue }
            let others = items.indices.filter { fold[$0] != current }.map { items[$0] }
            let classifier = Classifier(lexicon: lexicon.trained(on: others), threshold: threshold)
            for index in held { verdicts[index] = classifier.verdict(on: items[index].text) }
        }
        self.verdicts = verdicts.compactMap { $0 }
        evaluation = Evaluation(
            zip(self.verdicts, items).map { (verdict: $0, label: $1.label) },
            cases: items.map { lexicon.cases(of: $0.text) })
    }

    /// The fold of an item, 0..<`folds`: told by its event, or by its text where it has none.
    public static func fold(of item: LabelledText, among folds: Int) -> Int {
        let key = item.label.event ?? item.text.title + "\n" + item.text.summary
        let hash = key.utf8.reduce(Folding.emptyHash) { Folding.hash($0, adding: $1) }
        // The low bits of this hash follow the last byte too closely.
        return Int((hash >> 7) % UInt64(folds))
    }
}
