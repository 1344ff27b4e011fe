import Classifying
import News
import Testing

@Suite("Lexicon")
struct LexiconTests {
    private static let sides = """
        [[side]]
        id = "a"
        [[side]]
        id = "b"

        """

    private func error(_ text: String) -> LexiconError? {
        do {
            _ = try Lexicon(toml: [(name: "test.toml", text: text)])
            return nil
        } catch {
            return error
        }
    }

    @Test("the shipped lexicon reads, with two sides and the fourteen topics")
    func shippedLexiconReads() throws {
        let lexicon = try Shipped.lexicon.get()
        #expect(lexicon.name == "kenya-us")
        #expect(lexicon.sides == ["kenya", "us"])
        #expect(lexicon.topics.count == 14)
        #expect(lexicon.entityCount > 500)
        #expect(lexicon.digest.count == 16)
    }

    @Test("the digest follows the text")
    func digestFollowsText() throws {
        let one = try Lexicon(toml: [(name: "one", text: Self.sides)])
        let same = try Lexicon(toml: [(name: "two", text: Self.sides)])
        let other = try Lexicon(toml: [(name: "one", text: Self.sides + "# changed")])
        #expect(one.digest == same.digest)
        #expect(one.digest != other.digest)
    }

    @Test("an unknown key is refused with its line and the nearest key")
    func unknownKey() {
        let refused = error(Self.sides + "[[entity]]\nid = \"x\"\nside = \"a\"\nnmaes = [\"X\"]\n")
        #expect(refused?.file == "test.toml")
        #expect(refused?.line == 8)
        #expect(refused?.problem == "unknown key “nmaes”; did you mean “names”?")
    }

    @Test(
        "an unknown side, type, topic or cue is refused with the nearest one",
        arguments: [
            ("side = \"aa\"", "“a”"), ("side = \"a\"\ntype = \"persn\"", "“person”"),
            ("side = \"a\"\ntopics = [\"tade\"]", "“trade”"), ("side = \"a\"\ncue = \"sprot\"", "“sport”"),
        ])
    func unknownNames(_ lines: String, _ nearest: String) {
        let text =
            Self.sides + "[[topic]]\nid = \"trade\"\n[[cue]]\nid = \"sport\"\n[[entity]]\nid = \"x\"\n" + lines + "\n"
        #expect(error(text)?.problem.contains(nearest) == true)
    }

    @Test("a value of the wrong kind is refused where it stands")
    func wrongType() {
        #expect(error(Self.sides + "[[entity]]\nid = \"x\"\nside = \"a\"\nstrength = 3\n")?.line == 8)
        #expect(error(Self.sides + "[[entity]]\nid = \"x\"\nside = \"a\"\nnames = \"X\"\n")?.line == 8)
        #expect(error(Self.sides + "[[entity]]\nid = \"x\"\nside = \"a\"\nyears = [2, 1]\n")?.line == 8)
    }

    @Test("text that is no TOML is refused with its line")
    func notTOML() {
        #expect(error("name = \n")?.line == 1)
    }

    @Test(
        "a lexicon has two sides, no fewer and no more",
        arguments: ["", "[[side]]\nid = \"a\"\n", Self.sides + "[[side]]\nid = \"c\"\n"])
    func twoSides(_ text: String) {
        #expect(error(text)?.problem.contains("exactly two") == true)
    }

    @Test("an entity that is there twice is refused")
    func duplicateEntity() {
        let entity = "[[entity]]\nid = \"x\"\nside = \"a\"\n"
        #expect(error(Self.sides + entity + entity)?.problem.contains("twice") == true)
    }

    @Test("a weight for a feature that does not exist is refused")
    func unknownWeight() {
        #expect(
            error(Self.sides + "[weights.relevance]\n\"pair.titel\" = 1.0\n")?.problem.contains("“pair.title”") == true)
    }

    @Test("a file that is not there is named, with what to do")
    func missingFile() {
        #expect(throws: LexiconError.self) { try Lexicon(contentsOf: ["/nowhere/lexicon.toml"]) }
        do { _ = try Lexicon(contentsOf: ["/nowhere/lexicon.toml"]) } catch {
            #expect(
                error.description == "/nowhere/lexicon.toml: cannot be read; check that the file exists and may be read"
            )
        }
    }

    @Test("texts can be given in pieces")
    func pieces() throws {
        let entity = "[[entity]]\nid = \"x\"\nside = \"a\"\nnames = [\"X\"]\n"
        #expect(try Lexicon(toml: [(name: "1", text: Self.sides), (name: "2", text: entity)]).entityCount == 1)
    }

    @Test("a roll's line without years is refused, and shown how it is written")
    func rollLine() {
        let error = error(
            Self.sides + """
                [[roll]]
                side = "a"
                holders = ["2001-2005 One Name", "Another Name"]
                """)
        #expect(error?.line == 7)
        #expect(error?.description.contains("Another Name") == true)
    }
}
