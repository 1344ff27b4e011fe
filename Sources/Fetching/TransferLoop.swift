import CCurl
import Glibc
import News

/// The life of the transfer thread: all handles are made, driven and freed here.
///
/// 1. Every libcurl call but `curl_multi_wakeup` is made on this thread.
/// 2. A handle is added, removed or freed outside libcurl's callbacks only.
/// 3. Each job that was taken is settled exactly once, and only after its handle is out of the multi handle.
/// 4. When ``run()`` returns, no job is left, no handle is left, and nobody can wake the multi handle.
struct TransferLoop: ~Copyable {
    /// How long to wait where nothing is under way and only a wake-up can bring work; in milliseconds.
    private static let idleWait: Int32 = 86_400_000
    /// How long to wait for a socket at most; libcurl comes back earlier for its own timers.
    private static let busyWait: Int32 = 1000
    /// How long to pause after an error of the multi handle, so that a lasting one does not burn a core.
    private static let pause: UInt32 = 100_000  // microseconds

    private let multi: OpaquePointer
    private let inbox: Inbox
    private var queue = JobQueue()
    private var running: [OpaquePointer: (job: FetchJob, transfer: Transfer)] = [:]

    init(multi: OpaquePointer, inbox: Inbox) {
        self.multi = multi
        self.inbox = inbox
        habari_multi_abandon_lookups(multi)
    }

    /// Works until told to close.
    mutating func run() {
        while true {
            let orders = inbox.take()
            queue.add(orders.jobs)
            if orders.isClosing { break }
            if !orders.cancelled.isEmpty { drop { orders.cancelled.contains($0.id) } }
            drive()
        }
        drop { _ in true }
        inbox.shut()
        curl_multi_cleanup(multi)
    }

    /// One turn: starts what may start, moves what can move, settles what has ended, and waits for more.
    private mutating func drive() {
        while let job = queue.next() { start(job) }
        var active: Int32 = 0
        var code = curl_multi_perform(multi, &active)
        finishDone()
        if code == CURLM_OK && !queue.mayHaveNext {
            code = curl_multi_poll(multi, nil, 0, running.isEmpty ? Self.idleWait : Self.busyWait, nil)
        }
        if code != CURLM_OK { giveUp(code) }
    }

    private mutating func start(_ job: FetchJob) {
        switch Transfer.prepare(job.request, job.configuration) {
        case .success(let transfer):
            // The queue keeps the same bounds; libcurl's count where redirects lead to another host. 0 would be none.
            habari_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, max(1, job.configuration.maxConnections))
            habari_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, max(1, job.configuration.maxConnectionsPerHost))
            let code = curl_multi_add_handle(multi, transfer.handle)
            guard code == CURLM_OK else { return settle(job, .failed(FetchFailure(multi: code), nil)) }
            running[transfer.handle] = (job, transfer)
        case .failure(let failure):
            settle(job, .failed(failure, nil))
        }
    }

    private mutating func finishDone() {
        var handle: OpaquePointer?
        var code = CURLE_OK
        while habari_multi_next_done(multi, &handle, &code) {
            guard let done = handle, let (job, transfer) = running.removeValue(forKey: done) else { continue }
            curl_multi_remove_handle(multi, done)
            guard transfer.follow(code) else {
                settle(job, transfer.reply(code))
                continue
            }
            let code = curl_multi_add_handle(multi, done)
            guard code == CURLM_OK else {
                settle(job, .failed(FetchFailure(multi: code), nil))
                continue
            }
            running[done] = (job, transfer)
        }
    }

    /// Breaks off the jobs that are no longer wanted.
    private mutating func drop(where isUnwanted: (FetchJob) -> Bool) {
        for job in queue.remove(where: isUnwanted) { cancel(job) }
        for (handle, entry) in running where isUnwanted(entry.job) {
            running.removeValue(forKey: handle)
            curl_multi_remove_handle(multi, handle)
            queue.ended(entry.job)
            cancel(entry.job)
        }
    }

    /// Fails everything under way: the multi handle itself cannot go on, for want of memory or descriptors.
    private mutating func giveUp(_ code: CURLMcode) {
        for (handle, entry) in running {
            running.removeValue(forKey: handle)
            curl_multi_remove_handle(multi, handle)
            settle(entry.job, .failed(FetchFailure(multi: code), nil))
        }
        usleep(Self.pause)
    }

    /// Ends a job that ``JobQueue/next()`` gave.
    private mutating func settle(_ job: FetchJob, _ reply: FetchReply) {
        queue.ended(job)
        inbox.ended(job.id)
        job.settle(.success(reply))
    }

    private func cancel(_ job: FetchJob) {
        inbox.ended(job.id)
        job.settle(.failure(CancellationError()))
    }
}
