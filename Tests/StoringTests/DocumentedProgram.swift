import Foundation
import Testing

/// The program of docs/journal.md, which checks the chain without us.
enum DocumentedProgram {
    /// Whether there is a Python with SQLite.
    static var canRun: Bool { (try? run(["python3", "-c", "import sqlite3"]))?.status == 0 }

    /// Runs the program on a store; what it says, on whichever stream.
    static func run(_ path: String) throws -> String {
        let page = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("../../docs/journal.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let program = try #require(
            text.components(separatedBy: "```python\n").last?.components(separatedBy: "```").first)
        return try run(["python3", "-c", program, path]).said
    }

    private static func run(_ command: [String]) throws -> (said: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: said, as: UTF8.self), process.terminationStatus)
    }
}
