import FoundationEssentials
import Logging
import News
import ServiceLifecycle
import Storing

/// Forgets, at the start and then once a day, what is older than `forget_after` and never was relevant.
///
/// It has a connection of its own, so that polls never wait in line behind it, and leaves them a gap after each short
/// transaction.
struct Forgetter: Service {
    let path: String
    let conductor: Conductor
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await forget()
                try? await Task.sleep(for: .seconds(86_400), tolerance: .seconds(60))
            }
        }
    }

    /// Forgets what is due; what goes wrong is logged and tried again a day later.
    func forget() async {
        let age = await conductor.forgetAfter
        guard age > .zero else { return }
        let now = Date()
        let bound = now.addingTimeInterval(-(age / .seconds(1)))
        var run = ForgettingRun(before: bound, now: now)
        do {
            let store = try Store(path: path, access: .annotate)
            defer { try? store.close() }
            while try !Task.isCancelled && run.step(in: store) {
                if run.hasWritten { try? await Task.sleep(for: .milliseconds(120)) }
            }
        } catch {
            logger.error("\(error); what is old is forgotten at the next try, in a day")
        }
        guard run.items > 0 else { return }
        logger.notice(
            "forgot \(run.items) items that never were relevant",
            metadata: ["before": "\(bound.rfc3339)", "bytes": "\(run.bytes)"])
    }
}
