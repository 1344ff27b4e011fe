import FoundationEssentials
import InMemoryLogging
import Logging
import News
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import Polling

extension PollServiceTests {
    // MARK: - For ever

    @Test("a feed is polled again when its time has come, and by what it answered last")
    func again() async throws {
        stages.answer("https://0.example/", .fresh(Document(bytes: [], url: ""), summary(etag: "\"7\"")))
        let service = service(feeds(0..<1))
        try await whileRunning(service) {
            for round in 1...4 {
                await stages.stored(1)
                let next = noon + .minutes(30 * round)
                await clock.someoneSleeps(until: next)
                clock.turn(to: next)
            }
            await stages.stored(1)
        }
        #expect(stages.requests.map(\.validators.etag) == [nil, "\"7\"", "\"7\"", "\"7\"", "\"7\""])
        #expect(stages.polls.map(\.started) == (0..<5).map { noon + .minutes(30 * $0) })
    }

    @Test("while nothing is due the service wakes for nothing")
    func idle() async throws {
        let service = service(feeds(0..<100, due: .hours(2)))
        try await whileRunning(service) {
            await clock.someoneSleeps(until: noon + .hours(2))
            for _ in 0..<5 { service.adopt(plan(feeds(0..<100, due: .hours(2)))) }
            service.adopt(plan(feeds(0..<100, due: .hours(2)) + feeds(200..<201)))
            await stages.stored(1)
            await clock.someoneSleeps(until: noon + .minutes(30))
        }
        #expect(clock.naps == 2)
        #expect(stages.polls.count == 1)
    }

    @Test("feeds that are due and have no place do not keep the clock busy")
    func blocked() async throws {
        stages.holdBack("https://0.example/")
        let service = service(feeds(0..<1) + feeds(1..<9), .continuous, PollPolicy(concurrency: 1))
        try await whileRunning(service) {
            await stages.asked(1)
            for minute in 1...9 { clock.turn(to: noon + .minutes(minute)) }
            #expect(clock.naps == 0)
            stages.letGo("https://0.example/")
            await stages.stored(9)
        }
        #expect(stages.polls.map(\.feed.string) == feeds(0..<9).map(\.url.string))
    }

    @Test("a stored schedule is resumed")
    func resumed() async throws {
        let service = service(feeds(0..<1, due: .minutes(-2)) + feeds(1..<3, due: .minutes(7)))
        try await whileRunning(service) {
            await stages.stored(1)
            await clock.someoneSleeps(until: noon + .minutes(7))
            clock.turn(to: noon + .minutes(7))
            await stages.stored(2)
        }
        #expect(stages.stored == feeds(0..<3).map(\.url.string))
    }

    @Test("without an interval a feed is polled once a second, not without end")
    func withoutInterval() async throws {
        let policy = PollPolicy(minInterval: .zero, defaultInterval: .zero)
        let service = service([sample("https://0.example/", FeedState())], .continuous, policy)
        try await whileRunning(service) {
            await stages.stored(1)
            await clock.someoneSleeps(until: noon + .seconds(1))
            #expect(stages.polls.count == 1)
            clock.turn(to: noon + .seconds(1))
            await stages.stored(1)
        }
    }

    @Test("the network's going and coming back are told of once each")
    func networkComesBack() async throws {
        for feed in feeds(0..<4) { stages.answer(feed.url.string, down) }
        let service = service(feeds(0..<4))
        try await whileRunning(service) {
            await stages.stored(4)
            await clock.someoneSleeps(until: noon + .minutes(5))
            for feed in feeds(0..<4) { stages.answer(feed.url.string, .unchanged(summary(304))) }
            clock.turn(to: noon + .minutes(5))
            await stages.stored(4)
        }
        #expect(stages.polls.allSatisfy { $0.state.failures == 0 })
        #expect(said("network is down").count == 1 && said("the network works again").count == 1)
        #expect(service.totals.unchanged == 4 && service.totals.failures == 4)
    }

    // MARK: - Another plan

    @Test("a new plan adds and removes feeds while others are under way")
    func adopt() async throws {
        stages.holdBack("https://0.example/")
        stages.holdBack("https://1.example/")
        let service = service(feeds(0..<2))
        try await whileRunning(service) {
            await stages.asked(2)
            service.adopt(plan(feeds(1..<4)))
            await stages.stored(2)
            stages.letGo("https://0.example/")
            stages.letGo("https://1.example/")
            await stages.stored(2)
            await clock.someoneSleeps(until: noon + .minutes(30))
            clock.turn(to: noon + .minutes(30))
            await stages.stored(3)
        }
        #expect(stages.polls.prefix(4).map(\.feed.string).sorted() == feeds(0..<4).map(\.url.string))
        #expect(stages.polls.suffix(3).map(\.feed.string).sorted() == feeds(1..<4).map(\.url.string))
    }

    // MARK: - The end

    @Test("shutdown gives up what is under way, and leaves nothing of it")
    func shutdown() async throws {
        for feed in feeds(0..<8) { stages.holdBack(feed.url.string) }
        let service = service(feeds(0..<8))
        try await whileRunning(service) { await stages.asked(8) }
        #expect(stages.polls.isEmpty && service.totals == PollTotals())
        #expect(lines.entries.isEmpty)
    }

    @Test("shutdown while a poll is being stored ends with the poll stored, and nothing after it")
    func shutdownWhileStoring() async throws {
        let (begun, tell) = AsyncStream.makeStream(of: Void.self)
        let (permits, permit) = AsyncStream.makeStream(of: Void.self)
        var slow = plan(feeds(0..<1))
        let record = slow.pipeline.record
        slow.pipeline.record = { poll in
            tell.yield()
            // A store that finishes what it has begun: it waits for its disk in a task of its own.
            await Task { for await _ in permits { return } }.value
            return try await record(poll)
        }
        let service = PollService(slow, logger: Logger(label: "test") { _ in lines }, world: clock.world)
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await service.run() }
                for await _ in begun { break }
                trigger.triggerGracefulShutdown()
                permit.yield()
                try await group.waitForAll()
            }
        }
        #expect(stages.polls.count == 1 && service.totals.polls == 1)
    }

    @Test("cancelling the task ends the service as shutdown does")
    func cancelled() async throws {
        stages.holdBack("https://0.example/")
        let service = service(feeds(0..<2, due: nil))
        let task = Task { try await service.run() }
        await stages.asked(2)
        task.cancel()
        try await task.value
        #expect(!stages.stored.contains("https://0.example/"))
    }

    @Test("a service with nothing to do ends at once when it is shut down")
    func shutdownFirst() async throws {
        let service = service(feeds(0..<3, due: .hours(1)))
        try await whileRunning(service) {}
        #expect(stages.polls.isEmpty)
    }

    @Test("once, the service ends although a fetch was given up for another reason")
    func givenUpFetch() async throws {
        var closed = plan(feeds(0..<1))
        closed.pipeline.fetch = { _ async throws(CancellationError) in throw CancellationError() }
        let service = PollService(
            closed, mode: .once, logger: Logger(label: "test") { _ in lines }, world: clock.world)
        try await service.run()
        #expect(stages.polls.isEmpty && service.totals.polls == 0)
    }
}
