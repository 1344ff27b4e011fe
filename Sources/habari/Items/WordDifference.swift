/// How two states of a text differ, word by word.
struct WordDifference: Equatable {
    /// A run of words that both states have, or only one of them.
    enum Piece: Equatable {
        case kept([Substring])
        case removed([Substring])
        case added([Substring])
    }

    /// The runs in the order of the text; where words were exchanged, the old ones come first.
    private(set) var pieces: [Piece] = []

    /// The most words on either side, equal beginnings and ends aside, that are compared one by one: the comparison
    /// takes time by the product of lengths and differences, and a text that was written anew has no more to tell.
    private static let mostWords = 3000

    /// Compares two texts; white space only parts words.
    init(from old: String, to new: String) {
        let (old, new) = (Self.words(old), Self.words(new))
        let start = zip(old, new).prefix { $0 == $1 }.count
        let end = zip(old[start...].reversed(), new[start...].reversed()).prefix { $0 == $1 }.count
        append(.kept(Array(new[..<start])))
        compare(old[start..<old.count - end], new[start..<new.count - end])
        append(.kept(Array(new[(new.count - end)...])))
    }

    private static func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

    private mutating func compare(_ old: ArraySlice<Substring>, _ new: ArraySlice<Substring>) {
        guard old.count <= Self.mostWords, new.count <= Self.mostWords else {
            append(.removed(Array(old)))
            append(.added(Array(new)))
            return
        }
        let change = Array(new).difference(from: Array(old))
        let removed = Set(change.removals.map(Self.place))
        let added = Set(change.insertions.map(Self.place))
        var (left, right) = (0, 0)
        let (before, after) = (Array(old), Array(new))
        while left < before.count || right < after.count {
            let gone = before[left...].indices.prefix { removed.contains($0) }.count
            append(.removed(Array(before[left..<left + gone])))
            left += gone
            let come = after[right...].indices.prefix { added.contains($0) }.count
            append(.added(Array(after[right..<right + come])))
            right += come
            let kept = zip(before[left...].indices, after[right...].indices)
                .prefix { !removed.contains($0) && !added.contains($1) }.count
            append(.kept(Array(after[right..<right + kept])))
            left += kept
            right += kept
        }
    }

    private static func place(_ change: CollectionDifference<Substring>.Change) -> Int {
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }

    private mutating func append(_ piece: Piece) {
        switch piece {
        case .kept(let words), .removed(let words), .added(let words): if words.isEmpty { return }
        }
        pieces.append(piece)
    }

    /// The differences as lines of at most a width, with some words around each; what is left out is an ellipsis.
    ///
    /// Removed words stand in `[-…-]` and added ones in `{+…+}`, as wdiff(1) writes them, so that they are told apart
    /// without colour too.
    func lines(context: Int, width: Int, _ console: Console) -> [String] {
        var parts: [String] = []
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .kept(let words):
                parts.append(Self.excerpt(words, context, isFirst: index == 0, isLast: index == pieces.count - 1))
            case .removed(let words): parts.append("[-" + SafeText.line(words.joined(separator: " ")) + "-]")
            case .added(let words): parts.append("{+" + SafeText.line(words.joined(separator: " ")) + "+}")
            }
        }
        var style: Console.Style?
        return DisplayWidth.wrap(parts.joined(separator: " "), to: width).map {
            Self.coloured($0, &style, console)
        }
    }

    /// A line with its marked words in colour; a mark may have been opened in a line before.
    private static func coloured(_ line: String, _ style: inout Console.Style?, _ console: Console) -> String {
        line.split(separator: " ", omittingEmptySubsequences: false).map { word in
            if word.hasPrefix("[-") { style = .red } else if word.hasPrefix("{+") { style = .green }
            defer { if word.hasSuffix("-]") || word.hasSuffix("+}") { style = nil } }
            return style.map { console.styled(String(word), $0) } ?? String(word)
        }.joined(separator: " ")
    }

    /// The words next to a change: the last ones before it, the first ones after it, both between two.
    private static func excerpt(_ words: [Substring], _ context: Int, isFirst: Bool, isLast: Bool) -> String {
        let head = isFirst ? 0 : context
        let tail = isLast ? 0 : context
        guard words.count > head + tail + 1, !(isFirst && isLast) else {
            return SafeText.line(words.joined(separator: " "))
        }
        let shown = words.prefix(head) + ["…"] + words.suffix(tail)
        return SafeText.line(shown.joined(separator: " "))
    }
}
