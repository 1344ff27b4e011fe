import CCurl
import News

/// A fetch on its way to the transfer thread.
struct FetchJob: Sendable {
    let id: UInt64
    let request: FetchRequest
    let configuration: FetcherConfiguration
    /// Resumes the caller.
    ///
    /// Called exactly once, from whichever thread settles the job.
    let settle: @Sendable (Result<FetchReply, CancellationError>) -> Void
}

/// Where callers and the transfer thread meet.
///
/// All state is guarded by one mutex, under which it is also settled who resumes a caller: a job that is still
/// `waiting` belongs to whoever takes it out, a job that was `taken` belongs to the transfer thread alone.
final class Inbox: Sendable {
    /// What the transfer thread finds on each turn.
    struct Orders {
        var jobs: [FetchJob]
        var cancelled: Set<UInt64>
        var isClosing: Bool
    }

    private struct State: Sendable {
        var waiting: [FetchJob] = []
        /// Jobs on the transfer thread.
        var taken: Set<UInt64> = []
        /// Of those, the ones to break off.
        var cancelled: Set<UInt64> = []
        /// Cancelled while neither waiting nor taken: before they were put in (the handler of a cancelled task runs
        /// first), or after they ended.
        var stillborn: Set<UInt64> = []
        var isClosing = false
        /// Whether the multi handle is there to be woken.
        var isOpen = true
    }

    private let state = Guarded(State())

    /// The handle to wake.
    ///
    /// It may cross threads because `curl_multi_wakeup(3)` alone is called on it here, the one
    /// function that libcurl allows from any thread, and only under the mutex while `isOpen` holds.
    private nonisolated(unsafe) let multi: OpaquePointer

    init(waking multi: OpaquePointer) { self.multi = multi }

    /// Hands a job over; settles it at once if it was cancelled before or the fetcher is closing.
    func put(_ job: FetchJob) {
        let accepted = state.withLock { state in
            if state.stillborn.remove(job.id) != nil || state.isClosing { return false }
            state.waiting.append(job)
            wake(state)
            return true
        }
        if !accepted { job.settle(.failure(CancellationError())) }
    }

    /// Asks for a job to be given up, wherever it is.
    func cancel(_ id: UInt64) {
        let mine = state.withLock { state -> FetchJob? in
            if let place = state.waiting.firstIndex(where: { $0.id == id }) { return state.waiting.remove(at: place) }
            if state.taken.contains(id) {
                state.cancelled.insert(id)
                wake(state)
            } else {
                state.stillborn.insert(id)
            }
            return nil
        }
        mine?.settle(.failure(CancellationError()))
    }

    /// The caller of a job has its answer: nobody asks for the job any more.
    ///
    /// A cancellation that came when the job had already ended has left its mark, which goes here.
    func forget(_ id: UInt64) {
        _ = state.withLock { $0.stillborn.remove(id) }
    }

    /// Tells the thread to give up everything and end.
    func close() {
        state.withLock { state in
            state.isClosing = true
            wake(state)
        }
    }

    /// On the transfer thread: takes everything that waits.
    func take() -> Orders {
        state.withLock { state in
            let orders = Orders(jobs: state.waiting, cancelled: state.cancelled, isClosing: state.isClosing)
            state.taken.formUnion(state.waiting.lazy.map(\.id))
            state.waiting = []
            state.cancelled = []
            return orders
        }
    }

    /// On the transfer thread: a taken job has ended.
    func ended(_ id: UInt64) {
        state.withLock { state in
            state.taken.remove(id)
            state.cancelled.remove(id)
        }
    }

    /// On the transfer thread: the multi handle is about to go; nobody wakes it any more.
    func shut() {
        state.withLock { $0.isOpen = false }
    }

    private func wake(_ state: State) {
        if state.isOpen { curl_multi_wakeup(multi) }
    }
}
