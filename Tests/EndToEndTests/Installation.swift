import Foundation
import News

/// A configured installation in a folder of its own, driven by its two commands as an administrator would.
final class Installation: Sendable {
    /// What a command did.
    struct Run: Sendable {
        var status: Int32
        var output: String
        var errors: String

        /// The lines of standard error.
        var complaints: [Substring] { errors.split(separator: "\n") }
    }

    /// `[poll]` settings under which every feed is always due.
    static let alwaysDue = "min_interval = \"0s\"\ndefault_interval = \"0s\""

    let folder: URL
    var configuration: URL { folder.appending(path: "habari.toml") }
    var feedList: URL { folder.appending(path: "feeds.opml") }
    var store: URL { folder.appending(path: "habari.db") }

    /// Subscribes to addresses; `poll` is added to the `[poll]` section, `store` to `[store]`.
    init(
        feeds: [String], poll: String = "", store: String = "", more: String = "", allowsPrivateNetworks: Bool = true
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "habari-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write(
            """
            [store]
            path = "habari.db"
            \(store)
            [feeds]
            files = ["feeds.opml"]
            [poll]
            allow_private_networks = \(allowsPrivateNetworks)
            \(poll)
            [log]
            format = "text"
            \(more)
            """, to: configuration)
        try write(Self.opml(feeds), to: feedList)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Replaces a file as a careful program does.
    func write(_ text: String, to file: URL) throws {
        try Data(text.utf8).write(to: file, options: .atomic)
    }

    /// A feed list.
    static func opml(_ addresses: [String]) -> String {
        let outlines = addresses.map { "    <outline type=\"rss\" text=\"A feed\" xmlUrl=\"\($0)\"/>\n" }
        return "<opml version=\"2.0\">\n  <head/>\n  <body>\n\(outlines.joined())  </body>\n</opml>\n"
    }

    /// Runs the daemon once over all that is due.
    func once() async throws -> Run { try await run("habarid", ["--once"]) }

    /// Runs the daemon once over all that is due, and measures it: how long it took, and the most memory that it held.
    func measuredOnce() async throws -> (run: Run, duration: Duration, peakKiB: Int) {
        let gauge = MemoryGauge()
        let start = ContinuousClock.now
        let run = try await run("habarid", ["--once"], gauge)
        return (run, ContinuousClock.now - start, gauge.peakKiB)
    }

    /// Runs the companion command.
    func habari(_ arguments: String...) async throws -> Run { try await run("habari", arguments) }

    /// Every stored item, with how often it is stored.
    func stored() async throws -> [Publisher.Item: Int] {
        var counts: [Publisher.Item: Int] = [:]
        for item in try await items() {
            counts[Publisher.Item(feed: item.feed, guid: item.guid ?? ""), default: 0] += 1
        }
        return counts
    }

    /// The parts of an item of `habari query --format jsonl` that the tests look at.
    struct Item: Decodable {
        var id: Int
        var title: String
        var feed: String
        var guid: String?
        var revision: Int
        var relevant: Bool
        var topics: [String]
    }

    func items() async throws -> [Item] {
        try await habari("query", "--all", "--format", "jsonl").output.split(separator: "\n")
            .map { try JSONDecoder().decode(Item.self, from: Data($0.utf8)) }
    }

    /// The parts of a feed of `habari feeds list --format json` that the tests look at.
    struct Feed: Decodable {
        var url: String
        var httpStatus: Int?
        var error: String?
        var failures: Int
        var items: Int

        enum CodingKeys: String, CodingKey {
            case url
            case httpStatus = "http_status"
            case error
            case failures
            case items
        }
    }

    func feeds() async throws -> [Feed] {
        try JSONDecoder().decode(
            [Feed].self, from: Data(try await habari("feeds", "list", "--format", "json").output.utf8))
    }

    // MARK: - Processes

    /// The folder of the built commands: the one that holds the tests.
    static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

    /// Starts the daemon; it runs until it is ended.
    func startDaemon(environment: [String: String] = [:]) throws -> Process {
        let process = process("habarid", [], environment)
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Runs a command to its end.
    func run(_ command: String, _ arguments: [String], _ gauge: MemoryGauge? = nil) async throws -> Run {
        let process = process(command, arguments, [:])
        // Files instead of pipes: a pipe that nobody reads yet would stop the command.
        let streams = try ["out", "err"].map { name in
            let file = folder.appending(path: "\(UUID().uuidString).\(name)")
            _ = FileManager.default.createFile(atPath: file.path, contents: nil)
            return (file, try FileHandle(forWritingTo: file))
        }
        (process.standardOutput, process.standardError) = (streams[0].1, streams[1].1)
        await withCheckedContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { return continuation.resume() }
            gauge?.watch(process.processIdentifier)
        }
        let texts = try streams.map { String(decoding: try Data(contentsOf: $0.0), as: UTF8.self) }
        return Run(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    /// Where the tests run under a sanitizer, so do the commands.
    static let sanitizerOptions = ProcessInfo.processInfo.environment.filter {
        ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "SWIFT_BACKTRACE"].contains($0.key)
    }

    private func process(_ command: String, _ arguments: [String], _ environment: [String: String]) -> Process {
        let process = Process()
        process.executableURL = Self.products.appending(path: command)
        process.arguments = ["--config", configuration.path] + arguments
        process.environment = ["PATH": "/usr/bin:/bin", "NO_COLOR": "1"]
            .merging(Self.sanitizerOptions) { $1 }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }
}

/// Reads again and again how much memory a process has held at most, until it is gone.
///
/// The kernel keeps the mark (`VmHWM`, proc(5)), so that what was between two readings is in the next. wait4(2) would
/// tell it exactly, but counts the memory of the process that started the other, too.
final class MemoryGauge: Sendable {
    private let peak = Guarded(0)

    /// The most memory that was read, in KiB.
    var peakKiB: Int { peak.withLock { $0 } }

    /// Begins to watch.
    func watch(_ process: Int32) {
        Thread.detachNewThread { [self] in
            while let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
                let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
                let size = Int(line.filter(\.isNumber))
            {
                peak.withLock { $0 = max($0, size) }
                Thread.sleep(forTimeInterval: 0.005)
            }
        }
    }
}

extension Process {
    /// Sends a signal and waits for the end; the status, or the signal that ended it, negative.
    @discardableResult
    func end(by signal: Int32) async -> Int32 {
        await withCheckedContinuation { continuation in
            terminationHandler = { _ in continuation.resume() }
            kill(processIdentifier, signal)
        }
        return terminationReason == .exit ? terminationStatus : -terminationStatus
    }
}
