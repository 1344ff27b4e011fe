import Testing

@testable import Classifying

@Suite("Vocabulary")
struct VocabularyTests {
    @Test("a table finds all that was put in and nothing else")
    func table() {
        var table = HashTable()
        for number in 0..<1000 { table.insert(Int32(number), for: UInt64(number) << 20) }
        #expect((0..<1000).allSatisfy { table[UInt64($0) << 20] == Int32($0) })
        #expect(table[12345] == -1)
    }

    @Test("the longest known beginning of a word is its stem")
    func longestStem() throws {
        var vocabulary = Vocabulary()
        let short = vocabulary.number(forStem: Small.tokens("inve")[0].hash, length: 4)
        let long = vocabulary.number(forStem: Small.tokens("invest")[0].hash, length: 6)
        var tokenizer = Tokenizer(vocabulary: vocabulary)
        var text = "Investors inveigh inv"
        text.withUTF8 { tokenizer.add($0) }
        #expect(tokenizer.tokens.map(\.stem) == [long, short, -1])
    }
}
