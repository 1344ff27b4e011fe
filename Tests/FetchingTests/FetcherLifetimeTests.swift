import Fetching
import LoopbackServing
import News
import Testing

/// Whoever asks is answered exactly once, whatever is cancelled or closed meanwhile.
///
/// "Once" is watched by the checked continuation in the fetcher, which stops the process on a second answer.
struct FetcherLifetimeTests {
    /// A server that says nothing, and a stream that tells of each request it has seen.
    private func withSilence(test: (LoopbackServer, Fetcher, AsyncStream<Void>) async throws -> Void) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        try await withServer(maxConnectionsPerHost: 4) { _, connection in
            continuation.yield()
            connection.fallSilent()
        } test: { server, fetcher in
            try await test(server, fetcher, stream)
        }
    }

    @Test("a task that is cancelled before it fetches asks nobody")
    func cancelledBefore() async throws {
        try await withServer {
            $1.reply()
        } test: { server, fetcher in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await fetcher.fetch(server.url())
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(server.requests.isEmpty)
        }
    }

    @Test("a task that is cancelled while it fetches lets go of the connection")
    func cancelledDuring() async throws {
        try await withSilence { server, fetcher, seen in
            let task = Task { try await fetcher.fetch(server.url()) }
            for await _ in seen.prefix(1) { task.cancel() }
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test("a task that is cancelled while it waits for its turn is answered, and the others go on")
    func cancelledInQueue() async throws {
        try await withSilence { server, fetcher, seen in
            let running = (0..<4).map { _ in Task { try await fetcher.fetch(server.url()) } }
            for await _ in seen.prefix(4) {}
            let waiting = (0..<4).map { _ in Task { try await fetcher.fetch(server.url()) } }
            for task in waiting { task.cancel() }
            for task in waiting { await #expect(throws: CancellationError.self) { try await task.value } }
            #expect(server.requests.count == 4)
            for task in running { task.cancel() }
            for task in running { await #expect(throws: CancellationError.self) { try await task.value } }
        }
    }

    @Test("one task that is cancelled does not disturb another")
    func independent() async throws {
        let (seen, continuation) = AsyncStream.makeStream(of: Void.self)
        try await withServer { request, connection in
            guard request.target == "/silent" else { return connection.reply("200 OK", [], "here") }
            continuation.yield()
            connection.fallSilent()
        } test: { server, fetcher in
            let task = Task { try await fetcher.fetch(server.url("/silent")) }
            for await _ in seen.prefix(1) {}
            async let other = fetcher.fetch(server.url("/other"))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let (document, _) = try await other.fresh()
            #expect(document.text == "here")
        }
    }

    @Test("closing gives up all that is under way and all that waits")
    func closing() async throws {
        try await withSilence { server, fetcher, seen in
            let tasks = (0..<12).map { _ in Task { try await fetcher.fetch(server.url()) } }
            for await _ in seen.prefix(4) {}
            fetcher.close()
            for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
        }
    }

    @Test("closing twice, or from many tasks at once, is closing once")
    func closingTwice() async throws {
        try await withSilence { server, fetcher, seen in
            let task = Task { try await fetcher.fetch(server.url()) }
            for await _ in seen.prefix(1) {}
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { fetcher.close() } }
            }
            fetcher.close()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test("nobody fetches after closing")
    func afterClosing() async throws {
        try await withServer {
            $1.reply()
        } test: { server, fetcher in
            fetcher.close()
            await #expect(throws: CancellationError.self) { try await fetcher.fetch(server.url()) }
            #expect(server.connections == 0)
        }
    }

    @Test("a fetcher that nobody holds any more has closed itself")
    func forgotten() async throws {
        let server = try LoopbackServer { $1.reply("200 OK", [], "x") }
        defer { server.stop() }
        for _ in 0..<20 {
            let fetcher = try Fetcher(FetcherConfiguration(limits: FetchLimits(allowPrivateNetworks: true)))
            let (document, _) = try await fetcher.fetch(server.url()).fresh()
            #expect(document.text == "x")
        }
    }

    @Test("fetches that are cancelled at any moment are either answered or cancelled")
    func storm() async throws {
        try await withServer(maxConnectionsPerHost: 8) {
            $1.reply("200 OK", [], "x")
        } test: { server, fetcher in
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        let task = Task { try await fetcher.fetch(server.url("/\(number)")).fresh().document.text }
                        for _ in 0..<(number % 40) { await Task.yield() }
                        if number % 3 != 0 { task.cancel() }
                        do {
                            return try await task.value == "x" ? 1 : -1000
                        } catch is CancellationError {
                            return 0
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(answers >= 100, "whoever was not cancelled was answered")
        }
    }

    @Test("a fetcher that is closed at any moment answers or cancels")
    func closingStorm() async throws {
        let server = try LoopbackServer { $1.reply("200 OK", [], "x") }
        defer { server.stop() }
        for round in 0..<30 {
            let fetcher = try Fetcher(FetcherConfiguration(limits: FetchLimits(allowPrivateNetworks: true)))
            let ends = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        do { return try await fetcher.fetch(server.url()).fresh().document.text == "x" } catch {
                            return error is CancellationError
                        }
                    }
                }
                for _ in 0..<(round * 3) { await Task.yield() }
                fetcher.close()
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(ends == Array(repeating: true, count: 6))
        }
    }

    @Test("what is configured counts for the fetches that begin after it")
    func configure() async throws {
        try await withServer {
            $1.reply()
        } test: { server, fetcher in
            _ = try await fetcher.fetch(server.url()).fresh()
            fetcher.configure(
                FetcherConfiguration(limits: FetchLimits(allowPrivateNetworks: true), userAgent: "Other/1"))
            _ = try await fetcher.fetch(server.url()).fresh()
            #expect(server.requests.map { $0["user-agent"] } == ["Habari/test", "Other/1"])
        }
    }
}
