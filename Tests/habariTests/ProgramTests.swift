import FoundationEssentials
import Glibc
import Testing

@testable import habari

/// The built program, run by a shell.
@Suite("The program habari")
struct ProgramTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    /// Runs a line of bash in which `habari` is the built program; answers what it printed, errors included.
    private func shell(_ line: String) throws -> String {
        let here = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = String(here[..<(here.lastIndex(of: "/") ?? here.startIndex)])
        let script = try place.write(
            "script", "cd '\(place.path)'\nunset HABARI_CONFIG\nhabari() { '\(folder)/habari' \"$@\"; }\n\(line)\n")
        let pipe = try #require(popen("bash '\(script)' 2>&1", "r"))
        defer { pclose(pipe) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("a pipe closed early is no error, and nothing is said about it")
    func closedPipe() async throws {
        let line =
            #"{"title": "Kenya and the United States sign a pact", "filler": "\#(String(repeating: "x", count: 999))"}"#
        try place.write("in.jsonl", String(repeating: line + "\n", count: 1000))
        let printed = try shell("habari classify in.jsonl | head -c 20; echo; echo ${PIPESTATUS[0]}")
        #expect(printed == "{\"title\": \"Kenya and\n0\n")
    }

    @Test("a full disk is one line and status 1, and so is a closed standard output")
    func fullDisk() throws {
        #expect(
            try shell("habari query --help > /dev/full; echo $?; habari query --help >&-; echo $?") == """
                habari: standard output: No space left on device
                1
                habari: standard output: Bad file descriptor
                1

                """)
    }

    @Test("HABARI_CONFIG names the configuration, and --config overrules it")
    func environment() throws {
        try place.write("a.toml", "[stor]\n")
        try place.write("b.toml", "[store]\n")
        #expect(
            try shell("HABARI_CONFIG=a.toml habari check; echo $?").hasPrefix(
                "habari: a.toml:1: unknown section [stor]"))
        #expect(
            try shell("HABARI_CONFIG=a.toml habari feeds list --format json --config b.toml --store none; echo $?")
                == "[]\n0\n")
    }

    @Test("whoever sends a line and waits for the answer gets it")
    func interactive() throws {
        let printed = try shell(
            """
            coproc habari classify
            echo '{"title": "Rain"}' >&"${COPROC[1]}"
            read -r line <&"${COPROC[0]}"
            echo "${line:0:17}"
            """)
        #expect(printed == "{\"title\": \"Rain\",\n")
    }

    @Test("wrong usage is status 64 and nothing on standard output")
    func wrongUsage() throws {
        #expect(try shell("habari query --limit none 2>/dev/null; echo $?; habari 2>/dev/null; echo $?") == "64\n64\n")
    }
}
