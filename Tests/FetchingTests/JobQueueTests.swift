import LoopbackServing
import News
import Testing

@testable import Fetching

struct JobQueueTests {
    private func job(_ id: UInt64, _ url: String, connections: Int = 3, perHost: Int = 1) throws -> FetchJob {
        let configuration = FetcherConfiguration(maxConnections: connections, maxConnectionsPerHost: perHost)
        return FetchJob(id: id, request: FetchRequest(url: try address(url)), configuration: configuration) { _ in }
    }

    /// The numbers of all jobs that may start now.
    private func started(_ queue: inout JobQueue) -> [UInt64] {
        var ids: [UInt64] = []
        while let job = queue.next() { ids.append(job.id) }
        return ids
    }

    @Test("a host that is busy is passed over, in the order of arrival")
    func perHost() throws {
        var queue = JobQueue()
        let first = try job(1, "http://a.example/1")
        queue.add([
            first, try job(2, "http://a.example/2"), try job(3, "http://b.example/"),
            try job(4, "https://A.example:8443/"),
        ])
        #expect(started(&queue) == [1, 3])
        #expect(!queue.mayHaveNext)
        queue.ended(first)
        #expect(queue.mayHaveNext)
        #expect(started(&queue) == [2])
    }

    @Test("no more run at once than allowed, over all hosts")
    func inAll() throws {
        var queue = JobQueue()
        let jobs = try (1...5).map { try job(UInt64($0), "http://\($0).example/") }
        queue.add(jobs)
        #expect(started(&queue) == [1, 2, 3])
        queue.ended(jobs[1])
        queue.ended(jobs[0])
        #expect(started(&queue) == [4, 5])
    }

    @Test("files use no host's connections")
    func files() throws {
        var queue = JobQueue()
        queue.add(try (1...3).map { try job(UInt64($0), "file:///\($0)") })
        #expect(started(&queue) == [1, 2, 3])
    }

    @Test("a number of connections that makes no sense still lets one job run", arguments: [0, -1])
    func nonsense(number: Int) throws {
        var queue = JobQueue()
        queue.add([
            try job(1, "http://a.example/", connections: number, perHost: number), try job(2, "http://a.example/"),
        ])
        #expect(started(&queue) == [1])
    }

    @Test("what is removed does not start, and what is left does")
    func remove() throws {
        var queue = JobQueue()
        queue.add([try job(1, "http://a.example/"), try job(2, "http://a.example/"), try job(3, "http://a.example/")])
        #expect(started(&queue) == [1])
        #expect(queue.remove { $0.id != 3 }.map(\.id) == [2])
        queue.ended(try job(1, "http://a.example/"))
        #expect(started(&queue) == [3])
        #expect(started(&queue) == [])
    }
}
