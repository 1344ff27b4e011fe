/// Tells the frame of a text from the story: datelines, bylines and outlets' names say where and by whom, not what.
enum Frame {
    /// Marks the words of the frame as muted.
    ///
    /// `outlet` is the outlet's name as words.
    static func mute(_ tokens: inout [Token], titleCount: Int, outlet: [Token]) {
        if let start = titleSuffix(tokens, titleCount, outlet) { mute(&tokens, start..<titleCount) }
        var start = titleCount
        if let end = label(tokens, from: start) {
            mute(&tokens, start..<end)
            start = end
        }
        if let end = dateline(tokens, from: start) { mute(&tokens, start..<end) }
    }

    private static func mute(_ tokens: inout [Token], _ range: Range<Int>) {
        for index in range { tokens[index].marks.insert(.muted) }
    }

    /// Where the outlet's name begins at the end of a title: `… - Nation`, `… | A Writer`.
    private static func titleSuffix(_ tokens: [Token], _ titleCount: Int, _ outlet: [Token]) -> Int? {
        guard
            let start = (0..<titleCount).last(where: { !tokens[$0].marks.isDisjoint(with: [.dash, .bar]) }),
            start >= 3, titleCount - start <= 6
        else { return nil }
        let suffix = tokens[start..<titleCount]
        if suffix.allSatisfy({ word in outlet.contains { $0.hash == word.hash } }) { return start }
        let isName = suffix.allSatisfy { !$0.marks.isDisjoint(with: [.capital, .number]) }
        return tokens[start].marks.contains(.bar) && isName && suffix.count <= 4 ? start : nil
    }

    /// The end of a label in brackets that opens a summary: `[State Department] …`.
    private static func label(_ tokens: [Token], from start: Int) -> Int? {
        guard start < tokens.count, tokens[start].marks.contains(.opensBracket) else { return nil }
        return (start + 1..<min(start + 8, tokens.count)).first { tokens[$0].marks.contains(.closedBracket) }
    }

    /// The end of a dateline that opens a summary: `NAIROBI, Kenya (AP) — …`, `WASHINGTON (Reuters) - …`.
    ///
    /// Capitals and numbers only, up to a dash; and a comma, a bracket or a word all in capitals among them,
    /// for a plain name before a dash may be the story itself.
    private static func dateline(_ tokens: [Token], from start: Int) -> Int? {
        var looksLikeOne = false
        for index in start..<min(start + 14, tokens.count) {
            let marks = tokens[index].marks
            if index > start {
                if marks.contains(.dash) { return looksLikeOne ? index : nil }
                if !marks.isDisjoint(with: [.comma, .opensBracket]) { looksLikeOne = true }
            }
            if marks.isDisjoint(with: [.capital, .number]) { return nil }
            if marks.contains(.allCapitals), tokens[index].end - tokens[index].start > 3 { looksLikeOne = true }
        }
        return nil
    }
}
