public import News

extension Lexicon {
    /// The kinds of case that a text is, as far as the lexicon sees them: what a rule of keywords would stumble over.
    ///
    /// `unnamed` and `half-named`: neither side is named, or only one; `listed`: a side is one name in a long list;
    /// `third-country`: the title names a third country; and the id of every cue that speaks against. `plain` where it is
    /// none of these.
    public func cases(of text: ItemText) -> [String] {
        let reading = Reading(text, contents)
        var shown: Set<Int> = []
        var cases: Set<String> = []
        for mention in reading.mentions where !mention.isMuted {
            switch mention.side {
            case .one(let side): shown.insert(side)
            case .both: shown = [0, 1]
            case .third where mention.inTitle && mention.type == .country: cases.insert("third-country")
            case .third, .none: break
            }
            if mention.isListed, mention.side != .third { cases.insert("listed") }
        }
        if shown.count < 2 { cases.insert(shown.isEmpty ? "unnamed" : "half-named") }
        for cue in reading.cues where contents.cues[cue.index].effect == .against {
            cases.insert(contents.cues[cue.index].id)
        }
        return cases.isEmpty ? ["plain"] : cases.sorted()
    }
}
