import FoundationEssentials
import News
import Storing

@testable import habari

/// What a command did.
struct Run {
    /// The exit status.
    var status: Int32
    /// What it wrote to standard output.
    var output: String
    /// What it said to the person, a line each.
    var complaints: [String]

    /// The lines of the output.
    var lines: [Substring] { output.split(whereSeparator: \.isNewline) }
}

/// Collects what a command says.
private final class Complaints {
    var lines: [String] = []
}

/// A console that writes to memory, at noon of 25 September 2025.
func memoryConsole(
    output: Output = Output(), width: Int? = nil, colour: Bool = false, say: @escaping (String) -> Void = { _ in }
) -> Console {
    Console(
        output: output, width: width, usesColour: colour, showsProgress: false,
        now: Date(timeIntervalSince1970: 1_758_801_600), say: say)
}

/// Runs a command inside this process.
func habari(_ arguments: String..., width: Int? = nil, colour: Bool = false) async -> Run {
    let complaints = Complaints()
    let output = Output()
    let console = memoryConsole(output: output, width: width, colour: colour) { complaints.lines.append($0) }
    let status = await Program.run(arguments, on: console)
    return Run(status: status, output: String(decoding: output.bytes, as: UTF8.self), complaints: complaints.lines)
}

/// A folder of its own for one test, removed with it.
final class Workplace {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "habari-\(UUID().uuidString)").path(
            percentEncoded: false)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and answers its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(filePath: file))
        return file
    }

    /// The text of a file.
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path + "/" + name)), as: UTF8.self)
    }

    /// A configuration whose store and feed list lie in this folder.
    func configuration(_ more: String = "") throws -> String {
        try write("habari.toml", "[store]\npath = \"habari.db\"\n" + more)
    }
}

/// What the stores of these tests hold.
enum Sample {
    static let nation = FeedURL("https://nation.example/rss")
    static let wire = FeedURL("https://wire.example/feed,main.xml")
    static let polled = Date(timeIntervalSince1970: 1_758_790_800)  // 2025-09-25T09:00:00Z

    /// A store with two feeds and four items, of which three are relevant; the second has two revisions.
    static func store(in place: Workplace) async throws {
        guard let nation, let wire else { return }
        let store = try Store(path: place.path + "/habari.db", access: .readWrite, keep: .all)
        try store.subscribe(
            [Subscription(url: nation, title: "The Nation", tags: ["kenya"]), Subscription(url: wire, title: "=Wire")],
            now: polled)
        _ = try await store.record(Poll(feed: nation, started: polled, state: state(200), items: nationItems()))
        _ = try await store.record(Poll(feed: wire, started: polled + 60, state: state(200), items: wireItems()))
        var later = nationItems()
        later[1].item.title = "Tariffs on Kenyan flowers fall"
        _ = try await store.record(Poll(feed: nation, started: polled + 3600, state: state(200), items: later))
        try store.close()
    }

    private static func state(_ status: Int) -> FeedState {
        FeedState(
            title: "Own title", lastPolled: polled, lastSuccess: polled, nextPoll: polled + 1800,
            interval: .seconds(1800),
            reason: "default", httpStatus: status)
    }

    private static func nationItems() -> [JudgedItem] {
        [
            item(
                "n1", "Ruto meets Rubio beside the General Assembly", "2025-09-24T18:05:00Z", ["diplomacy", "trade"],
                0.97),
            item("n2", "Tariffs on Kenyan flowers", "2025-09-23T08:00:00Z", ["trade"], 0.8),
            item("n3", "Rains expected in Kisumu", "2025-09-22T08:00:00Z", [], 0.03),
        ]
    }

    private static func wireItems() -> [JudgedItem] {
        [item("w1", "-Kenya, US \"sign\"\u{1B}[31m pact", "2025-09-24T07:00:00Z", ["security"], 0.6, language: "sw")]
    }

    private static func item(
        _ id: String, _ title: String, _ published: String, _ topics: [String], _ score: Double, language: String = "en"
    ) -> JudgedItem {
        JudgedItem(
            item: ParsedItem(
                id: id, title: title, link: "https://nation.example/\(id)", summary: "Summary of \(id).",
                published: Date(rfc3339: published)),
            verdict: Verdict(
                relevant: score >= 0.5, relevance: score, topics: topics.map { Topic($0) },
                evidence: [Evidence(text: "Kenya", entity: "kenya", side: "kenya", field: "title", weight: 1.25)],
                language: language, judge: "test 1"))
    }
}
