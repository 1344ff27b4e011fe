extension Duration {
    /// The units that a duration is written in, largest first, in milliseconds.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("w", 7 * 86_400_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// Reads a duration: whole numbers, each with its unit, one after the other: `90d`, `1h30m`, `500ms`.
    ///
    /// The units are `w`, `d`, `h`, `m`, `s` and `ms`. A number without a unit is no duration, because nobody can
    /// tell what was meant; neither is one beyond the range of `Int64` milliseconds.
    public init?(spelling text: String) {
        var rest = text.utf8[...]
        var total: Int64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            rest = rest[digits.endIndex...]
            let name = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
            rest = rest[name.endIndex...]
            guard let number = Int64(String(digits) ?? ""),
                let unit = Self.units.first(where: { $0.name.utf8.elementsEqual(name) })
            else { return nil }
            let (product, tooLarge) = number.multipliedReportingOverflow(by: unit.milliseconds)
            let (sum, tooLargeSum) = total.addingReportingOverflow(product)
            guard !tooLarge, !tooLargeSum else { return nil }
            total = sum
        }
        self = .milliseconds(total)
    }

    /// The duration in the form that ``init(spelling:)`` reads, without weeks: `1h30m`.
    ///
    /// Fractions of a millisecond are dropped.
    public var spelling: String {
        let (seconds, attoseconds) = components
        var rest = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        var text = ""
        for unit in Self.units.dropFirst() where rest >= unit.milliseconds {
            text += "\(rest / unit.milliseconds)\(unit.name)"
            rest %= unit.milliseconds
        }
        return text.isEmpty ? "0s" : text
    }
}
