import News
import Testing

@Suite("Problems of a document")
struct ParsedFeedTests {
    @Test("a problem is one line, whatever of the document it quotes")
    func oneLine() {
        #expect(
            ParseProblem(line: 3, message: "</a\u{1}b\n\u{85}> closes\tnothing").message == "</a b  > closes nothing")
        #expect("\(ParseProblem(line: 3, message: "x\ny"))" == "line 3: x y")
    }

    @Test("a problem is short, whatever of the document it quotes")
    func short() {
        let name = String(repeating: "é", count: 5000)
        #expect(ParseProblem(line: 0, message: "<\(name)> is never closed").message.unicodeScalars.count == 200)
    }
}
