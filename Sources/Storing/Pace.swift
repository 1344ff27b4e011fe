/// How much is done in one transaction, so that it takes about a tenth of a second.
struct Pace: Sendable {
    private(set) var size: Int
    private let bounds: ClosedRange<Int>

    init(size: Int, bounds: ClosedRange<Int>) {
        self.size = size
        self.bounds = bounds
    }

    /// Halves where it took long, doubles where there is room for it.
    mutating func adapt(to time: Duration) {
        if time > .milliseconds(120) { size = max(size / 2, bounds.lowerBound) }
        if time < .milliseconds(40) { size = min(size * 2, bounds.upperBound) }
    }
}
