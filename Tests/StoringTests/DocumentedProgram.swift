import Foundation
import Testing

/// The program of docs/journal.md, which checks the chain without us.
enum DocumentedProgram {
    /// Whether there is a Python with SQLite.
    static var canRun: Bool { (try? run(["python3", "-c", "import sqlite3"]))?.status == 0 }

    /// The text of docs/journal.md.
    static func page() throws -> String {
        let page = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("../../docs/journal.md")
        return try String(contentsOf: page, encoding: .utf8)
    }

    /// Runs the program on a store; what it says, on whichever stream.
    static func run(_ path: String) throws -> String {
        let text = try page()
        let program = try #require(
            text.components(separatedBy: "```python\n").last?.components(separatedBy: "```").first)
        return try run(program, path)
    }

    /// Runs another program of Python's; what it says.
    static func run(_ program: String, _ arguments: String...) throws -> String {
        try run(["python3", "-c", program] + arguments).said
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
