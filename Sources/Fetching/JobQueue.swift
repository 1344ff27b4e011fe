import News

/// Jobs that wait for their turn: at most so many run at once, and so many to one host.
///
/// libcurl has the same two bounds, but a transfer that waits inside libcurl already spends its time limit. Here a
/// fetch begins when it may, so that fifty feeds of one slow host do not time out in each other's queue. Lives on the
/// transfer thread.
struct JobQueue {
    private var waiting: [FetchJob] = []
    private var running = 0
    private var runningPerHost: [String: Int] = [:]
    /// Whether ``next()`` is worth asking: something has changed since it last found nothing.
    private(set) var mayHaveNext = false

    /// Puts jobs at the end.
    mutating func add(_ jobs: [FetchJob]) {
        waiting += jobs
        mayHaveNext = !waiting.isEmpty
    }

    /// Takes the first job that may run now, and counts it as running.
    mutating func next() -> FetchJob? {
        guard mayHaveNext, let place = waiting.firstIndex(where: mayRun) else {
            mayHaveNext = false
            return nil
        }
        let job = waiting.remove(at: place)
        running += 1
        if let host = job.host { runningPerHost[host, default: 0] += 1 }
        return job
    }

    /// A job that ``next()`` gave has ended.
    mutating func ended(_ job: FetchJob) {
        mayHaveNext = !waiting.isEmpty
        running -= 1
        guard let host = job.host, let count = runningPerHost[host] else { return }
        runningPerHost[host] = count > 1 ? count - 1 : nil
    }

    /// Takes out the jobs that are not wanted any more.
    mutating func remove(where isUnwanted: (FetchJob) -> Bool) -> [FetchJob] {
        let unwanted = waiting.filter(isUnwanted)
        if !unwanted.isEmpty { waiting.removeAll(where: isUnwanted) }
        return unwanted
    }

    private func mayRun(_ job: FetchJob) -> Bool {
        guard running < max(1, job.configuration.maxConnections) else { return false }
        guard let host = job.host else { return true }
        return runningPerHost[host, default: 0] < max(1, job.configuration.maxConnectionsPerHost)
    }
}

extension FetchJob {
    /// The host whose connections the job uses; `nil` for a file.
    fileprivate var host: String? { request.url.scheme == "file" ? nil : request.url.host }
}
