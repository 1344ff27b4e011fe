import Testing

@testable import News

@Suite("Nearest names")
struct NearestNameTests {
    @Test(
        "the distance counts letters added, dropped, changed and swapped",
        arguments: [
            ("", "", 0), ("abc", "abc", 0), ("abc", "ABC", 0), ("abc", "", 3), ("abc", "acb", 1),
            ("kitten", "sitting", 3),
        ])
    func distance(left: String, right: String, expected: Int) {
        #expect(NearestName.distance(left, right) == expected)
        #expect(NearestName.distance(right, left) == expected)
    }

    @Test("the nearest of several is found, and told from one that is far")
    func nearest() {
        #expect(NearestName.among(["path", "keep"], to: "kepe")?.name == "keep")
        #expect(NearestName.among(["path", "keep"], to: "kepe")?.isNear == true)
        #expect(NearestName.among(["path", "keep"], to: "zzzzzz")?.isNear == false)
        #expect(NearestName.among([], to: "x") == nil)
    }

    @Test(
        "a topic that is mistyped is guessed, and another word is not",
        arguments: [
            ("trde", "trade"), ("HAITY", "haiti"), ("climat-enrgy", "climate-energy"), ("football", nil),
        ])
    func likely(name: String, expected: String?) {
        #expect(NearestName.likely(["trade", "haiti", "climate-energy"], for: name) == expected)
    }
}
