import Testing

@testable import Settings

@Suite("Sizes in bytes")
struct ByteCountTests {
    @Test(
        "sizes are numbers of bytes, with binary or decimal units",
        arguments: [
            ("10MiB", 10_485_760), ("512KiB", 524_288), ("1GiB", 1_073_741_824), ("10MB", 10_000_000), ("4kB", 4000),
            ("4096", 4096), ("7 kib", 7168), ("3B", 3),
        ])
    func sizes(text: String, expected: Int) {
        #expect(ByteCount.bytes(spelling: text) == expected)
    }

    @Test("what is no size is refused", arguments: ["", "MiB", "10M", "1.5MiB", "-1", "99999999999GiB", "10MiB more"])
    func noSizes(text: String) {
        #expect(ByteCount.bytes(spelling: text) == nil)
    }

    @Test("a size is shown in the largest unit that divides it")
    func sizeSpelling() {
        #expect(
            [10 << 20, 1536, 1 << 30, 1000, 0].map(ByteCount.spelling(of:)) == ["10MiB", "1536", "1GiB", "1000", "0"])
    }
}
