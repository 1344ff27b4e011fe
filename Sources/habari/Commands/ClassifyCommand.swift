import ArgumentParser
import Classifying
import News

import struct FoundationEssentials.Date

/// `habari classify`: judges items given as JSON Lines.
struct ClassifyCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Judge items given as JSON Lines.",
        discussion: """
            Reads one object a line with "title" and, where known, "summary", "source", "published" and "language"; \
            writes it again with "relevant", "relevance", "topics" and "evidence". Other members stay as they are, and \
            the order of lines is kept. No store is needed and no configuration. A line that cannot be read is named on \
            standard error, the others are judged all the same, and the exit status is 1. With --explain each item is \
            explained in a sentence and a table instead.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The file; - or nothing is standard input.")
    var file: String = "-"

    @Flag(help: "Say why, for a person to read, instead of writing JSON.")
    var explain = false

    func run(on console: Console) async throws {
        let classifier = try Setup(common).classifier()
        let descriptor = try InputFile.open(file)
        defer { InputFile.close(descriptor) }
        var lines = LineReader(descriptor, name: file)
        var number = 0
        var faults = 0
        while let line = try lines.next() {
            number += 1
            do {
                try judge(line, with: classifier, on: console)
            } catch let fault as JSONFault {
                faults += 1
                console.note("\(file == "-" ? "standard input" : file): line \(number): \(fault)")
            }
            // Whoever sends a line and waits for the answer gets it.
            if lines.mayWait { try console.output.flush() }
        }
        if faults > 0 {
            try console.output.flush()
            throw Reported()
        }
    }
}

extension ClassifyCommand {
    /// Writes what becomes of one line.
    private func judge(_ line: LineReader.Line, with classifier: Classifier, on console: Console) throws {
        guard let object = try LineJudge.object(line) else { return }
        let text = try LineJudge.text(object)
        let verdict = classifier.verdict(on: text)
        guard explain else { return try console.output.write(LineJudge.line(object, verdict)) }
        try console.output.line(console.styled(SafeText.line(text.title), .bold))
        try Explanation.write(verdict, on: console)
        try console.output.line("")
    }
}

/// Reads one line of JSON, and writes it again with a verdict.
enum LineJudge {
    /// The object on a line; `nil` for a line without anything on it.
    static func object(_ line: LineReader.Line) throws -> JSONLine? {
        guard case .bytes(let bytes) = line else {
            throw JSONFault(column: LineReader.longest, message: "the line is too long")
        }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
        return try JSONLine(bytes)
    }

    /// The object with its verdict, and a line feed.
    static func line(_ object: JSONLine, _ verdict: Verdict) -> [UInt8] {
        object.replacing(fields(verdict)) + [UInt8(ascii: "\n")]
    }

    /// The text that an object gives to judge.
    static func text(_ object: JSONLine) throws(JSONFault) -> ItemText {
        guard let title = try object.string("title") else {
            throw JSONFault(column: 1, message: "there is no \"title\"")
        }
        return ItemText(
            title: title, summary: try object.string("summary") ?? "", source: try object.string("source"),
            sourceCountry: try object.string("country"),
            published: try object.string("published").flatMap { Date(rfc3339: $0) },
            language: try object.string("language"))
    }

    private static func fields(_ verdict: Verdict) -> [(name: String, json: [UInt8])] {
        [
            ("relevant", json { $0.value(verdict.relevant) }),
            ("relevance", json { $0.value(verdict.relevance) }),
            ("topics", json { json in json.array { json in verdict.topics.forEach { json.value($0.rawValue) } } }),
            ("evidence", json { HistoryFields.write(verdict.evidence, into: &$0) }),
        ]
    }

    private static func json(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        body(&writer)
        return writer.bytes
    }
}
