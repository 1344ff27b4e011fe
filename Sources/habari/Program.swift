import ArgumentParser
import Glibc
import News

import struct FoundationEssentials.Date

/// The process: from the arguments to the exit status.
@main
enum Program {
    static func main() async {
        occupyStandardDescriptors()
        // A reader that goes away is seen as EPIPE where it is written to, and ends the command quietly.
        signal(SIGPIPE, SIG_IGN)
        let status = await run(Array(CommandLine.arguments.dropFirst()), on: .standard(now: Date()))
        exit(status)
    }

    /// Makes sure that no file that is opened later takes the place of a standard stream that was closed (`>&-`), and
    /// gets what was meant for it.
    private static func occupyStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // open(2) gives the lowest free number, which is this one; to write to it fails, as it should.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    /// Does what the arguments say, and answers the exit status.
    static func run(_ arguments: [String], on console: Console) async -> Int32 {
        let command: any ParsableCommand
        do { command = try parse(arguments) } catch { return conclude(error, showsUsage: true, on: console) }
        do {
            if let command = command as? any ConsoleCommand {
                try await command.run(on: console)
            } else {
                var command = command
                try command.run()
            }
            try console.output.flush()
            return EXIT_SUCCESS
        } catch {
            return conclude(error, showsUsage: false, on: console)
        }
    }

    /// The command that the arguments name.
    ///
    /// - Throws: What ``HabariCommand`` has a message and an exit status for.
    static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        let names = HabariCommand.configuration.subcommands.map { $0._commandName } + ["help"]
        if let word = arguments.first, !word.hasPrefix("-"), !names.contains(word) {
            let near = NearestName.likely(names, for: word).map { "did you mean \"\($0)\"? " } ?? ""
            throw ValidationError("there is no command \"\(word)\"; \(near)`habari --help` lists them")
        }
        let command = try HabariCommand.parseAsRoot(arguments)
        if command is HabariCommand { throw ValidationError("name a command; `habari --help` lists them") }
        return command
    }

    /// Says what went wrong, and answers the exit status that it calls for.
    private static func conclude(_ error: any Error, showsUsage: Bool, on console: Console) -> Int32 {
        if case Output.Failure.closed = error { return EXIT_SUCCESS }
        let code = HabariCommand.exitCode(for: error)
        if code == .success {  // a call for help or for the version
            return deliver(HabariCommand.fullMessage(for: error, columns: console.width), on: console)
        }
        // What was written before the failure is good; that it cannot be delivered would be news of no use now.
        do { try console.output.flush() } catch Output.Failure.closed { return EXIT_SUCCESS } catch {}
        switch error {
        case is Reported: break
        default: console.note(HabariCommand.message(for: error))
        }
        if showsUsage { explainUsage(error, on: console) }
        return code.rawValue
    }

    private static func deliver(_ text: String, on console: Console) -> Int32 {
        do {
            try console.output.line(text)
            try console.output.flush()
            return EXIT_SUCCESS
        } catch {
            return conclude(error, showsUsage: false, on: console)
        }
    }

    /// The usage that ArgumentParser adds to a complaint about arguments.
    private static func explainUsage(_ error: any Error, on console: Console) {
        let full = HabariCommand.fullMessage(for: error)
        if let usage = full.firstRange(of: "Usage: ") {
            for line in full[usage.lowerBound...].split(separator: "\n") { console.explain(String(line)) }
        }
    }
}
