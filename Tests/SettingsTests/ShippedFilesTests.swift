import FoundationEssentials
import Testing

@testable import Settings

@Suite("Finding shipped files")
struct ShippedFilesTests {
    private let top = FileManager.default.temporaryDirectory.appending(path: "habari-shipped-\(UUID().uuidString)")

    private func make(_ name: String) throws -> String {
        let file = top.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: file)
        return file.path
    }

    @Test("a file beside the executable comes first, then its prefix, then the source tree around it")
    func order() throws {
        defer { try? FileManager.default.removeItem(at: top) }
        let executable = top.appending(path: ".build/x86_64/debug/habari").path
        #expect(ShippedFiles.find("test-file", executable: executable) == nil)
        let source = try make("Config/test-file")
        #expect(ShippedFiles.find("test-file", executable: executable) == source)
        let prefix = try make(".build/x86_64/share/habari/test-file")
        #expect(ShippedFiles.find("test-file", executable: executable) == prefix)
        let beside = try make(".build/x86_64/debug/test-file")
        #expect(ShippedFiles.find("test-file", executable: executable) == beside)
    }

    @Test("without a known executable only the system's folders are looked in")
    func noExecutable() {
        #expect(ShippedFiles.find("no-such-file-\(UUID().uuidString)", executable: nil) == nil)
    }
}
