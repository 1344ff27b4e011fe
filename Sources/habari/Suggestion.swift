/// Finds the name that somebody most likely meant.
enum Suggestion {
    /// The candidate that differs least; `nil` if even that differs in more than two letters and a third of them.
    static func nearest(to name: String, among candidates: [String]) -> String? {
        let ranked = candidates.map { ($0, distance(name, $0)) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(2, best.0.count / 3) else { return nil }
        return best.0
    }

    /// How many letters must be added, dropped or changed to turn one name into the other (Levenshtein's distance);
    /// case does not count.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased().prefix(64))
        let right = Array(right.lowercased().prefix(64))
        var previous = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let change = previous[column] + (left[row] == right[column] ? 0 : 1)
                current.append(min(change, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
