import FoundationEssentials
import Logging
import News
import Polling
import ServiceLifecycle
import Storing

/// Says READY, then beats for as long as the store answers.
///
/// A store that does not answer stops the beat, and so makes the service manager start the daemon anew: polling
/// on without being able to store would lose nothing, but find nothing either.
struct Heartbeat: Service {
    let store: Store
    let notifier: SupervisorSocket?
    let service: PollService
    let logger: Logger

    func run() async throws {
        guard let notifier else {
            try? await gracefulShutdown()
            return
        }
        notifier.send("READY=1\nSTATUS=\(status)")
        await cancelWhenGracefulShutdown { await beat(notifier) }
    }

    private func beat(_ notifier: SupervisorSocket) async {
        let pause = min(notifier.beat ?? .seconds(10), .seconds(10))  // STATUS is to be fresh, too
        while !Task.isCancelled {
            do {
                try await store.ping()
                notifier.send((notifier.beat == nil ? "" : "WATCHDOG=1\n") + "STATUS=\(status)")
            } catch  where !Task.isCancelled {
                logger.error("the store does not answer: \(error)")
                notifier.send("STATUS=The store does not answer: \(error)")
            } catch {}
            try? await Task.sleep(for: pause, tolerance: pause / 10)
        }
    }

    private var status: String {
        let totals = service.totals
        let trouble = totals.storeError.map { "; cannot store: \($0)" } ?? ""
        return """
            \(totals.polls) polls since the start, \(totals.failures) failed; \(totals.newItems) new items, \
            \(totals.newRelevant) relevant\(trouble)
            """
    }
}
