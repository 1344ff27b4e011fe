import Testing

@testable import Settings

@Suite("What is wrong with habari.toml")
struct SettingsReaderTests {
    /// The lines of the error that a text brings, without the file's name.
    private func complaints(_ text: String) throws -> [String] {
        let error = try #require(throws: SettingsError.self) { try settings(text) }
        return error.lines.map { String($0.dropFirst("/etc/habari/habari.toml:".count)) }
    }

    @Test("an unknown key is named with its line and the nearest valid key")
    func unknownKey() throws {
        let error = try #require(throws: SettingsError.self) { try settings("\n[poll]\nmin_intervall = \"5m\"\n") }
        #expect(
            error.description
                == "/etc/habari/habari.toml:3: unknown key \"min_intervall\" in [poll]; did you mean \"min_interval\"?")
    }

    @Test(
        "unknown names of every kind find the nearest valid one",
        arguments: [
            ("[pol]\na = 1", "1: unknown section [pol]; did you mean [poll]?"),
            (
                "[colour]\na = 1",
                "1: unknown section [colour]; the nearest is [poll] of [store], [feeds], [poll], [[access]], [classify], "
                    + "[log]"
            ),
            ("[log]\nthreshold = 0.3", "2: unknown key \"threshold\" in [log]; it belongs in [classify]"),
            ("threshold = 0.3", "1: key \"threshold\" outside any section; it belongs in [classify]"),
            ("treshold = 0.3", "1: unknown key \"treshold\" outside any section; did you mean \"classify.threshold\"?"),
            (
                "[store]\nqqqq = 1",
                "2: unknown key \"qqqq\" in [store]; the nearest is \"path\" of \"path\", \"keep\", \"forget_after\""
            ),
            (
                "[poll.retry]\ntimes = 1",
                "1: unknown key \"retry\" in [poll]; the nearest is \"proxy\" of \"min_interval\""
            ),
            ("[poll]\n\"time out\" = 1", "2: unknown key \"time out\" in [poll]; did you mean \"timeout\"?"),
            ("poll = { tiemout = 1 }", "1: unknown key \"tiemout\" in [poll]; did you mean \"timeout\"?"),
            ("[[feed]]\nurl = \"x\"", "1: unknown key \"feed\" outside any section;"),
        ])
    func unknown(text: String, expected: String) throws {
        let lines = try complaints(text)
        #expect(lines.count == 1 && lines[0].hasPrefix(expected), "\(lines)")
    }

    @Test(
        "a wrong type or a value out of range names the key, its line and what is wanted",
        arguments: [
            (
                "[poll]\ntimeout = 30",
                "2: \"timeout\" in [poll] must be a duration such as \"30s\", \"5m\", \"1h30m\" or \"90d\", not the number 30"
            ),
            (
                "[poll]\ntimeout = \"30\"",
                "2: \"timeout\" in [poll] must be a duration such as \"30s\", \"5m\", \"1h30m\" or \"90d\", not \"30\""
            ),
            ("[poll]\ntimeout = \"0s\"", "2: \"timeout\" in [poll] must be between 1ms and 1h, not 0s"),
            (
                "[poll]\nmax_interval = \"500d\"",
                "2: \"max_interval\" in [poll] must be between 1s and 366d, not 500d"
            ),
            ("[poll]\nconcurrency = 0", "2: \"concurrency\" in [poll] must be between 1 and 1024, not 0"),
            ("[poll]\nconcurrency = \"64\"", "2: \"concurrency\" in [poll] must be a whole number, not \"64\""),
            ("[poll]\nper_host = 1.5", "2: \"per_host\" in [poll] must be a whole number, not the number 1.5"),
            ("[poll]\nmax_bytes = \"2GiB\"", "2: \"max_bytes\" in [poll] must be between 1 and 1GiB, not 2GiB"),
            ("[poll]\nmax_bytes = -1", "2: \"max_bytes\" in [poll] must be between 1 and 1GiB, not -1"),
            (
                "[poll]\nallow_file_urls = \"yes\"",
                "2: \"allow_file_urls\" in [poll] must be true or false, without quotes, not \"yes\""
            ),
            (
                "[poll]\ncontact = \"news@example.org\"",
                "2: \"contact\" in [poll] must be a \"mailto:\" or \"https://\" address without spaces, not \"news@example.org\""
            ),
            (
                "[poll]\ncontact = \"a\\nb\"",
                "2: \"contact\" in [poll] must not hold a line break or another control character"
            ),
            (
                "[poll]\nproxy = \"ftp://x\"",
                "2: \"proxy\" in [poll] must be empty or like \"http://host:3128\" or \"socks5h://host:1080\""
            ),
            ("[classify]\nthreshold = 1.5", "2: \"threshold\" in [classify] must be between 0.0 and 1.0, not 1.5"),
            ("[classify]\nthreshold = nan", "2: \"threshold\" in [classify] must be between 0.0 and 1.0, not nan"),
            (
                "[classify]\nlexicon = \"x.toml\"",
                "2: \"lexicon\" in [classify] must be a list of file names such as [\"one\", \"two\"], not \"x.toml\""
            ),
            (
                "[feeds]\nfiles = [\"a\", 1]",
                "2: \"files\" in [feeds] must be a list of file names such as [\"one\", \"two\"], each of them a string that is not empty"
            ),
            (
                "[store]\nkeep = \"al\"",
                "2: \"keep\" in [store] must be one of \"relevant\", \"all\", not \"al\"; did you mean \"all\"?"
            ),
            ("[store]\nkeep = true", "2: \"keep\" in [store] must be one of \"relevant\", \"all\", not true"),
            ("[store]\npath = \"\"", "2: \"path\" in [store] must name a file; remove the line to have the default"),
            (
                "[store]\nforget_after = 1979-05-27",
                "2: \"forget_after\" in [store] must be a duration such as \"30s\", \"5m\", \"1h30m\" or \"90d\", not a date"
            ),
            (
                "[log]\nlevel = \"warn\"",
                "2: \"level\" in [log] must be one of \"trace\", \"debug\", \"info\", \"notice\", \"warning\", \"error\", \"critical\", not \"warn\""
            ),
            ("log = \"info\"", "1: \"log\" must be a section, written [log], not \"info\""),
            ("[[log]]\nlevel = \"info\"", "1: \"log\" must be a section, written [log], not a list"),
            (
                "[poll]\nmin_interval = \"2h\"\nmax_interval = \"1h\"",
                "3: \"max_interval\" in [poll] must not be shorter than \"min_interval\": 1h is less than 2h"
            ),
            (
                "[poll]\ndefault_interval = \"1h\"\nmin_interval = \"2h\"",
                "2: \"default_interval\" in [poll] must not be shorter than \"min_interval\": 1h is less than 2h"
            ),
            (
                "[poll]\ntimeout = \"5s\"\nconnect_timeout = \"6s\"",
                "2: \"timeout\" in [poll] must not be shorter than \"connect_timeout\": 5s is less than 6s"
            ),
        ])
    func wrong(text: String, expected: String) throws {
        #expect(try complaints(text) == [expected])
    }

    @Test("everything wrong is reported at once, in the order of the file")
    func everything() throws {
        let text = """
            [log]
            levle = "info"
            [poll]
            # timeout = "1s"
            timeout = 30
            contact = "nobody"
            [stor]
            [classify]
            threshold = 7
            """
        #expect(try complaints(text).map { $0.prefix { $0 != ":" } } == ["2", "5", "6", "7", "9"])
    }

    @Test(
        "what is no TOML is one line with the place",
        arguments: [
            ("[poll]\ntimeout = \"30s", "2: not valid TOML, at column"),
            ("[poll]\ntimeout = \"1s\"\ntimeout = \"2s\"", "3: not valid TOML, at column"),
            ("[poll\n", "1: not valid TOML, at column"),
            ("timeout: 30s", "1: not valid TOML, at column"),
        ])
    func syntax(text: String, expected: String) throws {
        let lines = try complaints(text)
        #expect(lines.count == 1 && lines[0].hasPrefix(expected) && !lines[0].contains("\n"), "\(lines)")
    }
}
