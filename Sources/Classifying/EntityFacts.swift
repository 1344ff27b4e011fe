/// What is asked of an entity at every mention, without its names and contexts: plain numbers that cost nothing to copy.
struct EntityFacts: Sendable {
    /// Where it stands.
    let side: Side
    /// Where it stands outside its years, if not on `side`.
    let otherwise: Side?
    /// What it is.
    let type: EntityType
    /// How surely the names mean it, 0…1.
    let strength: Double
    /// The cue that it is at the same time, if any.
    let cue: Int?
    /// It means its side only beside something surer.
    let isSupporting: Bool
    /// It speaks for topics.
    let hasTopics: Bool
    /// Words around it may cancel it, or must be there.
    let hasUnless: Bool
    let hasNeeds: Bool
    private let firstYear: Int
    private let lastYear: Int

    /// Takes the facts out of an entity.
    init(_ entity: Entity) {
        side = entity.side
        otherwise = entity.otherwise
        type = entity.type
        strength = entity.strength
        cue = entity.cue
        isSupporting = entity.isSupporting
        hasTopics = !entity.topics.isEmpty
        hasUnless = !entity.unless.isEmpty
        hasNeeds = !entity.needs.isEmpty
        firstYear = entity.firstYear ?? .min
        lastYear = entity.lastYear ?? .max
    }

    /// Whether it holds its office in a year; true where the year is unknown.
    func isInOffice(in year: Int?) -> Bool {
        guard let year else { return true }
        return firstYear <= year && year <= lastYear
    }
}
