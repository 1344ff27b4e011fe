/// Takes case and accents off letters, so that `Haïti`, `HAITI` and `haiti` are one word.
///
/// Only Latin letters of two UTF-8 bytes are folded (U+00C0…U+017F); every other script is compared as it stands.
enum Folding {
    /// The hash of no letters (FNV-1a, 64 bits).
    static let emptyHash: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The hash with one more folded byte.
    @inline(__always)
    static func hash(_ hash: UInt64, adding byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    /// The base letter of a scalar U+00C0…U+017F, or 0 for the two marks among them that are no letters.
    @inline(__always)
    static func base(of scalar: Int) -> UInt8 { bases[scalar - 0xc0] }

    /// Whether a scalar U+00C0…U+017F is a capital.
    @inline(__always)
    static func isCapital(_ scalar: Int) -> Bool {
        scalar < 0xdf ? true : scalar < 0x100 ? false : scalar & 1 == 0
    }

    /// Base letters of U+00C0…U+017F, in order; a space stands for × and ÷.
    private static let bases: [UInt8] = {
        let latin1 = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
        let runs: [(letter: Character, count: Int)] = [
            ("a", 6), ("c", 8), ("d", 4), ("e", 10), ("g", 8), ("h", 4), ("i", 12), ("j", 2), ("k", 3), ("l", 10),
            ("n", 9), ("o", 8), ("r", 6), ("s", 8), ("t", 6), ("u", 12), ("w", 2), ("y", 3), ("z", 6), ("s", 1),
        ]
        let extended = runs.map { String(repeating: $0.letter, count: $0.count) }.joined()
        return (latin1 + extended).utf8.map { $0 == 0x20 ? 0 : $0 }
    }()
}
