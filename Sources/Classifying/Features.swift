/// What the score is made of: one number per feature of the space, and for each the words that it comes from.
struct Features {
    /// The numbers, most of them 0.
    private(set) var values: [Double]
    /// The words behind each number.
    private(set) var witnesses: [Witness]

    /// Where a feature's words stand, and what they are.
    struct Witness: Equatable {
        /// The first and last word; nil where no word stands for it.
        var words: ClosedRange<Int>?
        /// The entities, one or two, by index in the lexicon; -1 is none.
        var entity: Int32 = -1
        var other: Int32 = -1
    }

    /// The best pair of mentions, one of each side.
    struct Pair {
        var first: Mention
        var second: Mention
        /// How many words stand between the two; nil where they are in different sentences.
        var gap: Int?
        var strength: Double { min(first.strength, second.strength) }
    }

    private let reading: Reading
    private let space: FeatureSpace
    /// How far both sides show at all, 0…1: what a text says of one side alone does not count.
    private var gate = 0.0
    /// The pair that speaks most for a tie.
    private var best: Pair?
    /// For every word, how many cues that speak for begin before it; made when there is a pair to measure.
    private var speaking: [Int32] = []

    /// Measures a text.
    init(_ reading: Reading, _ space: FeatureSpace) {
        self.reading = reading
        self.space = space
        values = Array(repeating: 0, count: space.count)
        witnesses = Array(repeating: Witness(), count: space.count)
        values[0] = 1
        let shown = measureSides()
        measureTies()
        measurePairs()
        gate = max(min(shown.0, shown.1), tieStrength)
        measureOutlet(shown)
        measureBrevity()
        guard gate > 0 else { return }
        for side in 0...1 { measureStanding(side) }
        measureAffairs()
        measureThirds()
        measureCues()
    }

    private static func speaking(_ reading: Reading, _ space: FeatureSpace) -> [Int32] {
        var counts = [Int32](repeating: 0, count: reading.tokens.count + 1)
        for cue in reading.cues where space.speaksFor(cue.index) { counts[cue.first + 1] += 1 }
        for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
        return counts
    }

    private mutating func raise(_ place: Int, to value: Double, _ witness: @autoclosure () -> Witness) {
        guard value > values[place] else { return }
        values[place] = value
        witnesses[place] = witness()
    }

    private static func witness(_ mention: Mention) -> Witness {
        Witness(words: mention.first...mention.last, entity: mention.entity)
    }

    private static func witness(_ hit: Hit) -> Witness { Witness(words: hit.first...hit.last) }

    private static func witness(_ pair: Pair) -> Witness {
        let (left, right) = pair.first.first < pair.second.first ? (pair.first, pair.second) : (pair.second, pair.first)
        let words = pair.gap == nil ? left.first...left.last : left.first...max(left.last, right.last)
        return Witness(words: words, entity: pair.first.entity, other: pair.second.entity)
    }

    // MARK: Each side

    /// Returns how far each side shows, frame and outlet left out.
    private mutating func measureSides() -> (Double, Double) {
        var shown = [0.0, 0.0]
        var counts = [0, 0]
        for mention in reading.mentions {
            guard case .one(let side) = mention.side else { continue }
            if mention.isMuted {
                raise(FeatureSpace.place(.dateline, of: side), to: mention.strength, Self.witness(mention))
                continue
            }
            shown[side] = max(shown[side], mention.strength)
            counts[side] += 1
            let place: FeatureSpace.SideFeature =
                mention.inTitle ? .title : mention.sentence <= 1 ? .lead : .body
            raise(FeatureSpace.place(place, of: side), to: mention.strength, Self.witness(mention))
            if mention.type.isState, place != .body {
                raise(FeatureSpace.place(.actor, of: side), to: mention.strength, Self.witness(mention))
            }
            if mention.isListed { raise(FeatureSpace.place(.listed, of: side), to: 1, Self.witness(mention)) }
        }
        for side in 0...1 {
            values[FeatureSpace.place(.count, of: side)] = Double(min(counts[side], 4)) / 4
            let dateline = FeatureSpace.place(.dateline, of: side)
            if shown[side] > 0 { values[dateline] = 0 }
            let isListedOnly = reading.mentions.allSatisfy { $0.side != .one(side) || $0.isMuted || $0.isListed }
            if !isListedOnly { values[FeatureSpace.place(.listed, of: side)] = 0 }
        }
        return (shown[0], shown[1])
    }

    // MARK: Both sides

    private var tieStrength: Double {
        max(values[FeatureSpace.place(.tieTitle)], values[FeatureSpace.place(.tieText)])
    }

    private mutating func measureTies() {
        for mention in reading.mentions where mention.side == .both && !mention.isMuted {
            let place = FeatureSpace.place(mention.inTitle ? .tieTitle : .tieText)
            raise(place, to: mention.strength, Self.witness(mention))
        }
    }

    private mutating func measurePairs() {
        let first = reading.mentions.filter { $0.side == .one(0) && !$0.isMuted }
        let second = reading.mentions.filter { $0.side == .one(1) && !$0.isMuted }
        if first.isEmpty || second.isEmpty { return }
        speaking = Self.speaking(reading, space)
        for left in first { for right in second { measure(Pair(first: left, second: right, gap: gap(left, right))) } }
    }

    private func gap(_ left: Mention, _ right: Mention) -> Int? {
        guard left.sentence == right.sentence else { return nil }
        return max(0, left.first > right.last ? left.first - right.last - 1 : right.first - left.last - 1)
    }

    private mutating func measure(_ pair: Pair) {
        let strength = pair.strength
        guard let gap = pair.gap else {
            let isAcross = pair.first.inTitle || pair.second.inTitle
            raise(FeatureSpace.place(isAcross ? .across : .apart), to: strength, Self.witness(pair))
            if best == nil || isAcross && best?.gap == nil && strength > best?.strength ?? 0 { best = pair }
            return
        }
        let place: FeatureSpace.PairFeature =
            pair.first.inTitle ? .title : pair.first.sentence <= 1 ? .lead : .body
        raise(FeatureSpace.place(place), to: strength, Self.witness(pair))
        raise(FeatureSpace.place(.near), to: strength / (1 + Double(gap) / 4), Self.witness(pair))
        if gap <= 2 { raise(FeatureSpace.place(.joined), to: strength, Self.witness(pair)) }
        if let relation = relation(pair, gap) { raise(FeatureSpace.place(relation), to: strength, Self.witness(pair)) }
        raise(FeatureSpace.place(kind(pair)), to: strength, Self.witness(pair))
        if isBetter(pair) { best = pair }
    }

    /// What stands between the two: a word that speaks for (“US *urges* Kenya”), link words only (“US troops *in*
    /// Kenya”), or an “and” or comma, which puts the two side by side.
    private func relation(_ pair: Pair, _ gap: Int) -> FeatureSpace.PairFeature? {
        let (left, right) = pair.first.first < pair.second.first ? (pair.first, pair.second) : (pair.second, pair.first)
        guard gap <= 12, left.last < right.first else { return nil }
        if speaking[right.first] > speaking[left.last + 1] { return .acting }
        let between = reading.tokens[left.last + 1..<right.first]
        guard between.allSatisfy({ !$0.marks.isDisjoint(with: [.link, .and]) }) else { return nil }
        let isSideBySide =
            between.contains { $0.marks.contains(.and) } || reading.tokens[right.first].marks.contains(.comma)
        return isSideBySide ? .coordinate : gap > 0 ? .linked : nil
    }

    private func kind(_ pair: Pair) -> FeatureSpace.PairFeature {
        let (left, right) = (pair.first.type, pair.second.type)
        if left.isState, right.isState { return .actors }
        if left.isState || right.isState { return .actor }
        return left.isBody || right.isBody ? .firm : .people
    }

    private func isBetter(_ pair: Pair) -> Bool {
        guard let best, let bestGap = best.gap else { return true }
        let (this, that) = (pair.strength / (4 + Double(pair.gap ?? 99)), best.strength / (4 + Double(bestGap)))
        return pair.first.inTitle == best.first.inTitle ? this > that : pair.first.inTitle && !best.first.inTitle
    }

    // MARK: How a side is named

    /// Whether a side is what the text is about, or only comes up in it.
    private mutating func measureStanding(_ side: Int) {
        let own = reading.mentions.filter { ($0.side == .one(side) || $0.side == .both) && !$0.isMuted }
        guard let first = own.first, !own.contains(where: \.inTitle) else { return }
        let thirds = reading.mentions.filter { $0.side == .third && !$0.isMuted && $0.type == .country }
        if own.count == 1, first.sentence > 1 {
            raise(FeatureSpace.place(.passing, of: side), to: gate, Self.witness(first))
        }
        if own.allSatisfy({ mention in thirds.contains { Self.areCoupled($0, mention) } }) {
            raise(FeatureSpace.place(.coupled, of: side), to: gate, Self.witness(first))
        }
        // A theatre where both meet, or a rival of one of them, is not another story.
        if let third = thirds.first(where: { $0.inTitle && !$0.hasTopics }) {
            raise(FeatureSpace.place(.displaced, of: side), to: gate, Self.witness(third))
        }
    }

    /// Whether two countries are named in one breath: “Uganda and Kenya”.
    private static func areCoupled(_ left: Mention, _ right: Mention) -> Bool {
        left.sentence == right.sentence
            && (0...2).contains(left.first > right.last ? left.first - right.last : right.first - left.last)
    }

    // MARK: The rest of the text

    /// An outlet of one side need not name its own country: it stands in where that side does not show.
    private mutating func measureOutlet(_ shown: (Double, Double)) {
        guard let outlet = reading.outlet else { return }
        let (own, other) = outlet.side == 0 ? (shown.0, shown.1) : (shown.1, shown.0)
        if outlet.isOfficial {
            values[FeatureSpace.place(.official, of: outlet.side)] = other
            gate = max(gate, Self.officialGate * other)
        } else if own == 0, tieStrength == 0 {
            values[FeatureSpace.place(.outlet, of: outlet.side)] = Self.outletWorth * other
            gate = max(gate, Self.outletWorth * other)
        }
    }

    /// How much of a side its outlets stand for: papers write of the whole world, so little; a ministry of its own acts, so much.
    private static let outletWorth = 0.3
    private static let officialGate = 0.8

    /// Where both stand in the title and there is hardly a summary, the title is all there is to go by.
    private mutating func measureBrevity() {
        guard reading.tokens.count - reading.titleCount < 6 else { return }
        values[FeatureSpace.place(.brief)] = values[FeatureSpace.place(.title)]
    }

    /// Whether a word stands in a sentence with the best pair, or with something that ties both sides.
    private func isNearTie(_ hit: Hit) -> Bool {
        if let best, best.gap != nil, best.first.sentence == hit.sentence { return true }
        return reading.mentions.contains { $0.side == .both && !$0.isMuted && $0.sentence == hit.sentence }
    }

    private mutating func measureAffairs() {
        var (title, near, text) = (Set<Int>(), Set<Int>(), Set<Int>())
        for term in reading.terms {
            let isNear = isNearTie(term)
            if term.inTitle { title.insert(term.index) }
            if isNear { near.insert(term.index) }
            text.insert(term.index)
            let value = gate * term.strength * (term.inTitle || isNear ? 1 : 0.5)
            raise(space.place(ofTopic: term.index), to: value, Self.witness(term))
        }
        values[FeatureSpace.place(.affairsTitle)] = gate * Double(min(title.count, 2)) / 2
        values[FeatureSpace.place(.affairsNear)] = gate * Double(min(near.count, 3)) / 3
        values[FeatureSpace.place(.affairsText)] = gate * Double(min(text.count, 4)) / 4
    }

    private mutating func measureThirds() {
        var (title, text) = (Set<Int32>(), Set<Int32>())
        for mention in reading.mentions where mention.side == .third && !mention.isMuted {
            if mention.inTitle { title.insert(mention.entity) }
            text.insert(mention.entity)
            let place = FeatureSpace.place(mention.inTitle ? .thirdTitle : .thirdText)
            raise(place, to: .leastNonzeroMagnitude, Self.witness(mention))
        }
        measureBalance()
        values[FeatureSpace.place(.thirdTitle)] = gate * Double(min(title.count, 3)) / 3
        values[FeatureSpace.place(.thirdText)] = gate * Double(min(text.count, 6)) / 6
    }

    /// How many different names stand for each side, how much of the text is about others, and whether the title names
    /// neither side.
    private mutating func measureBalance() {
        var names: [Set<Int32>] = [[], []]
        var (own, others) = (0, 0)
        var isInTitle = false
        for mention in reading.mentions where !mention.isMuted {
            if mention.side == .third { others += 1 } else { own += 1 }
            if case .one(let side) = mention.side { names[side].insert(mention.entity) }
            if mention.side != .third, mention.inTitle { isInTitle = true }
        }
        values[FeatureSpace.place(.breadth)] = gate * Double(min(names[0].count, names[1].count, 3)) / 3
        values[FeatureSpace.place(.thirdShare)] = gate * Double(others) / Double(max(1, own + others))
        values[FeatureSpace.place(.untitled)] = isInTitle ? 0 : gate
    }

    /// What speaks for a tie in a sentence that names neither side counts half.
    private mutating func measureCues() {
        let sided = Set(reading.mentions.filter { $0.side != .third && !$0.isMuted }.map(\.sentence))
        var seen = Set<Int>()
        var kinds = (speakingFor: 0, against: 0)
        for cue in reading.cues {
            let place: FeatureSpace.CueFeature = cue.inTitle ? .title : isNearTie(cue) ? .near : .text
            let worth = place != .text || !space.speaksFor(cue.index) || sided.contains(cue.sentence) ? 1 : 0.5
            let value = gate * cue.strength * worth
            let feature = space.place(place, ofCue: cue.index)
            raise(feature, to: value, Self.witness(cue))
            let effect = space.effect(of: cue.index)
            if effect == .either { continue }
            if seen.insert(feature).inserted {
                if effect == .for { kinds.speakingFor += 1 } else { kinds.against += 1 }
            }
            let whole: FeatureSpace.CuesFeature = place == .title ? .title : place == .near ? .near : .text
            raise(FeatureSpace.place(whole, speakingFor: effect == .for), to: value, Self.witness(cue))
        }
        values[FeatureSpace.place(.count, speakingFor: true)] = gate * Double(min(kinds.speakingFor, 6)) / 6
        values[FeatureSpace.place(.count, speakingFor: false)] = gate * Double(min(kinds.against, 5)) / 5
    }
}
