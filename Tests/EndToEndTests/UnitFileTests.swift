import Foundation
import Testing

private let analyzer = "/usr/bin/systemd-analyze"

@Suite("The systemd unit", .enabled(if: FileManager.default.isExecutableFile(atPath: analyzer)))
struct UnitFileTests {
    @Test("systemd finds nothing to remark")
    func verify() throws {
        let (status, text) = try analyze(["verify", "--man=no"])
        #expect(status == 0)
        #expect(text == "")
    }

    @Test("its exposure is at most 2.0")
    func exposure() throws {
        let (_, text) = try analyze(["security", "--offline=true", "--no-pager"])
        let match = try #require(text.firstMatch(of: /exposure level for \S+ (\d+\.\d+)/))
        #expect(try #require(Double(match.1)) <= 2.0)
    }

    /// Runs systemd-analyze(1) on the unit, as it is installed below a prefix that has a program to start.
    private func analyze(_ arguments: [String]) throws -> (status: Int32, text: String) {
        let prefix = FileManager.default.temporaryDirectory.appending(path: "habari-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: prefix) }
        try FileManager.default.createDirectory(at: prefix.appending(path: "bin"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: "/bin/true", toPath: prefix.path + "/bin/habarid")
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let source = try String(contentsOf: root.appending(path: "systemd/habarid.service"), encoding: .utf8)
        let unit = prefix.appending(path: "habarid.service")
        try Data(source.replacing("@PREFIX@", with: prefix.path).utf8).write(to: unit)
        let process = Process()
        process.executableURL = URL(filePath: analyzer)
        process.arguments = arguments + [unit.path]
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
