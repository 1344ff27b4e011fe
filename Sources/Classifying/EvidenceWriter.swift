import News

/// Puts the numbers of a score back into words: which words, what they mean, where they stand, what they add.
struct EvidenceWriter {
    let lexicon: LexiconContents
    let text: ItemText
    let reading: Reading

    /// One piece per witness and meaning, strongest first; their weights add up to the sum of the score.
    func evidence(for features: Features) -> [Evidence] {
        var pieces: [Evidence] = []
        for (place, value) in features.values.enumerated() {
            let weight = value * lexicon.relevance.weights[place]
            if weight == 0 { continue }
            let piece = piece(place, features.witnesses[place], weight)
            if let same = pieces.firstIndex(where: { isSame($0, piece) }) {
                pieces[same].weight += weight
            } else {
                pieces.append(piece)
            }
        }
        // Equal weights keep the order of the feature space, so that the same text always gets the same answer.
        let order = pieces.indices.sorted {
            pieces[$0].weight.magnitude != pieces[$1].weight.magnitude
                ? pieces[$0].weight.magnitude > pieces[$1].weight.magnitude : $0 < $1
        }
        return order.map { pieces[$0] }
    }

    private func isSame(_ left: Evidence, _ right: Evidence) -> Bool {
        left.entity == right.entity && left.field == right.field && left.text == right.text
    }

    private func piece(_ place: Int, _ witness: Features.Witness, _ weight: Double) -> Evidence {
        let (entity, side) = meaning(place, witness)
        guard let words = witness.words else {
            let isOutlet = lexicon.space.names[place].hasSuffix(".outlet")
            return Evidence(
                text: isOutlet ? text.source ?? "" : "", entity: entity, side: side,
                field: isOutlet ? "source" : "title", weight: weight)
        }
        let isInTitle = words.lowerBound < reading.titleCount
        return Evidence(
            text: slice(words, isInTitle ? text.title : text.summary), entity: entity, side: side,
            field: isInTitle ? "title" : "summary", weight: weight)
    }

    private func meaning(_ place: Int, _ witness: Features.Witness) -> (entity: String, side: String) {
        guard witness.entity >= 0 else {
            let name = lexicon.space.names[place]
            let side = lexicon.sides.first { name.hasPrefix($0.id + ".") }?.id
            return (name, side ?? "none")
        }
        let entity = lexicon.entities[Int(witness.entity)]
        guard witness.other >= 0 else { return (entity.id, name(of: entity.side)) }
        return ("\(entity.id) + \(lexicon.entities[Int(witness.other)].id)", "both")
    }

    private func name(of side: Side) -> String {
        switch side {
        case .one(let index): lexicon.sides[index].id
        case .both: "both"
        case .third: "third"
        case .none: "none"
        }
    }

    private func slice(_ words: ClosedRange<Int>, _ field: String) -> String {
        let bytes = field.utf8
        let start = bytes.index(bytes.startIndex, offsetBy: Int(reading.tokens[words.lowerBound].start))
        let end = bytes.index(bytes.startIndex, offsetBy: Int(reading.tokens[words.upperBound].end))
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
