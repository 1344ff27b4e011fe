/// What an entity is; the word that the lexicon writes as its `type`.
enum EntityType: String, CaseIterable, Sendable {
    /// The country under its names.
    case country
    /// Its people and what belongs to it (`Kenyan`, `American`).
    case demonym
    /// A place that stands for its government (`Washington`, `State House`).
    case metonym
    /// A named official, in office or known from it.
    case person
    /// An office without a name (`Secretary of State`).
    case office
    /// A ministry, department, parliament, party or other body of the state.
    case agency
    /// Armed forces, police and services.
    case force
    /// A court.
    case court
    /// An embassy, consulate or envoy.
    case mission
    /// A law, plan, fund or pact.
    case programme
    /// A company.
    case firm
    /// A charity, university, church or other body outside the state.
    case organisation
    /// A city, region, base, camp or landmark.
    case place
    /// A group or person outside the law of nations (`al-Shabaab`).
    case group

    /// Its place among all types.
    var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Whether it acts for a state.
    var isState: Bool {
        switch self {
        case .metonym, .person, .office, .agency, .force, .court, .mission, .programme: true
        case .country, .demonym, .firm, .organisation, .place, .group: false
        }
    }

    /// Whether it is a body that acts, but not for a state.
    var isBody: Bool { self == .firm || self == .organisation }
}

/// On which side an entity stands.
enum Side: Equatable, Sendable {
    /// The first (0) or second (1) of the lexicon's sides.
    case one(Int)
    /// It ties both.
    case both
    /// Another country or a body of many.
    case third
    /// It stands on no side; look-alikes do.
    case none
}

/// Someone or something that the lexicon knows by names.
struct Entity: Sendable {
    /// Its name in the lexicon, for example `us.rubio`.
    var id: String
    /// Where it stands.
    var side: Side
    /// Where it stands outside its years, if not on `side`.
    var otherwise: Side?
    /// What it is.
    var type: EntityType
    /// How surely the names mean it, 0…1.
    var strength: Double
    /// The first and last year in office; nil is open.
    var firstYear: Int?
    var lastYear: Int?
    /// Topics that it speaks for.
    var topics: [Int]
    /// The cue that it is at the same time, if any.
    var cue: Int?
    /// It means its side only where the side shows in another way too: another entity, the outlet, the feed's country.
    var isSupporting = false
    /// Words around it that cancel it.
    var unless: Contexts
    /// Words around it, one of which must be there.
    var needs: Contexts
}

/// Phrases around a mention, each a run of word numbers.
struct Contexts: Sendable {
    /// Right before it.
    var before: [[Int32]] = []
    /// Right after it.
    var after: [[Int32]] = []
    /// Within six words of it, in its sentence.
    var near: [[Int32]] = []
    /// Anywhere in the text.
    var text: [[Int32]] = []

    /// Whether it names no phrase.
    var isEmpty: Bool { before.isEmpty && after.isEmpty && near.isEmpty && text.isEmpty }
}

/// What a found pattern means.
///
/// The layers are matched apart, so that a topic's word may stand within a name.
enum Meaning: Sendable {
    /// An entity or look-alike, by index.
    case entity(Int32)
    /// A topic's word: the topic's index and how surely it speaks for it, 0…1.
    case term(Int32, Double)
    /// A cue, by index.
    case cue(Int32)
    /// A phrase after which the sentence is boilerplate.
    case tail
    /// A word of a language, by index.
    case language(Int32)
    /// A small word that links what stands around it (`in`, `with`), or puts it side by side (`and`).
    case link(isAnd: Bool)

    /// Whether words mean one such thing at most; topics and cues may share their words.
    var isExclusive: Bool {
        switch self {
        case .entity, .tail: true
        case .term, .cue, .language, .link: false
        }
    }

    /// The layer's number, 0…3; `language` words are single and need no layer.
    var layer: Int {
        switch self {
        case .entity: 0
        case .term: 1
        case .cue: 2
        case .tail: 3
        case .language, .link: 4
        }
    }
}
