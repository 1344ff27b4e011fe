import Testing

@testable import Settings

@Suite("Lines of keys")
struct KeyLinesTests {
    @Test("keys are found in every kind of notation")
    func notations() {
        let lines = KeyLines(
            #"""
            # a = 1
            top = "x # y" # b = 1
            [poll] # [no]
            text = """
            fake = 1
            [fake]
            \""" still""" # comment
            literal = '''
            fake = 2 '''
            list = [
              "a]", # ]
              { inner = 1 },
              [ 'x', "\"" ],
            ]
            after . "quoted \u0041" . 'literal "x"' = 2
            inline = { one = 1, two = { three = "}" }, four = [1, 2] } # x
            when = 1979-05-27 07:32:00
            [a.b]
            c = 1
            [[a.list]]
            d = 2
            """#)
        let found = [
            ["top"], ["poll"], ["poll", "text"], ["poll", "literal"], ["poll", "list"],
            ["poll", "after", "quoted A", "literal \"x\""], ["poll", "inline"], ["poll", "inline", "two", "three"],
            ["poll", "inline", "four"], ["poll", "when"], ["a"], ["a", "b", "c"], ["a", "list"], ["a", "list", "d"],
        ].map { lines.line(of: $0) }
        #expect(found == [2, 3, 4, 8, 10, 15, 16, 16, 16, 17, 18, 19, 20, 21])
        for name in ["b", "no", "fake"] {
            #expect(lines.line(of: [name]) == nil && lines.line(of: ["poll", name]) == nil)
        }
    }

    @Test("strings that end in quotes of their own end where they end")
    func quotes() {
        let lines = KeyLines("a = \"\"\"\"two\"\"\"\"\"\nb = ''\nc = \"\"\nd = \"\\\\\"\ne = 1")
        #expect(["a", "b", "c", "d", "e"].map { lines.line(of: [$0]) } == [1, 2, 3, 4, 5])
    }

    @Test(
        "a text that is no TOML does not hang the walk",
        arguments: ["[", "a = [", "a = {", "= = =", "\"", "a.", "]\n}", "\"\\"])
    func nonsense(text: String) {
        #expect(KeyLines(text + "\nlast = 1").line(of: ["never"]) == nil)
    }
}
