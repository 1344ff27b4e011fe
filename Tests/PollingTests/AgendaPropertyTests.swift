import FoundationEssentials
import News
import Testing

@testable import Polling

/// What holds of the agenda whatever happens; the numbers are those of its invariants.
@Suite struct AgendaPropertyTests {
    private func feed(_ url: String, due: Duration?) -> Feed {
        sample(url, FeedState(nextPoll: due.map { noon + $0 }))
    }

    @Test("the invariants hold under whatever happens", arguments: 1...20)
    func invariants(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let policy = PollPolicy(
            minInterval: .zero, concurrency: Int.random(in: 1...6, using: &chance),
            perHost: Int.random(in: 1...3, using: &chance))
        let all = (0..<40).map { feed("https://\($0 % 7).example/\($0)", due: nil) }
        var agenda = Agenda(isPacing: false)
        var under: [FeedURL: Feed] = [:]
        var asked: Set<FeedURL> = []
        var listed: [FeedURL: Feed] = [:]
        var now = noon
        for step in 0..<300 {
            now += Double.random(in: 0...40, using: &chance)
            switch step == 0 ? 0 : Int.random(in: 0..<12, using: &chance) {
            case 0:
                let list = all.filter { _ in chance.flip(0.8) }.map { feed in
                    var feed = feed
                    feed.subscription.enabled = chance.flip(0.9)
                    feed.state.ended = chance.flip(0.05)
                    return feed
                }
                listed = Dictionary(list.map { ($0.url, $0) }) { first, _ in first }
                agenda.replace(with: list, policy, now: now)
            case 1..<8:
                guard let url = under.keys.sorted().randomElement(using: &chance) else { break }
                let wait = Double.random(in: 0...300, using: &chance)
                agenda.finished(
                    url, FeedState(lastPolled: now, nextPoll: now.addingTimeInterval(wait), ended: chance.flip(0.02)),
                    now: now)
                under[url] = nil
                asked.remove(url)
            case 8..<10:
                guard let url = asked.sorted().randomElement(using: &chance) else { break }
                agenda.answered(url)
                asked.remove(url)
            default: break
            }
            let open = policy.concurrency - under.count
            let taken = agenda.takeDue(now)
            #expect(taken.count <= open)  // (2)
            for feed in taken {
                #expect(under.updateValue(feed, forKey: feed.url) == nil)  // (1)
                asked.insert(feed.url)
                #expect(listed[feed.url]?.subscription.enabled == true && !feed.state.ended)  // (4)
                #expect(feed.state.nextPoll.map { $0 <= now } ?? true)
            }
            let perHost = Dictionary(grouping: under.values.filter { asked.contains($0.url) }, by: \.location.host)
            #expect(perHost.values.allSatisfy { $0.count <= policy.perHost })  // (2)
            #expect(agenda.onTheirWay == under.count)
            let times = taken.map { $0.state.nextPoll ?? .distantPast }
            if policy.perHost >= policy.concurrency { #expect(times == times.sorted()) }  // (3)
            if let next = agenda.nextDue() { #expect(next > now) }
        }
    }

    @Test(
        "every feed gets its turn, in the order of their times, however many there are", arguments: [1, 3000, 10_000])
    func manyFeeds(hosts: Int) {
        var chance = SeededGenerator(seed: 7)
        let feeds = (0..<10_000).map {
            feed("https://\($0 % hosts).example/\($0)", due: .seconds(Int.random(in: -9000...0, using: &chance)))
        }
        var agenda = Agenda(isPacing: false)
        agenda.replace(with: feeds, PollPolicy(concurrency: 64), now: noon)
        var seen: [Feed] = []
        while case let taken = agenda.takeDue(noon), !taken.isEmpty {
            for feed in taken {
                seen.append(feed)
                agenda.finished(feed.url, FeedState(nextPoll: noon + .hours(1)), now: noon)
            }
        }
        #expect(seen.count == 10_000 && Set(seen.map(\.url)).count == 10_000)
        if hosts != 3000 {  // (3) holds to the second where no host is ever busy, or all are one
            let times = seen.compactMap(\.state.nextPoll)
            #expect(times == times.sorted())
        }
        #expect(agenda.nextDue() == noon + .hours(1))
    }
}
