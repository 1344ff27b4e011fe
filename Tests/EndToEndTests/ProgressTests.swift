import Foundation
import Testing

@Suite struct ProgressTests {
    @Test("a terminal that watches --once sees how far it has come, and other readers see lines alone")
    func progress() async throws {
        let publisher = try Publisher(feeds: 3, itemsEach: 2)
        let installation = try Installation(feeds: publisher.urls)
        let terminal = try await installation.onTerminal("habarid", ["--once"])
        #expect(terminal.status == 0, "\(terminal.output)")
        #expect(terminal.output.contains("of 3 feeds"))
        #expect(terminal.output.contains("polled 3 feeds"))
        let piped = try await installation.once()
        #expect(!piped.errors.contains("\u{1B}") && !piped.errors.contains("of 0 feeds"))
    }
}

extension Installation {
    /// Runs a command on a terminal of its own; its output is all that the terminal got.
    fileprivate func onTerminal(_ command: String, _ arguments: [String]) async throws -> Run {
        let program = Self.products.appending(path: command).path
        let script = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, program, "--config", configuration.path] + arguments
        process.environment = ["PATH": "/usr/bin:/bin:/usr/local/bin", "TERM": "xterm"]
            .merging(Self.sanitizerOptions) { $1 }
        process.standardInput = FileHandle.nullDevice
        let file = folder.appending(path: "terminal.out")
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        process.standardOutput = try FileHandle(forWritingTo: file)
        await withCheckedContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { return continuation.resume() }
        }
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        return Run(status: process.terminationStatus, output: text, errors: "")
    }
}
