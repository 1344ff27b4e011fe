import FoundationEssentials
import News
import Testing

@testable import Polling

@Suite struct OutageTests {
    private var outage = Outage()

    init() {
        outage.hosts = 10
    }

    private func attempt(
        _ host: String, _ outcome: PollOutcome, at time: Duration = .zero, _ state: FeedState = FeedState()
    ) -> Attempt {
        let url = host.isEmpty ? "file:///feed" : "https://\(host).example/feed"
        return Attempt(
            feed: sample(url, state), started: noon + time, outcome: outcome, items: [])
    }

    private let silence = failure(.unreachable)
    private let answer = PollOutcome.unchanged(summary(304))

    /// The hosts of the polls that are settled, with a mark on the excused ones.
    private func settled(_ ruling: Outage.Ruling) -> [String] {
        ruling.settled.map { attempt, outage in
            attempt.feed.location.host.prefix { $0 != "." } + (outage == nil ? "" : " excused")
        }
    }

    @Test("when every feed fails at once, no feed is blamed")
    mutating func allAtOnce() {
        outage.began(4)
        #expect(settled(outage.ended(attempt("a", silence))) == [])
        #expect(settled(outage.ended(attempt("b", silence))) == [])
        let third = outage.ended(attempt("c", silence))
        #expect(settled(third) == ["a excused", "b excused", "c excused"])
        #expect(third.isDown == true)
        let fourth = outage.ended(attempt("d", failure(.timeout)))
        #expect(settled(fourth) == ["d excused"])
        #expect(fourth.isDown == nil)
    }

    @Test("when another host answers meanwhile, the silent ones are to blame")
    mutating func othersAnswer() {
        outage.began(3)
        #expect(settled(outage.ended(attempt("a", silence))) == [])
        #expect(settled(outage.ended(attempt("b", silence))) == [])
        #expect(settled(outage.ended(attempt("c", answer))) == ["a", "b", "c"])
        #expect(!outage.isDown)
    }

    @Test("a host that is silent alone is to blame when nothing else is under way")
    mutating func alone() {
        outage.began(1)
        #expect(settled(outage.ended(attempt("a", silence))) == ["a"])
    }

    @Test("feeds that fail one after the other are excused from the third host on")
    mutating func oneByOne() {
        let blamed = ["a", "b", "c", "d"].flatMap { host in
            outage.began(1)
            return settled(outage.ended(attempt(host, silence)))
        }
        #expect(blamed == ["a", "b", "c excused", "d excused"])
    }

    @Test("many feeds of one host do not make an outage")
    mutating func oneHost() {
        outage.began(5)
        for _ in 0..<4 { #expect(settled(outage.ended(attempt("a", silence))) == []) }
        #expect(settled(outage.ended(attempt("a", silence))) == ["a", "a", "a", "a", "a"])
    }

    @Test("where one host is subscribed its failures count; where there are two, both must be silent")
    mutating func fewHosts() {
        outage.hosts = 1
        outage.began(1)
        #expect(settled(outage.ended(attempt("a", silence))) == ["a"])
        outage = Outage()
        outage.hosts = 2
        outage.began(2)
        #expect(settled(outage.ended(attempt("a", silence))) == [])
        #expect(settled(outage.ended(attempt("b", silence))) == ["a excused", "b excused"])
    }

    @Test(
        "any answer ends an outage, an error too",
        arguments: FetchFailure.Kind.allCases.filter { ![.unreachable, .timeout, .forbidden].contains($0) })
    mutating func answersOfAnyKind(kind: FetchFailure.Kind) {
        outage.began(4)
        for host in ["a", "b", "c"] { _ = outage.ended(attempt(host, silence)) }
        #expect(outage.isDown)
        let ruling = outage.ended(attempt("d", failure(kind)))
        #expect(settled(ruling) == ["d"] && ruling.isDown == false && !outage.isDown)
    }

    @Test("a file, an address refused here and a poll given up say nothing of the network")
    mutating func nothing() {
        outage.began(6)
        for host in ["a", "b", "c"] { _ = outage.ended(attempt(host, silence)) }
        #expect(settled(outage.ended(attempt("", answer))) == [""])
        #expect(settled(outage.ended(attempt("d", failure(.forbidden)))) == ["d"])
        #expect(settled(outage.ended(nil)) == [])
        #expect(outage.isDown)
    }

    @Test("what is held is let go with the last poll under way, whatever that was")
    mutating func lastUnderWay() {
        outage.began(2)
        #expect(settled(outage.ended(attempt("a", silence))) == [])
        #expect(settled(outage.ended(nil)) == ["a"])
        outage.began(2)
        #expect(settled(outage.ended(attempt("b", silence))) == [])
        #expect(settled(outage.ended(attempt("", answer))) == ["b", ""])
    }

    @Test("the outage is as old as the first failure since the last answer")
    mutating func age() {
        outage.began(4)
        _ = outage.ended(attempt("a", silence, at: .minutes(1)))
        _ = outage.ended(attempt("b", silence, at: .minutes(2)))
        let ruling = outage.ended(attempt("c", silence, at: .minutes(5)))
        #expect(ruling.settled.map(\.outage) == [.zero, .minutes(1), .minutes(4)])
    }

    @Test("a feed that failed last time, while others have answered since, is not excused")
    mutating func notTwice() {
        outage.began(5)
        _ = outage.ended(attempt("z", answer, at: .minutes(10)))
        let failing = FeedState(lastPolled: noon + .minutes(5), lastSuccess: noon)
        let working = FeedState(lastPolled: noon + .minutes(5), lastSuccess: noon + .minutes(5))
        let stillOut = FeedState(lastPolled: noon + .minutes(12), lastSuccess: noon)
        _ = outage.ended(attempt("a", silence, at: .minutes(15), failing))
        _ = outage.ended(attempt("b", silence, at: .minutes(15), working))
        let ruling = outage.ended(attempt("c", silence, at: .minutes(15), stillOut))
        #expect(settled(ruling) == ["a", "b excused", "c excused"])
    }

    @Test("every poll is settled exactly once, in whatever order things happen", arguments: 1...30)
    mutating func once(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        outage.hosts = Int.random(in: 0...4, using: &chance)
        var (begun, given, settled) = (0, 0, 0)
        for _ in 0..<500 {
            if chance.flip() || begun == given {
                outage.began(1)
                begun += 1
            } else {
                given += 1
                let host = chance.pick(["", "a", "b", "c", "d"])
                let back = attempt(host, chance.pick([silence, silence, answer, failure(.status)]))
                settled += outage.ended(back).settled.count
                #expect(settled <= given)
                if begun == given { #expect(settled == given) }
            }
        }
        while given < begun {
            given += 1
            settled += outage.ended(attempt("a", silence)).settled.count
        }
        #expect(settled == begun)
    }
}
