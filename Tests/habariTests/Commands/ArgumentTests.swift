import Testing

@testable import habari

@Suite("Arguments")
struct ArgumentTests {
    @Test(
        "--config and --store stand before or after the command",
        arguments: [
            ["--config", "c", "--store", "s", "query", "word"], ["query", "--config", "c", "word", "--store", "s"],
            ["--store", "s", "query", "word", "--config=c"], ["query", "word", "--store=s", "--config", "c"],
        ])
    func placement(arguments: [String]) throws {
        let command = try #require(try Program.parse(arguments) as? QueryCommand)
        #expect(command.common.config == "c")
        #expect(command.common.store == "s")
        #expect(command.terms == ["word"])
    }

    @Test(
        "and around a command of a command",
        arguments: [
            ["--config", "c", "feeds", "list"], ["feeds", "--config", "c", "list"], ["feeds", "list", "--config", "c"],
            ["feeds", "--config", "c"],
        ])
    func nestedPlacement(arguments: [String]) throws {
        let command = try #require(try Program.parse(arguments) as? FeedsListCommand)
        #expect(command.common.config == "c")
    }

    @Test("a term that is a command's name is a term")
    func termLikeCommand() throws {
        let command = try #require(try Program.parse(["query", "status", "feeds"]) as? QueryCommand)
        #expect(command.terms == ["status", "feeds"])
    }

    @Test(
        "--version stands everywhere",
        arguments: [["--version"], ["query", "--version"], ["show", "--version"], ["feeds", "add", "--version"]])
    func version(arguments: [String]) async {
        let output = Output()
        #expect(await Program.run(arguments, on: memoryConsole(output: output)) == 0)
        #expect(String(decoding: output.bytes, as: UTF8.self).hasSuffix(".0\n"))
    }

    @Test(
        "wrong usage is status 64, said on standard error",
        arguments: [
            [], ["qury"], ["query", "--bogus"], ["show"], ["show", "x"], ["query", "--limit", "0"],
            ["query", "--min-score", "2"], ["query", "--since", "soon"], ["query", "--format", "xml"], ["feeds", "ad"],
            ["feeds", "add", "no address"], ["feeds", "set", "https://a.example/"], ["feeds", "add"],
            ["feeds", "add", "https://a.example/", "--interval", "5"], ["parse"],
        ])
    func wrongUsage(arguments: [String]) async {
        var said: [String] = []
        let output = Output()
        #expect(await Program.run(arguments, on: memoryConsole(output: output) { said.append($0) }) == 64)
        #expect(output.bytes == [])
        #expect(said.first?.hasPrefix("habari: ") == true)
    }

    @Test("a mistyped command is told the nearest")
    func mistyped() async {
        let run = await habari("qury")
        #expect(
            run.complaints.first
                == "habari: there is no command \"qury\"; did you mean \"query\"? `habari --help` lists them")
    }

    @Test("help is data, and wanted")
    func help() async {
        let run = await habari("query", "--help")
        #expect(run.status == 0)
        #expect(run.output.contains("USAGE: habari query"))
        #expect(run.complaints == [])
    }
}
