import FoundationEssentials
import News
import Testing

@testable import Settings

/// Reads a text as the file `/etc/habari/habari.toml`.
func settings(_ text: String) throws -> Settings {
    try Settings(toml: text, path: "/etc/habari/habari.toml")
}

@Suite("Reading habari.toml")
struct SettingsTests {
    @Test("an empty file gives the defaults")
    func empty() throws {
        #expect(try settings("") == Settings())
        #expect(try settings("# nothing\n[poll]\n[log]\n") == Settings())
    }

    @Test("the defaults are those of the manual")
    func defaults() {
        let settings = Settings()
        #expect(settings.directory == "/etc/habari")
        #expect(settings.store.path == "/var/lib/habari/habari.db")
        #expect(settings.store.keep == .relevant && settings.store.forgetAfter == .seconds(7_776_000))
        #expect(settings.feeds.files == ["feeds.opml"])
        #expect(settings.poll.minInterval == .seconds(300) && settings.poll.defaultInterval == .seconds(1800))
        #expect(settings.poll.maxInterval == .seconds(86_400))
        #expect(settings.poll.concurrency == 64 && settings.poll.perHost == 2)
        #expect(settings.poll.limits == FetchLimits())
        #expect(settings.poll.limits.timeout == .seconds(30) && settings.poll.limits.connectTimeout == .seconds(10))
        #expect(settings.poll.limits.maxBytes == 10_485_760 && settings.poll.limits.maxRedirects == 5)
        #expect(!settings.poll.limits.allowPrivateNetworks && !settings.poll.limits.allowFileURLs)
        #expect(settings.poll.contact == nil && settings.poll.proxy == "")
        #expect(settings.classify.threshold == 0.5 && settings.classify.lexicon == [])
        #expect(settings.log.level == .info && settings.log.format == .journal)
    }

    @Test("every key is taken up")
    func everyKey() throws {
        let settings = try settings(
            """
            [store]
            path = "data/habari.db"
            keep = "all"
            forget_after = "12h"
            [feeds]
            files = ["a.opml", "lists/*.opml", "/srv/b.opml"]
            [poll]
            min_interval = "1m"
            default_interval = "1h30m"
            max_interval = "2d"
            concurrency = 8
            per_host = 1
            timeout = "1m"
            connect_timeout = "500ms"
            max_bytes = 4096
            max_redirects = 0
            contact = "mailto:news@example.org"
            proxy = "socks5h://localhost:1080"
            allow_private_networks = true
            allow_file_urls = true
            [classify]
            threshold = 1
            lexicon = ["extra.toml", "/usr/share/more.toml"]
            [log]
            level = "debug"
            format = "json"
            """)
        #expect(settings.store.path == "/etc/habari/data/habari.db")
        #expect(settings.store.keep == .all && settings.store.forgetAfter == .seconds(43_200))
        #expect(settings.feeds.files == ["a.opml", "lists/*.opml", "/srv/b.opml"])
        #expect(settings.poll.minInterval == .seconds(60) && settings.poll.defaultInterval == .seconds(5400))
        #expect(settings.poll.maxInterval == .seconds(172_800))
        #expect(settings.poll.concurrency == 8 && settings.poll.perHost == 1)
        #expect(
            settings.poll.limits
                == FetchLimits(
                    timeout: .seconds(60), connectTimeout: .milliseconds(500), maxBytes: 4096, maxRedirects: 0,
                    allowPrivateNetworks: true, allowFileURLs: true))
        #expect(settings.poll.contact == "mailto:news@example.org")
        #expect(settings.poll.proxy == "socks5h://localhost:1080")
        #expect(settings.classify.threshold == 1)
        #expect(settings.classify.lexicon == ["/etc/habari/extra.toml", "/usr/share/more.toml"])
        #expect(settings.log.level == .debug && settings.log.format == .json)
    }

    @Test("dotted keys and inline tables say the same as sections")
    func otherSpellings() throws {
        let expected = try settings("[poll]\nper_host = 5\n[log]\nlevel = \"error\"")
        #expect(try settings("poll.per_host = 5\nlog = { level = 'error' }") == expected)
        #expect(try settings("\u{FEFF}[ \"poll\" ]\r\n\"per_host\" = 5\r\n[log]\r\nlevel = \"error\"\r\n") == expected)
    }

    @Test("an interval that is not written makes way for those that are")
    func unwrittenIntervals() throws {
        let longer = try settings("poll.min_interval = \"2h\"").poll
        #expect(longer.defaultInterval == .seconds(7200) && longer.maxInterval == .seconds(86_400))
        let longest = try settings("poll.min_interval = \"2d\"").poll
        #expect(longest.defaultInterval == .seconds(172_800) && longest.maxInterval == .seconds(172_800))
        let shorter = try settings("poll.max_interval = \"1m\"").poll
        #expect(shorter.minInterval == .seconds(60) && shorter.defaultInterval == .seconds(60))
        let usual = try settings("poll.default_interval = \"2s\"").poll
        #expect(usual.minInterval == .seconds(2) && usual.maxInterval == .seconds(86_400))
        let quick = try settings("poll.timeout = \"3s\"").poll.limits
        #expect(quick.connectTimeout == .seconds(3))
        let patient = try settings("poll.connect_timeout = \"50s\"").poll.limits
        #expect(patient.timeout == .seconds(50))
    }

    @Test("a missing file and a folder are errors that say what to do")
    func unreadable() throws {
        let error = try #require(throws: SettingsError.self) { try Settings(contentsOf: "/nowhere/habari.toml") }
        #expect(
            error.description
                == "/nowhere/habari.toml: cannot be read: No such file or directory; "
                + "name another file with --config or HABARI_CONFIG")
        let folder = try #require(throws: SettingsError.self) { try Settings(contentsOf: "/") }
        #expect(folder.description.hasPrefix("/: cannot be read: Is a directory"))
    }

    @Test("a file is read, and relative names start from its folder")
    func file() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "habari-settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "habari.toml")
        try Data("store.path = \"./here.db\"".utf8).write(to: file)
        #expect(try Settings(contentsOf: file.path).store.path == folder.path + "/here.db")
        try Data("a = \"é\"\nb = \"".utf8 + [0xE9]).write(to: file)
        let error = try #require(throws: SettingsError.self) { try Settings(contentsOf: file.path) }
        #expect(error.description == "\(file.path):2: not UTF-8 text; save the file in that encoding")
    }

    @Test("a relative path starts from the current folder")
    func relativePath() throws {
        let current = FileManager.default.currentDirectoryPath
        #expect(try Settings(toml: "", path: "habari.toml").directory == current)
        #expect(try Settings(toml: "", path: "run/habari.toml").directory == current + "/run")
    }
}
