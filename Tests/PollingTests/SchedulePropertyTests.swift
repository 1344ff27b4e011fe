import FoundationEssentials
import News
import Testing

@testable import Polling

/// What holds of the schedule whatever servers, documents and clocks do.
@Suite struct SchedulePropertyTests {
    private static let spans: [Duration?] = [
        nil, .zero, .seconds(-1), .seconds(1), .minutes(7), .hours(5), .days(40), .seconds(1 << 31),
        .seconds(1_000_000_000_000_000_000), .seconds(Int64.max), .seconds(Int64.min),
    ]
    private static let targets = [
        nil, nil, "https://new.example/", "https://other.example/", "https://news.example/feed",
    ]
    private static let policies = [
        PollPolicy(), PollPolicy(minInterval: .zero), PollPolicy(minInterval: .seconds(1), maxInterval: .seconds(2)),
        PollPolicy(minInterval: .hours(1), defaultInterval: .hours(1), maxInterval: .days(366)),
    ]

    private static func outcome(_ chance: inout SeededGenerator) -> PollOutcome {
        let answer = summary(
            chance.pick([0, 200, 304]), etag: chance.pick([nil, "\"x\""]), maxAge: chance.pick(spans),
            retryAfter: chance.pick(spans), movedTo: chance.pick(targets))
        switch Int.random(in: 0..<4, using: &chance) {
        case 0: return .unchanged(answer)
        case 1:
            let hours = Set((0..<24).filter { _ in chance.flip(0.3) })
            let days = Set((1...7).filter { _ in chance.flip(0.3) })
            let ttl = chance.pick([nil, 0, -9, 45, 100_000, Int.max, Int.min])
            return fresh(document(ttl: ttl, skipHours: hours, skipDays: days), answer)
        default:
            let kinds = FetchFailure.Kind.allCases.filter { $0 != .gone }
            return failure(chance.pick(kinds), status: 500, retryAfter: chance.pick(spans))
        }
    }

    @Test("the next poll is never outside the bounds, however long feeds and servers misbehave", arguments: 1...30)
    func bounds(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let policy = chance.pick(Self.policies)
        let schedule = Schedule(policy: policy)
        let (least, most) = (policy.minInterval.seconds, policy.maxInterval.seconds * 1.1)
        var feed = sample(interval: chance.pick(Self.spans))
        var now = noon
        for _ in 0..<150 {
            now += chance.pick([-90_000, 0, 1, 300, 4000, 90_000, 700_000])
            let polled = schedule.state(
                after: Self.outcome(&chance), of: feed, now: now, chance: Double.random(in: 0...1, using: &chance),
                outage: chance.pick([nil, nil, .zero, .minutes(20), .days(9)]))
            feed.state = polled
            let wait = polled.nextPoll?.timeIntervalSince(now) ?? .nan
            #expect(wait >= least - 0.001 && wait <= most + 0.001)
            #expect(polled.interval.map { $0 == policy.clamp($0) } == true)
            #expect(!polled.ended && polled.reason?.isEmpty == false)
            #expect((polled.error != nil) == (polled.failures > 0))
            #expect(polled.redirect?.target != polled.location || polled.redirect == nil)
        }
    }

    @Test("with each failure more a feed waits at least as long", arguments: 1...20)
    func monotone(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let schedule = Schedule(policy: chance.pick(Self.policies))
        var feed = sample(interval: chance.pick(Self.spans))
        let kind = chance.pick(FetchFailure.Kind.allCases.filter { $0 != .gone })
        var last = Duration.zero
        for count in 1...60 {
            feed.state = schedule.state(after: failure(kind), of: feed)
            #expect(feed.state.failures == count)
            #expect(feed.state.interval.map { $0 >= last } == true)
            last = feed.state.interval ?? .zero
        }
        #expect(last == schedule.policy.clamp(.days(400)))
    }
}
