import FoundationEssentials
import News

/// An entity found in a text.
struct Mention {
    /// Its index in the lexicon.
    var entity: Int32
    var side: Side
    var type: EntityType
    /// The first and the last of its words.
    var first: Int
    var last: Int
    var sentence: Int32
    var inTitle: Bool
    /// It stands in a dateline, byline, outlet's name or tail.
    var isMuted: Bool
    /// It speaks for a topic.
    var hasTopics = false
    /// It stands in a list of at least four countries.
    var isListed = false
    /// How surely and how prominently it is meant, 0…1.
    var strength: Double
}

/// A topic's word or a cue found in a text.
struct Hit {
    /// The topic's or cue's index.
    var index: Int
    var first: Int
    var last: Int
    var sentence: Int32
    var inTitle: Bool
    /// How surely it speaks, 0…1.
    var strength: Double
    /// What speaks.
    var kind: Kind

    /// What speaks: a sure word, a word that only hints, or an entity that stands for a topic.
    enum Kind: Int, CaseIterable {
        case word, hint, entity
    }
}

/// A text as the lexicon sees it: its words, and the entities, topic words and cues among them.
struct Reading {
    private(set) var tokens: [Token]
    /// How many of the words are the title's.
    let titleCount: Int
    private(set) var mentions: [Mention] = []
    private(set) var terms: [Hit] = []
    private(set) var cues: [Hit] = []
    /// How many words were seen of each of the lexicon's languages.
    private(set) var languageCounts: [Int]
    /// The side of the outlet, where the lexicon or the feed's country tells it.
    let outlet: OutletEntry?

    private let lexicon: LexiconContents

    /// More mentions than this tell nothing new; it bounds the work on a long text.
    private static let mentionLimit = 80

    /// Reads a text.
    init(_ text: ItemText, _ lexicon: LexiconContents) {
        self.lexicon = lexicon
        var tokenizer = Tokenizer(vocabulary: lexicon.vocabulary)
        var (title, summary) = (text.title, text.summary)
        title.withUTF8 { tokenizer.add($0) }
        titleCount = tokenizer.tokens.count
        summary.withUTF8 { tokenizer.add($0) }
        tokens = tokenizer.tokens
        languageCounts = Array(repeating: 0, count: lexicon.languages.count)
        let name = text.source.map { PhraseCompiler.tokens(in: $0) } ?? []
        outlet = lexicon.outlet(of: text, name: name)
        Frame.mute(&tokens, titleCount: titleCount, outlet: name)
        let year = text.published.map {
            CivilDate(daysSinceEpoch: Int(($0.timeIntervalSince1970 / 86_400).rounded(.down))).year
        }
        find(year)
        dropUnsupported()
        dropCuesWithinNames()
        markLists()
    }

    // MARK: Finding

    /// Goes through the words once.
    ///
    /// In each layer the longest phrase at the leftmost place wins, and its words are spent. A phrase may speak for
    /// several topics or cues at once, but it is one entity at most.
    private mutating func find(_ year: Int?) {
        var found: [Automaton.Pattern] = []
        let (automaton, smallWords) = (lexicon.automaton, lexicon.smallWords)
        // One place per layer, without an allocation.
        var free = SIMD8<Int32>(repeating: 0)
        for at in tokens.indices {
            let small = smallWords[tokens[at].word]
            if small != 0 { tokens[at].marks.insert(SmallWords.take(small, counting: &languageCounts)) }
            found.removeAll(keepingCapacity: true)
            automaton.match(tokens, at: at, into: &found)
            if found.isEmpty { continue }
            var longest = SIMD8<Int32>(repeating: 0)
            found.removeAll { pattern in
                if case .language(let index) = pattern.meaning {
                    languageCounts[Int(index)] += 1
                    return true
                }
                guard Int32(at) >= free[pattern.meaning.layer], accepts(pattern, at) else { return true }
                longest[pattern.meaning.layer] = max(longest[pattern.meaning.layer], pattern.length)
                return false
            }
            for pattern in found where pattern.length == longest[pattern.meaning.layer] {
                let layer = pattern.meaning.layer
                if pattern.meaning.isExclusive, free[layer] > Int32(at) { continue }
                free[layer] = Int32(at) + pattern.length
                add(pattern, at, year)
            }
        }
    }

    private mutating func add(_ pattern: Automaton.Pattern, _ at: Int, _ year: Int?) {
        let last = at + Int(pattern.length) - 1
        let isMuted = tokens[at].marks.contains(.muted)
        switch pattern.meaning {
        case .entity(let index): addMention(index, at, last, isMuted, year)
        case .term(let index, let strength):
            // The same word may be listed twice, surely and as a hint; the sure one stands first.
            let isKnown = terms.contains { $0.first == at && $0.index == Int(index) && $0.kind != .entity }
            if isMuted || isKnown { return }
            terms.append(hit(Int(index), at, last, strength, strength < 1 ? .hint : .word))
        case .cue(let index): cues.append(hit(Int(index), at, last, 1, .word))
        case .tail: muteSentence(from: at)
        case .language, .link: break
        }
    }

    private mutating func addMention(_ index: Int32, _ first: Int, _ last: Int, _ isMuted: Bool, _ year: Int?) {
        let entity = lexicon.facts[Int(index)]
        if let cue = entity.cue { cues.append(hit(cue, first, last, 1, .entity)) }
        guard entity.side != .none, mentions.count < Self.mentionLimit else { return }
        let isInOffice = entity.isInOffice(in: year)
        var strength = entity.strength * prominence(of: first)
        if !isInOffice, entity.otherwise == nil { strength *= 0.6 }
        if entity.hasTopics, !isMuted {
            for topic in lexicon.entities[Int(index)].topics { terms.append(hit(topic, first, last, 0.8, .entity)) }
        }
        mentions.append(
            Mention(
                entity: index, side: isInOffice ? entity.side : entity.otherwise ?? entity.side, type: entity.type,
                first: first, last: last, sentence: tokens[first].sentence, inTitle: first < titleCount,
                isMuted: isMuted, hasTopics: entity.hasTopics, strength: strength))
    }

    private func hit(_ index: Int, _ first: Int, _ last: Int, _ strength: Double, _ kind: Hit.Kind) -> Hit {
        Hit(
            index: index, first: first, last: last, sentence: tokens[first].sentence, inTitle: first < titleCount,
            strength: strength * prominence(of: first), kind: kind)
    }

    /// 1 for the first sixty words of the summary, then less and less: what stands far down is not what the item is about.
    private func prominence(of token: Int) -> Double {
        let depth = token - titleCount
        return depth < 60 ? 1 : 60 / Double(depth)
    }

    private mutating func muteSentence(from start: Int) {
        var at = start
        while at < tokens.count, tokens[at].sentence == tokens[start].sentence {
            tokens[at].marks.insert(.muted)
            at += 1
        }
    }

    /// Drops what means its side only beside something surer, where there is nothing surer.
    private mutating func dropUnsupported() {
        if !mentions.contains(where: { lexicon.facts[Int($0.entity)].isSupporting }) { return }
        var shows = [outlet?.side == 0, outlet?.side == 1]
        for mention in mentions where !lexicon.facts[Int(mention.entity)].isSupporting {
            switch mention.side {
            case .one(let side): shows[side] = true
            case .both: shows = [true, true]
            case .third, .none: break
            }
        }
        mentions.removeAll { mention in
            guard lexicon.facts[Int(mention.entity)].isSupporting else { return false }
            return switch mention.side {
            case .one(let side): !shows[side]
            case .both: !shows[0] && !shows[1]
            case .third, .none: false
            }
        }
    }

    /// A word against that is part of a name says nothing: Marathon Oil runs no race.
    private mutating func dropCuesWithinNames() {
        if cues.isEmpty || mentions.isEmpty { return }
        cues.removeAll { cue in
            guard lexicon.cues[cue.index].effect == .against, cue.kind == .word else { return false }
            return mentions.contains { $0.first <= cue.first && cue.last <= $0.last && $0.side != .third }
        }
    }

    // MARK: Contexts

    private func accepts(_ pattern: Automaton.Pattern, _ at: Int) -> Bool {
        guard case .entity(let index) = pattern.meaning else { return true }
        let facts = lexicon.facts[Int(index)]
        let last = at + Int(pattern.length) - 1
        // Money is no country: in `US$5` the words are a price.
        if tokens[last].marks.contains(.money) { return false }
        if facts.hasUnless, holds(lexicon.entities[Int(index)].unless, at, last) { return false }
        return !facts.hasNeeds || holds(lexicon.entities[Int(index)].needs, at, last)
    }

    /// Whether one of the phrases stands where it is asked for.
    private func holds(_ contexts: Contexts, _ first: Int, _ last: Int) -> Bool {
        contexts.before.contains { stands($0, at: first - $0.count) }
            || contexts.after.contains { stands($0, at: last + 1) }
            || contexts.near.contains { isNear($0, first, last) }
            || contexts.text.contains { phrase in tokens.indices.contains { stands(phrase, at: $0) } }
    }

    private func isNear(_ phrase: [Int32], _ first: Int, _ last: Int) -> Bool {
        let range = max(0, first - 6)..<min(tokens.count, last + 7)
        return range.contains { tokens[$0].sentence == tokens[first].sentence && stands(phrase, at: $0) }
    }

    private func stands(_ phrase: [Int32], at start: Int) -> Bool {
        guard start >= 0, start + phrase.count <= tokens.count else { return false }
        return phrase.indices.allSatisfy {
            tokens[start + $0].word == phrase[$0] || tokens[start + $0].stem == phrase[$0]
        }
    }

    // MARK: Lists

    /// Marks runs of at least four countries with no more than one word between them: “Kenya, Nigeria, Ghana and Mali”.
    private mutating func markLists() {
        var start = 0
        for index in mentions.indices.dropFirst() where !continuesList(index) {
            markRun(start..<index)
            start = index
        }
        markRun(start..<mentions.count)
    }

    private func continuesList(_ index: Int) -> Bool {
        let (before, this) = (mentions[index - 1], mentions[index])
        return before.sentence == this.sentence && isCountry(before) && isCountry(this)
            && this.first - before.last <= 2 && !tokens[this.first].marks.contains(.joined)
    }

    private func isCountry(_ mention: Mention) -> Bool {
        mention.type == .country || mention.type == .place || mention.type == .demonym
    }

    private mutating func markRun(_ run: Range<Int>) {
        guard run.count >= 4 else { return }
        for index in run {
            mentions[index].isListed = true
            mentions[index].strength *= 0.5
        }
    }
}
