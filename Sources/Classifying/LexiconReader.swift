import News

/// Reads the sources of a lexicon in the order in which their parts depend on one another.
struct LexiconReader {
    private(set) var name = "unnamed"
    private(set) var sides: [SideEntry] = []
    private(set) var topics: [String] = []
    private(set) var cues: [Cue] = []
    private(set) var languages: [Language] = []
    private(set) var entities: [Entity] = []
    private(set) var outlets: [UInt64: OutletEntry] = [:]
    private(set) var compiler = PhraseCompiler()
    private(set) var space = FeatureSpace(sides: [], topics: [], cues: [])
    private var identifiers: Set<String> = []

    private static let topKeys = [
        "include", "name", "side", "topic", "cue", "language", "entity", "roll", "lookalike", "outlet", "text",
        "weights",
    ]
    private static let phraseKeys = ["names", "exact", "words"]

    /// Reads everything; the sources together must name exactly two sides.
    mutating func read(_ sources: [TOMLSource]) throws(LexiconError) -> LexiconContents {
        let tops = sources.map(\.top)
        for top in tops {
            try top.allow(only: Self.topKeys)
            if let name = try top.string("name") { self.name = name }
        }
        for top in tops { for section in try top.sections("side") { try addSide(section) } }
        guard sides.count == 2 else {
            throw LexiconError(
                file: sources.first?.name ?? "lexicon",
                "a lexicon has exactly two [[side]] tables, here are \(sides.count); add or remove some")
        }
        for top in tops { for section in try top.sections("topic") { try addTopic(section) } }
        for top in tops { for section in try top.sections("cue") { try addCue(section) } }
        for top in tops { for section in try top.sections("language") { try addLanguage(section) } }
        for top in tops { for section in try top.sections("entity") { try addEntity(section) } }
        for top in tops { for section in try top.sections("roll") { try addRoll(section) } }
        for top in tops { for section in try top.sections("lookalike") { try addLookalike(section) } }
        for top in tops { for section in try top.sections("outlet") { try addOutlet(section) } }
        for top in tops { if let section = try top.section("text") { try addTextRules(section) } }
        space = FeatureSpace(sides: sides.map(\.id), topics: topics, cues: cues)
        return try LexiconContents(self, relevance: relevanceModel(tops), topicModel: topicModel(tops))
    }

    // MARK: What scores

    private mutating func addSide(_ section: TOMLSection) throws(LexiconError) {
        try section.allow(only: ["id", "country"])
        let id = try section.requiredString("id")
        if ["both", "third", "none"].contains(id) || sides.contains(where: { $0.id == id }) {
            throw section.error("a side cannot be called “\(id)”; choose another id", key: "id")
        }
        sides.append(SideEntry(id: id, country: try section.string("country")))
    }

    private mutating func addTopic(_ section: TOMLSection) throws(LexiconError) {
        try section.allow(only: ["id", "hints"] + Self.phraseKeys)
        let id = try section.requiredString("id")
        let index = topics.firstIndex(of: id) ?? topics.count
        if index == topics.count { topics.append(id) }
        try addPhrases(of: section, meaning: .term(Int32(index), 1))
        try addPhrases(try section.strings("hints"), .words, section, .term(Int32(index), 0.5))
    }

    private mutating func addCue(_ section: TOMLSection) throws(LexiconError) {
        try section.allow(only: ["id", "effect"] + Self.phraseKeys)
        let id = try section.requiredString("id")
        let index = cues.firstIndex { $0.id == id } ?? cues.count
        if index == cues.count {
            let effect = try choice("effect", in: section, of: Cue.Effect.self) ?? .either
            cues.append(Cue(id: id, effect: effect))
        }
        try addPhrases(of: section, meaning: .cue(Int32(index)))
    }

    private mutating func addLanguage(_ section: TOMLSection) throws(LexiconError) {
        try section.allow(only: ["id", "rival", "words"])
        let index = languages.count
        languages.append(Language(id: try section.requiredString("id"), isRival: try section.flag("rival")))
        try addPhrases(of: section, meaning: .language(Int32(index)))
    }

    private mutating func addEntity(_ section: TOMLSection) throws(LexiconError) {
        try section.allow(
            only: [
                "id", "side", "otherwise", "type", "strength", "years", "topics", "cue", "supporting", "unless",
                "needs",
            ] + Self.phraseKeys)
        let id = try section.requiredString("id")
        guard identifiers.insert(id).inserted else {
            throw section.error("the entity “\(id)” is there twice; merge the two or rename one", key: "id")
        }
        let years = try section.integers("years")
        guard years.count <= 2, years.count < 2 || years[0] <= years[1] else {
            throw section.error("“years” is [first] or [first, last]", key: "years")
        }
        let entity = Entity(
            id: id, side: try side(section.requiredString("side"), section, "side"),
            otherwise: try section.string("otherwise").map { name throws(LexiconError) in
                try side(name, section, "otherwise")
            },
            type: try choice("type", in: section, of: EntityType.self) ?? .organisation,
            strength: try section.number("strength", in: 0...1) ?? 1, firstYear: years.first,
            lastYear: years.count == 2 ? years[1] : nil, topics: try topicIndexes(section), cue: try cueIndex(section),
            isSupporting: try section.flag("supporting"), unless: try contexts("unless", section),
            needs: try contexts("needs", section))
        entities.append(entity)
        try addPhrases(of: section, meaning: .entity(Int32(entities.count - 1)))
    }

    /// A roll is an office and those who held it, each an entity of its own with the years of the office.
    private mutating func addRoll(_ section: TOMLSection) throws(LexiconError) {
        try section.allow(only: ["side", "otherwise", "type", "strength", "topics", "titles", "holders"])
        let sideName = try section.requiredString("side")
        let roll = Entity(
            id: "", side: try side(sideName, section, "side"),
            otherwise: try section.string("otherwise").map { name throws(LexiconError) in
                try side(name, section, "otherwise")
            },
            type: try choice("type", in: section, of: EntityType.self) ?? .person,
            strength: try section.number("strength", in: 0...1) ?? 1, firstYear: nil, lastYear: nil,
            topics: try topicIndexes(section), cue: nil, unless: Contexts(), needs: Contexts())
        let titles = try section.strings("titles")
        for line in try section.strings("holders") {
            guard let holder = RollEntry(line) else {
                throw section.error("“\(line)” is not written as “1997-2001 Name, Other Name”", key: "holders")
            }
            var entity = roll
            (entity.firstYear, entity.lastYear) = (holder.firstYear, holder.lastYear)
            entity.id = identifier(for: holder, side: sideName)
            entities.append(entity)
            let meaning = Meaning.entity(Int32(entities.count - 1))
            try addPhrases(holder.names + holder.addresses(titles), .names, section, meaning)
        }
    }

    /// `us.rubio`, or the whole name where the surname is taken.
    private mutating func identifier(for holder: RollEntry, side: String) -> String {
        let short = "\(side).\(holder.surname)"
        if identifiers.insert(short).inserted { return short }
        var long = "\(side).\(holder.fullName)"
        while !identifiers.insert(long).inserted { long += "-again" }
        return long
    }

    /// A look-alike is an entity on no side: being longer, it takes the words away from the real one.
    private mutating func addLookalike(_ section: TOMLSection) throws(LexiconError) {
        try section.allow(only: ["cue"] + Self.phraseKeys)
        entities.append(
            Entity(
                id: "lookalike", side: .none, otherwise: nil, type: .group, strength: 0, firstYear: nil, lastYear: nil,
                topics: [], cue: try cueIndex(section), unless: Contexts(), needs: Contexts()))
        try addPhrases(of: section, meaning: .entity(Int32(entities.count - 1)))
    }

    private mutating func addOutlet(_ section: TOMLSection) throws(LexiconError) {
        try section.allow(only: ["side", "official", "names"])
        guard case .one(let index) = try side(section.requiredString("side"), section, "side") else {
            throw section.error("an outlet stands on one of the two sides", key: "side")
        }
        let outlet = OutletEntry(side: index, isOfficial: try section.flag("official"))
        for name in try section.strings("names") {
            if let hash = PhraseCompiler.hash(ofName: name) { outlets[hash] = outlet }
        }
    }

    private mutating func addTextRules(_ section: TOMLSection) throws(LexiconError) {
        try section.allow(only: ["abbreviations", "tails", "links", "ands"])
        for word in try section.strings("abbreviations") { compiler.addAbbreviation(word) }
        try addPhrases(try section.strings("tails"), .words, section, .tail)
        try addPhrases(try section.strings("links"), .words, section, .link(isAnd: false))
        try addPhrases(try section.strings("ands"), .words, section, .link(isAnd: true))
    }

    // MARK: Parts of a table

    private mutating func addPhrases(of section: TOMLSection, meaning: Meaning) throws(LexiconError) {
        try addPhrases(try section.strings("names"), .names, section, meaning)
        try addPhrases(try section.strings("exact"), .exact, section, meaning)
        try addPhrases(try section.strings("words"), .words, section, meaning)
    }

    private mutating func addPhrases(
        _ phrases: [String], _ rule: PhraseCompiler.CaseRule, _ section: TOMLSection, _ meaning: Meaning
    ) throws(LexiconError) {
        for phrase in phrases {
            if !compiler.add(phrase, rule, meaning: meaning) {
                throw section.error("“\(phrase)” has no word in it; remove it")
            }
        }
    }

    private mutating func contexts(_ key: String, _ section: TOMLSection) throws(LexiconError) -> Contexts {
        guard let inner = try section.section(key) else { return Contexts() }
        try inner.allow(only: ["before", "after", "near", "text"])
        var contexts = Contexts()
        contexts.before = try inner.strings("before").map { compiler.context($0) }
        contexts.after = try inner.strings("after").map { compiler.context($0) }
        contexts.near = try inner.strings("near").map { compiler.context($0) }
        contexts.text = try inner.strings("text").map { compiler.context($0) }
        return contexts
    }

    private func side(_ name: String, _ section: TOMLSection, _ key: String) throws(LexiconError) -> Side {
        if let index = sides.firstIndex(where: { $0.id == name }) { return .one(index) }
        switch name {
        case "both": return .both
        case "third": return .third
        case "none": return .none
        default:
            let known = sides.map(\.id) + ["both", "third", "none"]
            let nearest = NearestName.among(known, to: name)?.name ?? ""
            throw section.error("unknown side “\(name)”; did you mean “\(nearest)”?", key: key)
        }
    }

    private func topicIndexes(_ section: TOMLSection) throws(LexiconError) -> [Int] {
        var indexes: [Int] = []
        for name in try section.strings("topics") {
            guard let index = topics.firstIndex(of: name) else {
                let nearest = NearestName.among(topics, to: name)?.name ?? ""
                throw section.error("unknown topic “\(name)”; did you mean “\(nearest)”?", key: "topics")
            }
            indexes.append(index)
        }
        return indexes
    }

    private func cueIndex(_ section: TOMLSection) throws(LexiconError) -> Int? {
        guard let name = try section.string("cue") else { return nil }
        guard let index = cues.firstIndex(where: { $0.id == name }) else {
            let nearest = NearestName.among(cues.map(\.id), to: name)?.name ?? ""
            throw section.error("unknown cue “\(name)”; did you mean “\(nearest)”?", key: "cue")
        }
        return index
    }

    private func choice<Value: RawRepresentable & CaseIterable>(
        _ key: String, in section: TOMLSection, of type: Value.Type
    ) throws(LexiconError) -> Value? where Value.RawValue == String {
        guard let name = try section.string(key) else { return nil }
        if let value = Value(rawValue: name) { return value }
        let nearest = NearestName.among(Value.allCases.map(\.rawValue), to: name)?.name ?? ""
        throw section.error("unknown \(key) “\(name)”; did you mean “\(nearest)”?", key: key)
    }

    // MARK: Weights

    private func relevanceModel(_ tops: [TOMLSection]) throws(LexiconError) -> RelevanceModel {
        var weights: [Double]?
        for top in tops {
            guard let section = try top.section("weights")?.section("relevance") else { continue }
            weights = try numbers(section, named: space.names, over: weights)
        }
        return weights.map(RelevanceModel.init) ?? RelevanceModel(standardFor: space)
    }

    private func topicModel(_ tops: [TOMLSection]) throws(LexiconError) -> TopicModel {
        var model = TopicModel(standardFor: topics.count)
        for top in tops {
            guard let weights = try top.section("weights") else { continue }
            try weights.allow(only: ["relevance", "topics"])
            guard let sections = try weights.section("topics") else { continue }
            try sections.allow(only: topics)
            for (index, topic) in topics.enumerated() {
                guard let section = try sections.section(topic) else { continue }
                model.weights[index] = try numbers(section, named: TopicModel.names(topics), over: nil)
            }
        }
        return model
    }

    private func numbers(
        _ section: TOMLSection, named names: [String], over given: [Double]?
    ) throws(LexiconError) -> [Double] {
        try section.allow(only: names)
        var numbers = given ?? Array(repeating: 0, count: names.count)
        for (index, name) in names.enumerated() {
            if let number = try section.number(name, in: -1000...1000) { numbers[index] = number }
        }
        return numbers
    }
}
