/// The names and places of all features; they depend on the lexicon's sides, topics and cues and on nothing else.
struct FeatureSpace: Sendable {
    /// The names, in order of their places.
    let names: [String]
    /// Which sign each weight may have: 1, -1, or 0 for either.
    let signs: [Int]
    /// For every place the side whose feature it is, or -1.
    let sideOfPlace: [Int8]
    private let effects: [Cue.Effect]
    private let topicCount: Int
    private let cueCount: Int

    /// How far each side shows by itself.
    enum SideFeature: Int, CaseIterable {
        case title, lead, body, count, actor, dateline, listed, outlet, official, passing, coupled, displaced

        /// Being named in passing, in a list, beside a third country or after one speaks against; a dateline either way.
        var sign: Int {
            switch self {
            case .title, .lead, .body, .count, .actor, .outlet, .official: 1
            case .dateline: 0
            case .listed, .passing, .coupled, .displaced: -1
            }
        }
    }

    /// How the two sides stand to one another.
    enum PairFeature: Int, CaseIterable {
        case title, across, lead, body, apart, near, joined, actors, actor, firm, people, acting, linked, coordinate
    }

    /// What else the text holds; counted only where both sides show.
    enum TextFeature: Int, CaseIterable {
        case tieTitle, tieText, affairsTitle, affairsNear, affairsText, thirdTitle, thirdText, thirdShare, brief,
            breadth, untitled
    }

    /// Where a cue stands.
    enum CueFeature: Int, CaseIterable {
        case title, near, text
    }

    /// All cues of one effect together: the strongest in each place, and how many speak.
    enum CuesFeature: Int, CaseIterable {
        case title, near, text, count
    }

    /// Lays out the space.
    init(sides: [String], topics: [String], cues: [Cue]) {
        var names: [String] = ["base"]
        var signs: [Int] = [0]
        for side in sides {
            names += SideFeature.allCases.map { "\(side).\($0)" }
            signs += SideFeature.allCases.map(\.sign)
        }
        names += PairFeature.allCases.map { "pair.\($0)" }
        signs += PairFeature.allCases.map { $0 == .apart || $0 == .people || $0 == .coordinate ? 0 : 1 }
        names += [
            "tie.title", "tie.text", "affairs.title", "affairs.near", "affairs.text", "third.title", "third.text",
            "third.share", "brief", "breadth", "untitled",
        ]
        signs += [1, 1, 1, 1, 1, 0, 0, -1, 1, 1, -1]
        for effect in [Cue.Effect.for, .against] {
            names += CuesFeature.allCases.map { "cues.\(effect.rawValue).\($0)" }
            signs += CuesFeature.allCases.map { _ in effect == .for ? 1 : -1 }
        }
        names += topics.map { "topic.\($0)" }
        signs += topics.map { _ in 0 }
        for cue in cues {
            names += CueFeature.allCases.map { "cue.\(cue.id).\($0)" }
            signs += CueFeature.allCases.map { _ in cue.effect == .for ? 1 : cue.effect == .against ? -1 : 0 }
        }
        self.names = names
        self.signs = signs
        sideOfPlace = names.map { name in
            sides.firstIndex { name.hasPrefix($0 + ".") }.map { Int8($0) } ?? -1
        }
        effects = cues.map(\.effect)
        topicCount = topics.count
        cueCount = cues.count
    }

    /// Whether a cue speaks for.
    func speaksFor(_ cue: Int) -> Bool { effects[cue] == .for }

    /// What a cue does.
    func effect(of cue: Int) -> Cue.Effect { effects[cue] }

    /// How many features there are.
    var count: Int { names.count }

    private static let sideStart = 1
    private static let pairStart = sideStart + 2 * SideFeature.allCases.count
    private static let textStart = pairStart + PairFeature.allCases.count
    private static let cuesStart = textStart + TextFeature.allCases.count
    private static let topicStart = cuesStart + 2 * CuesFeature.allCases.count

    /// The place of a side's feature.
    static func place(_ feature: SideFeature, of side: Int) -> Int {
        sideStart + side * SideFeature.allCases.count + feature.rawValue
    }

    /// The place of a feature of the pair.
    static func place(_ feature: PairFeature) -> Int { pairStart + feature.rawValue }

    /// The place of a feature of the text.
    static func place(_ feature: TextFeature) -> Int { textStart + feature.rawValue }

    /// The place of a feature of all cues that speak for, or of all that speak against.
    static func place(_ feature: CuesFeature, speakingFor: Bool) -> Int {
        cuesStart + (speakingFor ? 0 : CuesFeature.allCases.count) + feature.rawValue
    }

    /// The place of a topic's feature.
    func place(ofTopic topic: Int) -> Int { Self.topicStart + topic }

    /// The place of a cue's feature.
    func place(_ feature: CueFeature, ofCue cue: Int) -> Int {
        Self.topicStart + topicCount + cue * CueFeature.allCases.count + feature.rawValue
    }
}
