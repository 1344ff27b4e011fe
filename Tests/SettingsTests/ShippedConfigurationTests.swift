import FoundationEssentials
import News
import Testing

@testable import Settings

@Suite("The configuration that comes with Habari")
struct ShippedConfigurationTests {
    private func text(_ name: String) throws -> String {
        let top = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return String(decoding: try Data(contentsOf: top.appending(path: name)), as: UTF8.self)
    }

    @Test("every key stands in the file at its default")
    func defaults() throws {
        let shipped = try text("Config/habari.toml")
        #expect(try settings(shipped) == Settings())
        let lines = shipped.split(separator: "\n", omittingEmptySubsequences: false)
        // A key is commented out with a "#" right before it; prose has a space there.
        let isKey: (Substring) -> Bool = { $0.hasPrefix("#") && $0.dropFirst().first?.isLetter == true }
        let active = lines.map { isKey($0) ? $0.dropFirst() : $0 }.joined(separator: "\n")
        #expect(try settings(active) == Settings())
        #expect(lines.filter(isKey).count == 21)
    }

    @Test("every valid key is explained", arguments: ["store", "feeds", "poll", "classify", "log"])
    func completeness(section: String) throws {
        // The message about a key that resembles nothing names all that are valid.
        let nonsense = String(repeating: "z", count: 40)
        let error = try #require(throws: SettingsError.self) { try settings("[\(section)]\n\(nonsense) = 1") }
        let quoted = error.description.split(separator: "\"", omittingEmptySubsequences: false)
        let keys = stride(from: 5, to: quoted.count, by: 2).map { quoted[$0] }
        let shipped = try text("Config/habari.toml")
        #expect(!keys.isEmpty)
        for key in keys { #expect(shipped.contains("\n#\(key) = "), "\(key)") }
    }

    @Test("every key of a list of tables is explained, and the example is valid")
    func access() throws {
        let error = try #require(throws: SettingsError.self) {
            try settings("[[access]]\nurl = \"https://x.example\"\n\(String(repeating: "z", count: 40)) = 1")
        }
        let quoted = error.description.split(separator: "\"", omittingEmptySubsequences: false)
        let shipped = try text("Config/habari.toml")
        let keys = stride(from: 5, to: quoted.count, by: 2).map { quoted[$0] }
        #expect(keys.count == 8)
        for key in keys { #expect(shipped.contains("\n#   \(key) = "), "\(key)") }
        let example = shipped.split(separator: "\n").drop { $0 != "#   [[access]]" }.prefix {
            $0 != "# In place of the files:"
        }
        let active = example.map { $0.dropFirst(3) }.joined(separator: "\n")
        #expect(try settings(active).access.count == 2)
    }

    @Test("the settings of the trial run are valid, and keep to their own folder")
    func trial() throws {
        let settings = try Settings(toml: text("seeds/habari.toml"), path: "/trial/habari.toml")
        #expect(settings.store.path == "/trial/habari.db")
        #expect(settings.poll.limits.allowFileURLs && settings.log.format == .text)
    }
}
