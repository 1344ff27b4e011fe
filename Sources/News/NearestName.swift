/// Finds the name that somebody most likely meant.
public enum NearestName {
    /// The candidate with the smallest edit distance, the first of equals, and whether it is near.
    ///
    /// Near enough to be asked after is what differs in two letters, or in a third of them. `nil` without candidates.
    public static func among(_ candidates: [String], to name: String) -> (name: String, isNear: Bool)? {
        let ranked = candidates.map { ($0, distance(name, $0)) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }) else { return nil }
        return (best.0, best.1 <= max(2, best.0.count / 3))
    }

    /// The candidate that somebody probably meant; `nil` if even the nearest is far.
    public static func likely(_ candidates: [String], for name: String) -> String? {
        among(candidates, to: name).flatMap { $0.isNear ? $0.name : nil }
    }

    /// How many letters must be added, dropped, changed or swapped with a neighbour to turn one name into the
    /// other (the restricted Damerau–Levenshtein distance); case does not count.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased().prefix(64))
        let right = Array(right.lowercased().prefix(64))
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let change = previous[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(change, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, beforePrevious[column - 1] + 1)
                }
                current.append(best)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }
}
