/// A number of bytes as people write it.
enum ByteCount {
    private static let units: [(name: String, bytes: Int)] = [
        ("", 1), ("b", 1), ("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30),
        ("kb", 1000), ("mb", 1_000_000), ("gb", 1_000_000_000),
    ]

    /// Reads `10MiB`, `512 KiB`, `10MB` (a million each) or `4096`; units in any case.
    static func bytes(spelling text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let name = text[digits.endIndex...].drop { $0 == " " }.lowercased()
        guard let number = Int(digits), let unit = units.first(where: { $0.name == name }) else { return nil }
        let (product, tooLarge) = number.multipliedReportingOverflow(by: unit.bytes)
        return tooLarge ? nil : product
    }

    /// The number in the largest binary unit that divides it: `10MiB`.
    static func spelling(of bytes: Int) -> String {
        for (name, size) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where bytes >= size && bytes % size == 0 {
            return "\(bytes / size)\(name)"
        }
        return "\(bytes)"
    }
}
