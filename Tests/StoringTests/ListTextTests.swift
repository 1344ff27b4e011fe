import News
import Testing

@testable import Storing

@Suite struct ListTextTests {
    private let odd = ["plain", "", "say \"AGOA\"", "C:\\news", "line\nbreak\ttab\u{0}\u{1F}", "Ünïcödé 🇰🇪", "[\",\"]"]

    @Test("lists are JSON and come back as they were, whatever stands in them")
    func roundTrip() {
        #expect(ListText.encode(["a", "b"]) == #"["a","b"]"#)
        #expect(ListText.encode(["\u{1}\"\\"]) == #"["\u0001\"\\"]"#)
        #expect(ListText.strings(ListText.encode(odd)) == odd)
        for text in odd { #expect(ListText.strings(ListText.encode([text])) == (text.isEmpty ? [] : [text])) }
        #expect(ListText.encode([String]()) == nil)
    }

    @Test("evidence and enclosures come back as they were, and a weight that is no number as none")
    func pieces() {
        let evidence = odd.map { Evidence(text: $0, entity: "us.rubio", side: "us", field: "title", weight: -1.25e-7) }
        #expect(ListText.evidence(text(ListText.bytes(evidence))) == evidence)
        let infinite = Evidence(text: "x", entity: "x", side: "x", field: "x", weight: .infinity)
        #expect(ListText.evidence(text(ListText.bytes([infinite]))).first?.weight == 0)
        let files =
            odd.map { Enclosure(url: $0, type: $0, length: 7) } + [Enclosure(url: "u"), Enclosure(url: "v", length: 0)]
        #expect(ListText.enclosures(text(ListText.bytes(files))) == files)
    }

    private func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
}
