/// A small table for a person, held in memory: each column as wide as its widest cell.
struct TextTable {
    /// Where a cell's text stands in its column.
    enum Alignment {
        case left, right
    }

    private let names: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// A table with named columns; those not named in `right` are aligned to the left.
    init(_ names: [String], right: Set<Int> = []) {
        self.names = names
        alignments = names.indices.map { right.contains($0) ? .right : .left }
    }

    /// Adds a row; its cells are made harmless for a terminal.
    mutating func add(_ cells: [String]) {
        rows.append(cells.map(SafeText.line))
    }

    /// Whether there is no row.
    var isEmpty: Bool { rows.isEmpty }

    /// The lines, the names first; the last column is cut where a line would be wider than `width`.
    func lines(width: Int? = nil) -> [String] {
        let all = [names] + rows
        let widths = names.indices.map { column in all.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        return all.map { line($0, widths, width) }
    }

    private func line(_ cells: [String], _ widths: [Int], _ width: Int?) -> String {
        let last = cells.count - 1
        let before = widths.dropLast().reduce(0) { $0 + $1 + 2 }
        let padded = cells.indices.map { column in
            switch alignments[column] {
            case .right: DisplayWidth.padLeft(cells[column], to: widths[column])
            case .left where column == last:
                width.map { DisplayWidth.fit(cells[last], to: max(10, $0 - before)) } ?? cells[last]
            case .left: DisplayWidth.pad(cells[column], to: widths[column])
            }
        }
        return padded.joined(separator: "  ")
    }
}
