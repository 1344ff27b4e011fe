import FoundationEssentials
import Glibc
import News
import Polling
import ServiceLifecycle

/// How far `--once` has come, on one line of a terminal that is written over.
struct ProgressLine: Service {
    /// Whether a progress line may stand on the terminal; set once, before the first.
    private static let isShown = Guarded(false)

    /// What takes a progress line away before another line is written.
    static var eraser: String { isShown.withLock { $0 } ? "\r\u{1B}[K" : "" }

    let service: PollService
    /// How many feeds are polled.
    let total: Int

    /// A progress line, where a terminal watches and there is something to wait for.
    init?(_ service: PollService, total: Int) {
        guard total > 0, isatty(STDERR_FILENO) == 1, ProcessInfo.processInfo.environment["TERM"] != "dumb" else {
            return nil
        }
        self.service = service
        self.total = total
    }

    func run() async throws {
        Self.isShown.withLock { $0 = true }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                Self.write(Self.line(service.totals, of: total))
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        Self.write(Self.eraser)
        Self.isShown.withLock { $0 = false }
    }

    /// The line: a bar, the part that is done, and what came of it so far.
    static func line(_ totals: PollTotals, of total: Int) -> String {
        let done = min(totals.polls + totals.unstored, total)
        let width = 20
        let bar = String(repeating: "#", count: done * width / total)
        let rest = String(repeating: ".", count: width - bar.count)
        return "[\(bar)\(rest)] \(done * 100 / total) %  \(done) of \(total) feeds, \(totals.newItems) new items,"
            + " \(totals.failures) failed"
    }

    private static func write(_ line: String) {
        let bytes = Array((line == eraser ? line : eraser + line).utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
