import News

/// Puts the numbers of a score back into words: which words, what they mean, where they stand, what they add.
struct EvidenceWriter {
    let lexicon: LexiconContents
    let text: ItemText
    let reading: Reading

    /// One piece per witness and meaning, strongest first; their weights add up to the sum of the score.
    func evidence(for features: Features) -> [Evidence] {
        var pieces: [Evidence] = []
        for part in parts(of: features) {
            let piece = piece(part.place, part.witness, part.weight)
            if let same = pieces.firstIndex(where: { isSame($0, piece) }) {
                pieces[same].weight += part.weight
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

    /// What a witness adds, before it is put into words.
    private struct Part {
        var place: Int
        var witness: Features.Witness
        var weight: Double
    }

    /// The features that count, those of one witness together.
    private func parts(of features: Features) -> [Part] {
        var parts: [Part] = []
        for place in features.values.indices where features.values[place] != 0 {
            let weight = features.values[place] * lexicon.relevance.weights[place]
            if weight == 0 { continue }
            let witness = features.witnesses[place]
            let same =
                witness.entity < 0 ? nil : parts.firstIndex { $0.witness == witness }
            if let same {
                parts[same].weight += weight
            } else {
                parts.append(Part(place: place, witness: witness, weight: weight))
            }
        }
        return parts
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
            let side = lexicon.space.sideOfPlace[place]
            return (lexicon.space.names[place], side < 0 ? "none" : lexicon.sides[Int(side)].id)
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
