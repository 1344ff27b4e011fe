/// All names and phrases of a lexicon in one trie over word numbers.
///
/// An edge is a whole word or the beginning of one (`invest*`). Matching starts at every word and follows the edges;
/// words that begin no phrase cost one look into `roots`.
struct Automaton: Sendable {
    /// A phrase that ends at a node.
    struct Pattern: Sendable {
        /// What it means.
        var meaning: Meaning
        /// Bit i: the text's word i must begin with a capital.
        var capitals: UInt32
        /// Bit i: the text's word i must be all capitals.
        var allCapitals: UInt32
        /// Bit i: no comma may stand before the text's word i, for a hyphen or nothing but space stands in the phrase.
        var closed: UInt32
        /// How many words it has.
        var length: Int32
    }

    private var edges = HashTable()
    private var roots: [Int32] = []
    private var nodes: [Node] = [Node()]
    private var patterns: [Pattern] = []
    /// For every pattern the next one that ends at the same node, or -1.
    private var following: [Int32] = []

    /// Where words lead to.
    private struct Node {
        /// The first and last of the patterns that end here, or -1.
        var first: Int32 = -1
        var last: Int32 = -1
        var hasChildren = false
    }

    /// Adds a phrase, given as the numbers of its words.
    mutating func insert(_ words: [Int32], _ pattern: Pattern) {
        var node: Int32 = 0
        for word in words { node = child(of: node, by: word) }
        let new = Int32(patterns.count)
        patterns.append(pattern)
        following.append(-1)
        let last = nodes[Int(node)].last
        if last >= 0 { following[Int(last)] = new } else { nodes[Int(node)].first = new }
        nodes[Int(node)].last = new
    }

    private mutating func child(of node: Int32, by word: Int32) -> Int32 {
        let found = child(node, word)
        if found >= 0 { return found }
        let new = Int32(nodes.count)
        nodes.append(Node())
        nodes[Int(node)].hasChildren = true
        if node == 0 {
            if roots.count <= Int(word) {
                roots.append(contentsOf: repeatElement(-1, count: max(Int(word) + 1, roots.count * 2) - roots.count))
            }
            roots[Int(word)] = new
        } else {
            edges.insert(new, for: Self.key(node, word))
        }
        return new
    }

    /// Appends every phrase that begins at `start` and whose case rules hold, shorter ones first.
    func match(_ tokens: [Token], at start: Int, into found: inout [Pattern]) {
        let token = tokens[start]
        if token.word >= 0 { descend(tokens, start, start, root(token.word), &found) }
        if token.stem >= 0 { descend(tokens, start, start, root(token.stem), &found) }
    }

    private func root(_ word: Int32) -> Int32 { Int(word) < roots.count ? roots[Int(word)] : -1 }

    /// Follows the edges from a node that the words from `start` to `position` have led to.
    private func descend(
        _ tokens: [Token], _ start: Int, _ position: Int, _ first: Int32, _ found: inout [Pattern]
    ) {
        var node = first
        var at = position
        while node >= 0 {
            let reached = nodes[Int(node)]
            var next = reached.first
            while next >= 0 {
                let pattern = patterns[Int(next)]
                if holds(pattern, tokens, start) { found.append(pattern) }
                next = following[Int(next)]
            }
            at += 1
            // A phrase stays within one sentence.
            guard reached.hasChildren, at < tokens.count, tokens[at].sentence == tokens[start].sentence
            else { return }
            let byWord = tokens[at].word >= 0 ? child(node, tokens[at].word) : -1
            let byStem = tokens[at].stem >= 0 ? child(node, tokens[at].stem) : -1
            if byWord >= 0, byStem >= 0 { descend(tokens, start, at, byStem, &found) }
            node = byWord >= 0 ? byWord : byStem
        }
    }

    private func holds(_ pattern: Pattern, _ tokens: [Token], _ start: Int) -> Bool {
        if pattern.capitals | pattern.allCapitals | pattern.closed == 0 { return true }
        for offset in 0..<Int(pattern.length) {
            let bit = UInt32(1) << UInt32(offset)
            if pattern.capitals & bit != 0, !tokens[start + offset].marks.contains(.capital) { return false }
            if pattern.allCapitals & bit != 0, !tokens[start + offset].marks.contains(.allCapitals) { return false }
            if pattern.closed & bit != 0, tokens[start + offset].marks.contains(.comma) { return false }
        }
        return true
    }

    @inline(__always)
    private func child(_ node: Int32, _ word: Int32) -> Int32 {
        node == 0 ? root(word) : edges[Self.key(node, word)]
    }

    @inline(__always)
    private static func key(_ node: Int32, _ word: Int32) -> UInt64 {
        (UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: word))) &* 0x9e37_79b9_7f4a_7c15
    }
}
