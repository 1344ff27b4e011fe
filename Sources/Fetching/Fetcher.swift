import CCurl
public import News
import Synchronization

/// Fetches documents over HTTP, HTTPS and, where allowed, from files, through libcurl's multi interface.
///
/// All transfers share one thread and one pool of connections. Any number of tasks may fetch at the same time.
/// Call ``close()`` before the process ends: the thread must not outlive `main`, where OpenSSL is torn down.
public final class Fetcher: Sendable {
    /// Why there is no fetcher.
    public enum StartError: Error, CustomStringConvertible {
        /// libcurl or the system refused a resource.
        case unavailable(String)

        /// One line for the administrator.
        public var description: String {
            switch self {
            case .unavailable(let what): "cannot start fetching: \(what); free memory or threads and start again"
            }
        }
    }

    private let inbox: Inbox
    private let thread: TransferThread
    private let configuration: Guarded<FetcherConfiguration>
    private let lastID = Atomic<UInt64>(0)

    /// Starts the transfer thread.
    public init(_ configuration: FetcherConfiguration = FetcherConfiguration()) throws(StartError) {
        guard CurlGlobal.isReady, let multi = curl_multi_init() else { throw .unavailable("libcurl does not start") }
        let inbox = Inbox(waking: multi)
        // The handle is given to the thread whole: from here on only the inbox keeps it, to wake it.
        nonisolated(unsafe) let handle = multi
        let thread = TransferThread {
            var loop = TransferLoop(multi: handle, inbox: inbox)
            loop.run()
        }
        guard let thread else {
            curl_multi_cleanup(multi)
            throw .unavailable("the system has no thread left")
        }
        self.inbox = inbox
        self.thread = thread
        self.configuration = Guarded(configuration)
    }

    deinit { close() }

    /// Fetches one document; ends within the configured time limit, counted from when it begins.
    ///
    /// It begins when the configured numbers of connections, in all and to the host, allow.
    ///
    /// - Throws: `CancellationError` if the task was cancelled or the fetcher closed; every other ill end is a
    ///   ``FetchReply/failed(_:_:)``.
    public func fetch(_ request: FetchRequest) async throws(CancellationError) -> FetchReply {
        let id = lastID.add(1, ordering: .relaxed).newValue
        let configuration = configuration.withLock { $0 }
        defer { inbox.forget(id) }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                inbox.put(
                    FetchJob(id: id, request: request, configuration: configuration) {
                        continuation.resume(returning: $0)
                    })
            }
        } onCancel: {
            inbox.cancel(id)
        }
        return try result.get()
    }

    /// Uses another configuration for the fetches that begin from now on.
    public func configure(_ configuration: FetcherConfiguration) {
        self.configuration.withLock { $0 = configuration }
    }

    /// Gives up what is under way, each fetch with `CancellationError`, and waits for the transfer thread to end.
    ///
    /// It may be called more than once, from any thread; every call returns when the thread has ended.
    public func close() {
        inbox.close()
        thread.join()
    }
}
