import FoundationEssentials
import News
import Testing

@testable import Polling

@Suite struct AgendaTests {
    private func feed(_ url: String, due: Duration?, enabled: Bool = true, ended: Bool = false) -> Feed {
        sample(url, enabled: enabled, FeedState(nextPoll: due.map { noon + $0 }, ended: ended))
    }

    private func agenda(isPacing: Bool = false, _ feeds: [Feed], _ policy: PollPolicy = PollPolicy()) -> Agenda {
        var agenda = Agenda(isPacing: isPacing)
        agenda.replace(with: feeds, policy, now: noon)
        return agenda
    }

    private func urls(_ feeds: [Feed]) -> [String] { feeds.map(\.url.string) }

    @Test("the feed due longest comes first, one never polled before all, in the order of the list")
    func order() {
        var agenda = agenda([
            feed("https://a.example/", due: .minutes(-1)), feed("https://b.example/", due: nil),
            feed("https://c.example/", due: .minutes(-9)), feed("https://d.example/", due: nil),
            feed("https://e.example/", due: .minutes(1)),
        ])
        #expect(
            urls(agenda.takeDue(noon)) == [
                "https://b.example/", "https://d.example/", "https://c.example/", "https://a.example/",
            ])
        #expect(agenda.nextDue() == noon + .minutes(1))
    }

    @Test("ended and disabled feeds are not taken")
    func never() {
        var agenda = agenda([
            feed("https://a.example/", due: nil, enabled: false), feed("https://b.example/", due: nil, ended: true),
        ])
        #expect(agenda.takeDue(noon).isEmpty)
        #expect(agenda.nextDue() == nil)
    }

    @Test("a busy host holds up its own feeds alone")
    func busyHost() {
        let feeds = (0..<900).map { feed("https://big.example/\($0)", due: .hours(-9)) }
        var agenda = agenda(feeds + [feed("https://small.example/", due: .zero)])
        #expect(
            urls(agenda.takeDue(noon)) == [
                "https://big.example/0", "https://big.example/1", "https://small.example/",
            ])
        #expect(agenda.nextDue() == nil)
        agenda.finished(feeds[1].url, FeedState(nextPoll: noon + .hours(1)), now: noon)
        #expect(urls(agenda.takeDue(noon)) == ["https://big.example/2"])
    }

    @Test("files wait for no host")
    func files() {
        var agenda = agenda((0..<9).map { feed("file:///\($0)", due: nil) }, PollPolicy(perHost: 1))
        #expect(agenda.takeDue(noon).count == 9)
    }

    @Test("while all places are taken, no time is worth waking up for")
    func allPlacesTaken() {
        let feeds = [feed("https://a.example/", due: nil), feed("https://b.example/", due: nil)]
        var agenda = agenda(
            feeds + [feed("https://c.example/", due: .minutes(5))], PollPolicy(concurrency: 1))
        #expect(urls(agenda.takeDue(noon)) == ["https://a.example/"])
        #expect(agenda.nextDue() == nil)
        agenda.finished(feeds[0].url, FeedState(nextPoll: noon + .minutes(9)), now: noon)
        #expect(agenda.nextDue() == .distantPast)
    }

    @Test("a policy without places still gives one")
    func noPlaces() {
        var agenda = agenda([feed("https://a.example/", due: nil)], PollPolicy(concurrency: 0, perHost: 0))
        #expect(agenda.takeDue(noon).count == 1)
    }

    @Test("two polls of a feed begin a second apart at least")
    func floor() {
        let only = feed("https://a.example/", due: nil)
        var agenda = agenda([only], PollPolicy(minInterval: .zero))
        #expect(agenda.takeDue(noon).count == 1)
        agenda.finished(only.url, FeedState(lastPolled: noon, nextPoll: noon), now: noon)
        #expect(agenda.takeDue(noon).isEmpty)
        #expect(agenda.nextDue() == noon + .seconds(1))
        #expect(agenda.takeDue(noon + .seconds(1)).count == 1)
        agenda.finished(only.url, FeedState(lastPolled: noon, nextPoll: noon), now: noon + .seconds(9))
        #expect(agenda.takeDue(noon + .seconds(9)).count == 1)
    }

    @Test("a feed that is not to return does not, not even under a new list")
    func once() {
        let only = feed("https://a.example/", due: nil)
        var agenda = agenda([only])
        #expect(agenda.takeDue(noon).count == 1)
        agenda.finished(only.url, FeedState(nextPoll: noon), now: noon, returns: false)
        agenda.replace(with: [only], PollPolicy(), now: noon)
        #expect(agenda.takeDue(noon + .days(2)).isEmpty)
    }

    @Test("a host that has answered can be asked for another feed while the first is being stored")
    func answeredHost() {
        let feeds = (0..<3).map { feed("https://a.example/\($0)", due: nil) }
        var agenda = agenda(feeds, PollPolicy(concurrency: 2, perHost: 1))
        #expect(urls(agenda.takeDue(noon)) == ["https://a.example/0"])
        agenda.answered(feeds[0].url)
        agenda.answered(feeds[0].url)
        #expect(urls(agenda.takeDue(noon)) == ["https://a.example/1"])
        agenda.answered(feeds[1].url)
        #expect(agenda.takeDue(noon).isEmpty, "two are on their way, and there is room for no more")
        agenda.finished(feeds[0].url, FeedState(nextPoll: noon + .minutes(5)), now: noon)
        #expect(urls(agenda.takeDue(noon)) == ["https://a.example/2"])
        #expect(agenda.onTheirWay == 2)
    }

    @Test("a feed that has moved counts for its new host from then on")
    func movedHost() {
        let (mover, other) = (feed("https://a.example/1", due: nil), feed("https://b.example/", due: .zero))
        var agenda = agenda([mover, other], PollPolicy(perHost: 1))
        #expect(agenda.takeDue(noon).count == 2)
        let state = FeedState(location: address("https://b.example/2"), nextPoll: noon + .minutes(1))
        agenda.finished(mover.url, state, now: noon)
        #expect(agenda.takeDue(noon + .minutes(1)).isEmpty)
        agenda.finished(other.url, FeedState(nextPoll: noon + .minutes(9)), now: noon)
        #expect(urls(agenda.takeDue(noon + .minutes(1))) == ["https://a.example/1"])
    }

    // MARK: - New lists

    @Test("a new list adds and removes feeds, and leaves those on their way alone")
    func newList() {
        let (leaving, staying) = (feed("https://a.example/", due: nil), feed("https://b.example/", due: nil))
        var agenda = agenda([leaving, staying])
        #expect(agenda.takeDue(noon).count == 2)
        agenda.replace(with: [staying, feed("https://c.example/", due: nil)], PollPolicy(), now: noon)
        #expect(urls(agenda.takeDue(noon)) == ["https://c.example/"])
        #expect(agenda.onTheirWay == 3)
        let back = FeedState(nextPoll: noon + .minutes(5))
        agenda.finished(leaving.url, back, now: noon)
        agenda.finished(staying.url, back, now: noon)
        #expect(urls(agenda.takeDue(noon + .hours(1))) == ["https://b.example/"])
    }

    @Test("a list that was read before a poll was stored does not bring the old state back")
    func staleList() {
        let only = feed("https://a.example/", due: nil)
        var agenda = agenda([only])
        _ = agenda.takeDue(noon)
        agenda.finished(only.url, FeedState(title: "new", nextPoll: noon + .minutes(5)), now: noon)
        agenda.replace(with: [only], PollPolicy(), now: noon)
        #expect(agenda.takeDue(noon).isEmpty)
        #expect(agenda.takeDue(noon + .minutes(5)).first?.state.title == "new")
    }

    @Test("a feed that had ended or was disabled takes the list's state when it is polled again")
    func revived() {
        let first = feed("https://a.example/", due: nil, ended: true)
        let second = feed("https://b.example/", due: .days(1), enabled: false)
        var agenda = agenda([first, second])
        let alive = [feed("https://a.example/", due: nil), feed("https://b.example/", due: nil)]
        agenda.replace(with: alive, PollPolicy(), now: noon)
        #expect(agenda.takeDue(noon).count == 2)
    }

    @Test("an address that a list names twice is one feed")
    func twice() {
        var agenda = agenda([feed("https://a.example/", due: nil), feed("https://a.example/", due: nil)])
        #expect(agenda.takeDue(noon).count == 1)
    }

    @Test("an answer without a document leaves its place to another feed before it is stored; so many wait at most")
    func emptyAnswers() {
        let feeds = (0..<60).map { feed("https://\($0).example/", due: nil) }
        var agenda = agenda(feeds, PollPolicy(concurrency: 2))
        var taken = agenda.takeDue(noon)
        #expect(taken.count == 2)
        agenda.answered(taken[0].url)
        #expect(agenda.takeDue(noon).isEmpty)
        var all = taken.count
        while let feed = taken.popLast() {
            agenda.answered(feed.url, hasDocument: false)
            let more = agenda.takeDue(noon)
            all += more.count
            taken += more
        }
        #expect(all == 32)
        #expect(agenda.onTheirWay == all)
        agenda.finished(feeds[0].url, FeedState(nextPoll: noon + .hours(1)), now: noon)
        #expect(agenda.takeDue(noon).count == 1)
    }

    // MARK: - Hosts that want to be left alone

    @Test("a host that asked to be left alone is asked for none of its feeds until then, and others are not kept")
    func hostPause() {
        let (first, second) = (feed("https://a.example/1", due: nil), feed("https://a.example/2", due: .minutes(1)))
        var agenda = agenda([first, second, feed("https://b.example/", due: .minutes(2))])
        #expect(urls(agenda.takeDue(noon)) == ["https://a.example/1"])
        let asked = FeedState(lastPolled: noon, nextPoll: noon + .minutes(40), hostPause: noon + .minutes(30))
        agenda.finished(first.url, asked, now: noon)
        #expect(urls(agenda.takeDue(noon + .minutes(29))) == ["https://b.example/"])
        #expect(agenda.nextDue() == noon + .minutes(30))
        #expect(urls(agenda.takeDue(noon + .minutes(30))) == ["https://a.example/2"])
        #expect(agenda.nextDue() == noon + .minutes(40))
    }

    @Test("a host is left alone after a restart too, for as long as it asked and no longer than the longest wait")
    func hostPauseAfterRestart() {
        func pause(_ pause: Duration, polled: Duration) -> Date? {
            var first = feed("https://a.example/1", due: .days(1))
            first.state.lastPolled = noon - polled
            first.state.hostPause = noon + pause
            var agenda = agenda([first, feed("https://a.example/2", due: nil)])
            return agenda.takeDue(noon).isEmpty ? agenda.nextDue() : nil
        }
        #expect(pause(.minutes(50), polled: .minutes(10)) == noon + .minutes(50))
        #expect(pause(.minutes(-1), polled: .minutes(10)) == nil)
        #expect(pause(.days(400), polled: .minutes(10)) == noon + .seconds(86_400 * 1.1))
        // The clock was set back by a year since: the wait counts from now.
        #expect(pause(.days(365), polled: .minutes(20) - .days(365)) == noon + .minutes(20))
    }

    // MARK: - Clocks

    @Test("after a sleep or a step forward what is overdue sets out in its order, so many in a second")
    func forward() {
        var agenda = agenda(isPacing: true, (0..<500).map { feed("https://\($0).example/", due: .minutes($0)) })
        let morning = noon + .days(2)
        #expect(urls(agenda.takeDue(morning)) == ["https://0.example/"])
        #expect(agenda.takeDue(morning + .seconds(1)).count == 20)
        #expect(agenda.takeDue(morning + .seconds(2)).last?.url == address("https://40.example/"))
        #expect(agenda.takeDue(morning + .seconds(100)).count == 64 - 41)
    }

    @Test("after a start what is overdue sets out bit by bit, within the least interval; what is new sets out at once")
    func overdueAtStart() {
        let overdue = (0..<600).map { feed("https://\($0).example/", due: .minutes(-10)) }
        let policy = PollPolicy(minInterval: .seconds(12), concurrency: 1000)
        var agenda = agenda(isPacing: true, overdue + [feed("https://new.example/", due: nil)], policy)
        #expect(urls(agenda.takeDue(noon)) == ["https://new.example/", "https://0.example/"])
        #expect(agenda.takeDue(noon + .seconds(6)).count == 300)
        #expect(agenda.takeDue(noon + .seconds(12)).count == 299)
    }

    @Test("who polls once does not wait")
    func overdueOnce() {
        var agenda = agenda((0..<50).map { feed("https://\($0).example/", due: .minutes(-10)) })
        #expect(agenda.takeDue(noon).count == 50)
    }

    @Test("a clock that goes back by years leaves each feed its own wait")
    func backward() {
        var feeds = [feed("https://a.example/", due: .minutes(20)), feed("https://b.example/", due: .minutes(50))]
        for number in feeds.indices { feeds[number].state.lastPolled = noon - .minutes(10) }
        var agenda = agenda(feeds)
        let past = noon - .days(4000)
        #expect(agenda.takeDue(past).isEmpty)
        #expect(agenda.nextDue() == past + .minutes(30))
        #expect(urls(agenda.takeDue(past + .minutes(60))) == ["https://a.example/", "https://b.example/"])
    }

    @Test("a stored time far ahead is brought within the longest wait")
    func farAhead() {
        var agenda = agenda([feed("https://a.example/", due: .days(4000))])
        #expect(agenda.nextDue() == noon + .seconds(86_400 * 1.1))
    }
}
