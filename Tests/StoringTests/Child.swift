import Foundation
import Glibc

/// This test program once more, as a process of its own that can be killed or run as another user.
struct Child {
    /// What the child is to do: the test of that name does it.
    enum Role: String {
        case endlessWriter, strangeReader, importer, steadyWriter
    }

    /// Items in each poll of the endless writer.
    static let itemsInPoll = 5

    private let process: Process
    private let output: Pipe

    /// The part that this process plays; `nil` for the tests themselves.
    static var role: Role? { ProcessInfo.processInfo.environment["HABARI_TEST_ROLE"].flatMap(Role.init(rawValue:)) }
    /// The store that the child works on.
    static var storePath: String { ProcessInfo.processInfo.environment["HABARI_TEST_STORE"] ?? "" }

    /// Whether a child can be run as another user.
    static var canBeAnotherUser: Bool {
        geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")
    }

    /// Starts a child; `prefix` is a command that runs it.
    static func start(_ role: Role, store: String, prefix: [String] = []) throws -> Child {
        let process = Process()
        let command = prefix + [executable, "--testing-library", "swift-testing", "--filter", role.rawValue]
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["HABARI_TEST_ROLE": role.rawValue, "HABARI_TEST_STORE": store]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return Child(process: process, output: output)
    }

    private static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path

    /// Waits until the child has said a line so many times; how often it did before it ended, if that is less.
    func hears(_ line: String, times: Int) -> Int {
        var said = ""
        while true {
            let count = said.split(separator: "\n").count { $0 == line }
            let data = count < times ? output.fileHandleForReading.availableData : Data()
            if data.isEmpty { return min(count, times) }
            said += String(decoding: data, as: UTF8.self)
        }
    }

    /// Ends the child as a power cut would, as far as a process can tell.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Waits for the child's end; whether its test passed and said a line.
    func succeeds(saying line: String) -> Bool {
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0
            && String(decoding: said, as: UTF8.self).split(separator: "\n").contains { $0 == line }
    }

    /// Says a line to the parent at once.
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
