import FoundationEssentials
import Glibc
import News
import Testing

@testable import habari

@Suite("Input")
struct InputTests {
    /// 2025-09-25T12:00:00Z.
    private let now = Date(timeIntervalSince1970: 1_758_801_600)

    @Test(
        "times are read as people write them",
        arguments: [
            ("2025-09-24", "2025-09-24T00:00:00Z"), ("2025-09-24T18:05:00+03:00", "2025-09-24T15:05:00Z"),
            ("7d", "2025-09-18T12:00:00Z"), ("12h", "2025-09-25T00:00:00Z"), ("30m", "2025-09-25T11:30:00Z"),
            ("1w", "2025-09-18T12:00:00Z"), ("1d12h", "2025-09-24T00:00:00Z"), ("today", "2025-09-25T00:00:00Z"),
            ("Yesterday", "2025-09-24T00:00:00Z"), ("now", "2025-09-25T12:00:00Z"),
        ])
    func times(text: String, expected: String) throws {
        #expect(try TimeArgument(argument: text).date(now: now).rfc3339 == expected)
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "", "soon", "7", "d7", "7 d", "-7d", "2025-13-01", "2025-02-30", "99999999999999999999d", "9999999999w",
        ])
    func noTimes(text: String) {
        #expect(throws: (any Error).self) { try TimeArgument(argument: text) }
    }

    @Test("a line is spliced without touching the rest of it")
    func splice() throws {
        let line = try JSONLine(Array(#" { "a" : 1.50e+3,"b":"x\ud83c" , "a": [ ] } "#.utf8))
        let result = line.replacing([("a", Array("0".utf8)), ("c", Array("true".utf8))])
        #expect(String(decoding: result, as: UTF8.self) == #" { "a" : 0,"b":"x\ud83c" , "a": 0, "c": true } "#)
    }

    @Test("an object without members takes new ones")
    func spliceEmpty() throws {
        let result = try JSONLine(Array("{ }".utf8)).replacing([("a", Array("1".utf8)), ("b", Array("2".utf8))])
        #expect(String(decoding: result, as: UTF8.self) == #"{"a": 1, "b": 2 }"#)
    }

    @Test(
        "strings are read with their escapes resolved",
        arguments: [
            (#"{"t":"a\u0026b\n\/\"\\"}"#, "a&b\n/\"\\"), (#"{"t":"\ud83c\uddf0é"}"#, "🇰é"),
            (#"{"t":"\ud800x"}"#, "\u{FFFD}x"),
            (#"{"\u0074":"y"}"#, "y"), (#"{"t":"first","t":"last"}"#, "last"),
        ])
    func strings(line: String, expected: String) throws {
        #expect(try JSONLine(Array(line.utf8)).string("t") == expected)
    }

    @Test(
        "what is no JSON object is refused, with the place",
        arguments: [
            ("", 1), ("[1]", 1), ("{", 2), (#"{"a"}"#, 5), (#"{"a":}"#, 6), (#"{"a":01}"#, 6), (#"{"a":1,}"#, 8),
            (#"{"a":1} x"#, 9), (#"{"a":"\x"}"#, 8), ("{\"a\":\"\t\"}", 7), (#"{"a":tru}"#, 6), (#"{"a":"\u12"}"#, 8),
            (#"{"a":1.}"#, 8), (#"{"a":-}"#, 6),
        ])
    func faults(line: String, column: Int) {
        let fault = #expect(throws: JSONFault.self) { try JSONLine(Array(line.utf8)) }
        #expect(fault?.column == column)
    }

    @Test("nesting is bounded, and bytes that are not UTF-8 are refused")
    func hostile() {
        let deep = #"{"a":"# + String(repeating: "[", count: 100_000)
        #expect(throws: JSONFault.self) { try JSONLine(Array(deep.utf8)) }
        #expect(throws: JSONFault.self) { try JSONLine([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]) }
    }

    @Test("lines are read whole across reads, with or without a last line feed")
    func lines() throws {
        let place = try Workplace()
        let long = String(repeating: "x", count: 200_000)
        let path = try place.write("lines", "one\n\n\(long)\nlast")
        let descriptor = try InputFile.open(path)
        defer { InputFile.close(descriptor) }
        var reader = LineReader(descriptor, name: path)
        var lines: [String] = []
        while let line = try reader.next() {
            if case .bytes(let bytes) = line { lines.append(String(decoding: bytes, as: UTF8.self)) }
        }
        #expect(lines == ["one", "", long, "last"])
    }

    @Test("names between commas, and addresses that hold commas themselves")
    func lists() {
        #expect(FilterOptions.names(["a, b", "c,,"]) == ["a", "b", "c"])
        #expect(
            FilterOptions.addresses(["nation,standard", "https://a.example/1,2.xml,https://b.example/"])
                == ["nation", "standard", "https://a.example/1,2.xml", "https://b.example/"])
    }

    @Test(
        "an address is told from a file's name",
        arguments: [("https://a", true), ("a/b", false), ("x y://", false), ("-", false)])
    func addresses(text: String, isAddress: Bool) {
        #expect(TypedAddress.isMeant(by: text) == isAddress)
    }

    @Test("a reader that has gone is told from a full disk")
    func output() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        signal(SIGPIPE, SIG_IGN)
        let gone = Output(descriptor: ends[1])
        try gone.write("x")
        #expect(throws: Output.Failure.self) { try gone.flush() }
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        let disk = Output(descriptor: full)
        try disk.write("x")
        let failure = #expect(throws: Output.Failure.self) { try disk.flush() }
        #expect(failure.map { "\($0)" } == "standard output: No space left on device")
    }
}
