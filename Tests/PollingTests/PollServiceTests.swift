import FoundationEssentials
import InMemoryLogging
import Logging
import News
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import Polling

@Suite(.timeLimit(.minutes(5))) struct PollServiceTests {
    let clock = FakeClock()
    let stages = FakeStages()
    let lines = InMemoryLogHandler()
    let down = FetchReply.failed(FetchFailure(kind: .unreachable, reason: "no answer"), nil)

    func plan(_ feeds: [Feed], _ policy: PollPolicy = PollPolicy()) -> PollService.Plan {
        PollService.Plan(feeds: feeds, policy: policy, pipeline: stages.pipeline)
    }

    func service(
        _ feeds: [Feed], _ mode: PollService.Mode = .continuous, _ policy: PollPolicy = PollPolicy()
    ) -> PollService {
        PollService(
            plan(feeds, policy), mode: mode, logger: Logger(label: "test") { _ in lines }, world: clock.world)
    }

    func feeds(_ numbers: Range<Int>, due: Duration? = nil) -> [Feed] {
        numbers.map {
            sample("https://\($0).example/", interval: .minutes(30), FeedState(nextPoll: due.map { noon + $0 }))
        }
    }

    func said(_ words: String) -> [InMemoryLogHandler.Entry] {
        lines.entries.filter { "\($0.message)".contains(words) }
    }

    /// Does something while a service runs, then shuts it down and waits for its end.
    func whileRunning(_ service: PollService, _ deeds: @Sendable () async throws -> Void) async throws {
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await service.run() }
                try await deeds()
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }

    // MARK: - Once

    @Test("once, every feed that is due is polled, and no other")
    func once() async throws {
        let late = feeds(100..<110, due: .minutes(1))
        let service = service(feeds(0..<50) + late, .once, PollPolicy(concurrency: 4))
        try await service.run()
        #expect(stages.stored == feeds(0..<50).map(\.url.string).sorted())
        #expect(service.totals.polls == 50 && service.totals.newItems == 50 && service.totals.newRelevant == 50)
        #expect(clock.naps == 0)
    }

    @Test("once, a feed without any interval is polled once too")
    func onceWithoutInterval() async throws {
        let policy = PollPolicy(minInterval: .zero, defaultInterval: .zero)
        try await service((0..<9).map { sample("https://\($0).example/", FeedState()) }, .once, policy).run()
        #expect(stages.polls.count == 9)
        #expect(stages.polls.allSatisfy { $0.state.nextPoll == noon })
    }

    @Test("once, where nothing is due the service ends at once")
    func onceNothing() async throws {
        try await service(feeds(0..<3, due: .hours(1)), .once).run()
        try await service([], .once).run()
        #expect(stages.requests.isEmpty)
    }

    @Test("once, all feeds fail and none is blamed")
    func onceOutage() async throws {
        for feed in feeds(0..<20) { stages.answer(feed.url.string, down) }
        let service = service(feeds(0..<20), .once)
        try await service.run()
        #expect(stages.polls.count == 20)
        #expect(stages.polls.allSatisfy { $0.state.failures == 0 && $0.state.error == nil })
        #expect(service.totals.failures == 20)
        #expect(said("network is down").count == 1)
    }

    @Test("once, hosts that are silent while others answer are blamed")
    func onceFailures() async throws {
        for feed in feeds(0..<2) { stages.answer(feed.url.string, down) }
        try await service(feeds(0..<20), .once).run()
        let failed = stages.polls.filter { $0.state.failures > 0 }
        #expect(failed.map(\.feed.string).sorted() == feeds(0..<2).map(\.url.string))
        #expect(failed.allSatisfy { $0.state.error == "no answer" })
        #expect(said("no answer").map(\.level) == [.warning, .warning])
    }

    @Test("once, a single feed that cannot be reached is blamed")
    func onceSingle() async throws {
        stages.answer("https://0.example/", down)
        try await service(feeds(0..<1), .once).run()
        #expect(stages.polls.map(\.state.failures) == [1])
    }

    @Test("a feed that has ended is told of, once, and never polled again")
    func gone() async throws {
        let reason = FetchFailure(kind: .gone, reason: "410 Gone", status: 410)
        stages.answer("https://0.example/", .failed(reason, summary(410)))
        let service = service(feeds(0..<1))
        try await whileRunning(service) {
            await stages.stored(1)
            clock.turn(to: noon + .days(30))
            let ended = sample("https://0.example/", stages.polls[0].state)
            service.adopt(plan([ended] + feeds(5..<6)))
            await stages.stored(1)
        }
        #expect(stages.polls.map(\.feed.string) == ["https://0.example/", "https://5.example/"])
        #expect(said("the feed has ended: 410 Gone").map(\.level) == [.warning])
    }

    // MARK: - The store

    @Test("what the store refuses is not taken as done, and is told of once")
    func storeFails() async throws {
        stages.refuse("the disk is full")
        let known = FeedState(validators: Validators(etag: "\"1\""), lastFresh: noon)
        let all = (0..<5).map { sample("https://\($0).example/", known) }
        let service = service(all)
        try await whileRunning(service) {
            await clock.someoneSleeps(until: noon + .minutes(5))
            while service.totals.unstored < 5 { await Task.yield() }
            #expect(service.totals.storeError == "the disk is full")
            stages.refuse(nil)
            clock.turn(to: noon + .minutes(5))
            await stages.stored(5)
        }
        let again = stages.requests.suffix(5)
        #expect(again.allSatisfy { $0.validators == known.validators })
        #expect(stages.polls.count == 5 && service.totals.unstored == 5 && service.totals.storeError == nil)
        #expect(said("cannot store: the disk is full").map(\.level) == [.error])
        #expect(said("the store works again").count == 1)
    }

    @Test("once, the service ends although the store refuses everything")
    func storeFailsOnce() async throws {
        stages.refuse("the disk is full")
        let service = service(feeds(0..<5), .once)
        try await service.run()
        #expect(service.totals.unstored == 5 && service.totals.polls == 0)
        #expect(service.totals.storeError == "the disk is full")
    }
}
