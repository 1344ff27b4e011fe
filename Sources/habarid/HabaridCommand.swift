import ArgumentParser
import Dispatch
import FoundationEssentials
import Glibc
import News
import Settings

/// Where the process begins.
///
/// The main task of an asynchronous `main` has a raised priority, which everything inherits that is awaited from it. To
/// raise its threads the runtime calls setpriority(2), which an unprivileged service may not, and complains in the log
/// each time. So the work is a task of ordinary priority, and the main thread only waits for it.
@main
enum Habarid {
    static func main() {
        let end = DispatchSemaphore(value: 0)
        Task.detached(priority: .medium) {
            await HabaridCommand.main()
            end.signal()
        }
        end.wait()
    }
}

/// The daemon's command line.
struct HabaridCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "habarid",
        abstract: "Polls the subscribed feeds and stores what bears on the relationship it watches.",
        discussion: """
            Runs until SIGTERM or SIGINT; SIGHUP makes it read its configuration, lexicon and feed lists anew. A \
            changed feed list is taken up by itself. What was collected is asked for with habari(1).
            """,
        version: Habari.version)

    @Option(help: "The configuration file; else $HABARI_CONFIG, else \(Settings.defaultPath).")
    var config: String?

    @Flag(help: "Poll every feed that is due, then exit.")
    var once = false

    @Flag(help: "Validate the configuration, the feed lists and the lexicon, then exit.")
    var check = false

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)  // OpenSSL may write to a closed socket; the error is handled where it returns
        let path = config ?? ProcessInfo.processInfo.environment["HABARI_CONFIG"] ?? Settings.defaultPath
        do {
            if check {
                try Daemon.check(configuration: path)
            } else {
                try await Daemon.run(configuration: path, once: once)
            }
        } catch {
            for line in "\(error)".split(separator: "\n") { printError("habarid: \(line)") }
            throw ExitCode(1)
        }
    }
}

/// Writes a line to standard error, in place of a progress line that stands there.
func printError(_ line: String) {
    let bytes = Array((ProgressLine.eraser + line + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}
