import FoundationEssentials
import News
import Testing

@testable import Settings

@Suite("[[access]]")
struct AccessTests {
    private func settings(_ text: String) throws -> Settings {
        try Settings(toml: text, path: "/etc/habari/habari.toml")
    }

    /// What is wrong with a text, without the file's name.
    private func complaints(_ text: String) throws -> [String] {
        let error = try #require(throws: SettingsError.self) { try settings(text) }
        return error.problems.map { "\($0.line.map(String.init) ?? "?"): \($0.message)" }
    }

    @Test("each table says how the feeds below one address are asked")
    func tables() throws {
        let settings = try settings(
            """
            [[access]]
            url = "https://Example.org/premium"
            user_agent = "Own/1.0"
            username = "ann"
            password = "a:b#c"
            headers = { "X-Key" = "one", "X-Other" = "two" }
            [poll]
            per_host = 3
            [[access]]
            url = "https://example.net/"
            token = "abc"
            [[access]]
            url = "https://example.com/"
            [access.headers]
            Accept = "text/xml"
            """)
        let access = try settings.feedAccess()
        #expect(settings.poll.perHost == 3)
        #expect(
            access == [
                FeedAccess(
                    url: try #require(FeedURL("https://example.org/premium")), userAgent: "Own/1.0",
                    credential: .basic(user: "ann", password: Secret("a:b#c")),
                    headers: [("X-Key", "one"), ("X-Other", "two")].compactMap {
                        FeedAccess.Header(name: $0, value: $1)
                    }),
                FeedAccess(
                    url: try #require(FeedURL("https://example.net/")), credential: .bearer(Secret("abc"))),
                FeedAccess(
                    url: try #require(FeedURL("https://example.com/")),
                    headers: [("Accept", "text/xml")].compactMap { FeedAccess.Header(name: $0, value: $1) }),
            ])
    }

    @Test(
        "what is wrong is named by its own table's line",
        arguments: [
            (
                "[[access]]\nurl = \"https://a.example/\"\n[[access]]\nurl = \"https://b.example/\"\ntokn = \"x\"",
                "5: unknown key \"tokn\" in [[access]]; did you mean \"token\"?"
            ),
            (
                "access = [\n{ url = \"https://a.example/\" },\n{ url = \"https://b.example/\", per_host = 2 } ]",
                "3: unknown key \"per_host\" in [[access]]; it belongs in [poll]"
            ),
            ("[[acess]]\nurl = \"https://a.example/\"", "1: unknown key \"acess\" outside any section;"),
            ("[acess]\nurl = \"https://a.example/\"", "1: unknown section [acess]; did you mean [[access]]?"),
            ("[access]\nurl = \"https://a.example/\"", "1: [[access]] must be a list of tables"),
            ("access = 3", "1: [[access]] must be a list of tables"),
            ("[poll]\ntoken = \"x\"", "2: unknown key \"token\" in [poll]; it belongs in [[access]]"),
            ("[[access]]\ntoken = \"x\"", "1: [[access]] needs the key \"url\""),
            ("[[access]]\nurl = 3", "2: \"url\" in [[access]] must be a string, not the number 3"),
            ("[[access]]\nurl = \"example.org\"", "2: \"url\" in [[access]] must be an address that begins with http"),
            ("[[access]]\nurl = \"file:///x\"", "2: \"url\" in [[access]] must be an address that begins with http"),
            ("[[access]]\nurl = \"https://ann:hunter2@x.org/\"", "2: \"url\" in [[access]] must hold no password"),
            (
                "[[access]]\nurl = \"https://x.org\"\n[[access]]\nurl = \"https://x.org/\"",
                "4: \"url\" in [[access]] must differ from those of the other tables"
            ),
        ])
    func places(text: String, expected: String) throws {
        let lines = try complaints(text)
        #expect(lines.count == 1 && lines[0].hasPrefix(expected), "\(lines)")
    }

    @Test(
        "credentials are one user name with one password, or one token",
        arguments: [
            ("username = \"ann\"", "1: [[access]] has a user name without \"password\""),
            ("password = \"hunter2\"", "1: [[access]] has a password without \"username\""),
            ("username = \"a:b\"\npassword = \"hunter2\"", "3: \"username\" in [[access]] must not be empty"),
            (
                "username = \"a\"\npassword = \"hunter2\"\ntoken = \"hunter2\"",
                "1: [[access]] has a token and a user name"
            ),
            (
                "username = \"a\"\npassword = \"hunter2\"\npassword_file = \"x\"",
                "5: \"password_file\" in [[access]] must not stand beside \"password\""
            ),
            ("token = \"hunter2\"\ntoken_file = \"x\"", "4: \"token_file\" in [[access]] must not stand beside"),
            ("token = \"hunter2\\r\\nX: y\"", "3: \"token\" in [[access]] must be a string of one line"),
            ("token = [\"hunter2\"]", "3: \"token\" in [[access]] must be a string of one line"),
            ("token_file = \"\"", "3: \"token_file\" in [[access]] must name a file"),
            ("user_agent = \"a\\nb\"", "3: \"user_agent\" in [[access]] must not hold a line break"),
            ("user_agent = \"\"", "3: \"user_agent\" in [[access]] must be ASCII text"),
            ("headers = { \"A B\" = \"x\" }", "3: \"headers\" in [[access]] must hold names of letters"),
            ("headers = { A = \"hunter2\\nB: x\" }", "3: \"headers\" in [[access]] must hold names of letters"),
            ("headers = { A = 1 }", "3: \"headers\" in [[access]] must be a table of strings"),
            ("headers = [\"A: x\"]", "3: \"headers\" in [[access]] must be a table of strings"),
            ("headers = { Host = \"x\" }", "3: \"headers\" in [[access]] must not hold \"Host\", which habarid sets"),
            ("headers = { User-Agent = \"x\" }", "3: \"headers\" in [[access]] must not hold \"User-Agent\"; write"),
            ("headers = { a = \"x\", A = \"y\" }", "3: \"headers\" in [[access]] must hold \""),
            (
                "token = \"hunter2\"\nheaders = { Authorization = \"x\" }",
                "4: \"headers\" in [[access]] must not hold \"Authorization\" beside"
            ),
        ])
    func credentials(text: String, expected: String) throws {
        let lines = try complaints("[[access]]\nurl = \"https://example.org/\"\n" + text)
        #expect(lines.count == 1 && lines[0].hasPrefix(expected), "\(lines)")
        #expect(!lines.joined().contains("hunter2"))
    }

    // MARK: - Files

    private final class Folder {
        let path = FileManager.default.temporaryDirectory.appending(path: "habari-\(UUID().uuidString)").path

        init(_ files: [String: String]) throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: path + "/" + name)) }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private static let twoFiles = """
        [[access]]
        url = "https://a.example/"
        username = "ann"
        password_file = "a"
        [[access]]
        url = "https://b.example/"
        token_file = "b"
        """

    @Test("a secret may stand in a file beside the configuration, which is read when it is needed")
    func files() throws {
        let folder = try Folder(["a": "open sesame\n", "b": "abc\r\n\r\n"])
        let settings = try Settings(toml: Self.twoFiles, path: folder.path + "/habari.toml")
        let credentials = try settings.feedAccess().map(\.credential)
        #expect(
            credentials == [.basic(user: "ann", password: Secret("open sesame")), .bearer(Secret("abc"))])
        try FileManager.default.removeItem(atPath: folder.path + "/a")
        let url = try #require(FeedURL("https://b.example/feed"))
        #expect(try settings.feedAccess(for: url).map(\.credential) == [.bearer(Secret("abc"))])
        #expect(throws: SettingsError.self) { try settings.feedAccess() }
    }

    @Test(
        "a file that holds no secret is named with the key and its line",
        arguments: [
            ("", "is empty"), ("\n", "is empty"), ("a\nb", "must hold the secret alone, in one line"),
            (String(repeating: "x", count: 70_000), "is larger than 64KiB and cannot be what was meant"),
        ])
    func badFiles(text: String, complaint: String) throws {
        let folder = try Folder(["a": text])
        let settings = try Settings(toml: Self.twoFiles, path: folder.path + "/habari.toml")
        let error = try #require(throws: SettingsError.self) { try settings.feedAccess() }
        #expect(
            error.lines == [
                "\(folder.path)/habari.toml:4: \"password_file\" in [[access]]: \(folder.path)/a \(complaint)",
                "\(folder.path)/habari.toml:7: \"token_file\" in [[access]]: \(folder.path)/b cannot be read:"
                    + " No such file or directory",
            ])
    }
}
