import CCurl
import Glibc
import News

/// A thread of our own, so that waiting for sockets never blocks one of Swift's.
final class TransferThread: Sendable {
    /// The thread to join; `nil` once it was.
    private let thread: Guarded<pthread_t?>

    /// Starts a thread with the work to do on it; `nil` where the system has no thread left (`pthread_create(3)`).
    init?(_ work: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Work(work))  // released by the thread itself
        var id = pthread_t()
        let code = pthread_create(
            &id, nil,
            { context in
                guard let context else { preconditionFailure("pthread_create lost its argument") }
                TransferThread.blockSIGPIPE()
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            return nil
        }
        thread = Guarded(id)
    }

    /// Waits until the work has ended; whoever calls second waits as long.
    func join() {
        thread.withLock { thread in
            if let id = thread { pthread_join(id, nil) }
            thread = nil
        }
    }

    /// On the new thread: spares the process the SIGPIPE of a peer that hung up.
    ///
    /// The signal goes to the thread that wrote, and `CURLOPT_NOSIGNAL(3)` leaves it to the program.
    private static func blockSIGPIPE() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
