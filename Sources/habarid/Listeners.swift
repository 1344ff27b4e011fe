import ServiceLifecycle
import UnixSignals

/// Looks once a second whether a feed list has changed, so that `habari feeds add` takes effect at once.
///
/// A look is one stat(2) for each list; it works for files that other programs replace, for links and for
/// patterns, and on network file systems, where inotify(7) does not.
struct FeedListWatcher: Service {
    private let conductor: Conductor

    init(_ conductor: Conductor) { self.conductor = conductor }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await conductor.lookAtFeedLists()
                try? await Task.sleep(for: .seconds(1), tolerance: .milliseconds(200))
            }
        }
    }
}

/// Reloads at SIGHUP.
struct HangupListener: Service {
    private let conductor: Conductor

    init(_ conductor: Conductor) { self.conductor = conductor }

    func run() async throws {
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        await cancelWhenGracefulShutdown {
            for await _ in hangups { await conductor.reload() }
        }
    }
}
