import FoundationEssentials
import News

/// Which feed is polled next: a value that is told what happened and says what to do.
///
/// 1. A feed is on its way at most once at a time.
/// 2. Never more than `concurrency` feeds have a request or a document in hand, and never more than `perHost` are being
///    asked of one host. An answer without a document leaves its place, though it is still to be stored.
/// 3. Among the feeds that are due, the one due longest comes first, unless its host is busy.
/// 4. Ended and disabled feeds are never taken.
/// 5. No feed waits longer than the policy's longest wait, however the clock is set.
/// 6. A host that asked to be left alone is asked for none of its feeds until that time.
/// 7. After a start, a sleep of the machine or a step of its clock, what is overdue sets out bit by bit.
///
/// Feeds wait in a queue of their host, and a host with a place to give is noted under its first feed's time: what
/// comes next is found at once, however many feeds there are and however many of them wait for one busy host.
struct Agenda {
    private struct Entry {
        var feed: Feed
        /// The host that the feed is, or was last, asked from.
        var host: String
        /// When it is due, while it waits.
        var due = Date.distantPast
        var isWaiting = false
        var isOnItsWay = false
        /// Whether its host is being asked, and has not answered yet.
        var isAtHost = false
        /// Whether it takes up one of the places.
        var hasPlace = false
        /// Whether the feed is still subscribed; one that is not is let go when it comes back.
        var isListed = true
        /// Whether the feed had its turn, and gets no other.
        var isDone = false

        /// Whether the state in hand is the newest there is.
        var isActive: Bool { isWaiting || isOnItsWay || isDone }

        var isToBePolled: Bool {
            isListed && !isOnItsWay && !isDone && feed.subscription.enabled && !feed.state.ended
        }
    }

    /// A feed's place in a queue.
    private struct Place: Comparable {
        var due: Date
        let entry: Int

        static func < (left: Place, right: Place) -> Bool { (left.due, left.entry) < (right.due, right.entry) }
    }

    private struct Host {
        /// How many feeds it is being asked for.
        var asked = 0
        var queue = Heap<Place>()
        /// Until when it asked to be left alone.
        var pause: Date?
        /// The place under which the host stands among the open ones: that of its first feed.
        var noted: Place?
    }

    /// So far, in seconds, a clock may go back without a word; the feeds wait that much longer.
    private static let slack: TimeInterval = 60

    /// After so long, in seconds, without a look at the clock the machine slept, or the clock was set forward.
    private static let longestSleep: TimeInterval = 120

    /// So many feeds are on their way for each place at most.
    private static let mostPerPlace = 16

    /// So many overdue feeds set out in a second.
    private static let paceOfOverdue = 20.0

    /// So far apart, in seconds, two polls of a feed begin at least.
    private static let leastPause: TimeInterval = 1

    /// Whether overdue feeds set out bit by bit (7), or at once.
    let isPacing: Bool

    private var policy = PollPolicy()
    private var entries: [Entry] = []
    private var index: [FeedURL: Int] = [:]
    private var hosts: [String: Host] = [:]
    /// The hosts that have a feed waiting and a place to give, by their first feed.
    ///
    /// A place here that is not the host's noted one is out of date.
    private var open = Heap<Place>()
    private var clock = Date.distantPast

    /// How many feeds are on their way.
    private(set) var onTheirWay = 0
    private var placesTaken = 0

    /// An agenda without feeds.
    init(isPacing: Bool = true) { self.isPacing = isPacing }

    // MARK: - Feeds

    /// Takes the current list of feeds, and the rules for them, in place of the last one.
    ///
    /// Of a feed that waits or is on its way the agenda knows the newer state; of the others the list does: that
    /// is how one that has ended comes to life again.
    mutating func replace(with feeds: [Feed], _ policy: PollPolicy, now: Date) {
        self.policy = policy
        let (oldEntries, oldIndex) = (entries, index)
        entries = []
        index = [:]
        for feed in feeds where index[feed.url] == nil {
            var entry = Entry(feed: feed, host: feed.location.host)
            if let place = oldIndex[feed.url], oldEntries[place].isActive {
                entry = oldEntries[place]
                entry.feed.subscription = feed.subscription
                entry.isListed = true
            }
            add(entry, feed.url)
        }
        for var entry in oldEntries where entry.isOnItsWay && index[entry.feed.url] == nil {
            entry.isListed = false
            add(entry, entry.feed.url)
        }
        queueAll(now)
    }

    private mutating func add(_ entry: Entry, _ url: FeedURL) {
        index[url] = entries.count
        entries.append(entry)
    }

    /// Builds the queues from the entries: each feed is due when its state says.
    private mutating func queueAll(_ now: Date) {
        for number in entries.indices {
            entries[number].due = entries[number].feed.state.due(now, within: policy.longestWait)
            entries[number].isWaiting = entries[number].isToBePolled
        }
        queueWaiting(now)
    }

    /// Builds the queues from the feeds that wait.
    private mutating func queueWaiting(_ now: Date) {
        clock = now
        hosts = [:]
        open = Heap()
        for number in entries.indices {
            let (host, state) = (entries[number].host, entries[number].feed.state)
            if entries[number].isAtHost { hosts[host, default: Host()].asked += 1 }
            pause(host, until: state.hostPause(now, within: policy.longestWait))
        }
        if isPacing { pace(now) }
        for number in entries.indices where entries[number].isWaiting { insert(number) }
    }

    /// Overdue feeds set out one after the other, the one due longest first (7).
    ///
    /// So many do in a second, and all of them within the least interval. A feed that was never polled does not wait.
    private mutating func pace(_ now: Date) {
        let overdue = entries.indices.filter { number in
            let entry = entries[number]
            return entry.isWaiting && entry.feed.state.nextPoll != nil
                && entry.due < now.addingTimeInterval(-Self.slack)
        }
        let span = min(Double(overdue.count) / Self.paceOfOverdue, policy.clamp(.zero).seconds)
        let order = overdue.map { Place(due: entries[$0].due, entry: $0) }.sorted()
        for (number, place) in order.enumerated() {
            entries[place.entry].due = now.addingTimeInterval(span * Double(number) / Double(order.count))
        }
    }

    /// Whether the feed that comes next has been due for longer than a late alarm explains.
    private mutating func isLate(_ now: Date) -> Bool {
        firstOpen().map { $0.due < now.addingTimeInterval(-Self.slack) } ?? false
    }

    /// Leaves a host alone until a time (6).
    private mutating func pause(_ name: String, until time: Date?) {
        guard let time, !name.isEmpty else { return }
        let pause = hosts[name]?.pause.map { max($0, time) } ?? time
        hosts[name, default: Host()].pause = pause
        hosts[name]?.noted = nil
    }

    // MARK: - Time

    /// The feeds to set out now; they count as on their way until they are ``finished(_:_:now:returns:)``.
    mutating func takeDue(_ now: Date) -> [Feed] {
        let isSet = now < clock.addingTimeInterval(-Self.slack)
        let hasSlept = now > clock.addingTimeInterval(Self.longestSleep)
        if isSet {
            queueAll(now)
        } else if isPacing && hasSlept && isLate(now) {
            queueWaiting(now)
        } else {
            clock = max(clock, now)
        }
        var taken: [Feed] = []
        while hasPlaces, let place = firstOpen(), place.due <= now {
            open.removeFirst()
            let name = entries[place.entry].host
            guard let first = hosts[name]?.queue.removeFirst() else { continue }
            hosts[name]?.noted = nil
            hosts[name]?.asked += 1
            onTheirWay += 1
            entries[first.entry].isWaiting = false
            entries[first.entry].isOnItsWay = true
            entries[first.entry].isAtHost = true
            entries[first.entry].hasPlace = true
            placesTaken += 1
            taken.append(entries[first.entry].feed)
            note(name)
        }
        return taken
    }

    /// When a feed comes due for which there is a place; `nil` where there is none.
    ///
    /// Where all places are taken no time matters: the next thing to happen is that a feed comes back.
    mutating func nextDue() -> Date? { hasPlaces ? firstOpen()?.due : nil }

    /// Whether a feed may set out; so many answers may wait to be stored that they fill some transactions, and no more.
    private var hasPlaces: Bool {
        let places = max(1, policy.concurrency)
        return placesTaken < places && onTheirWay < places * Self.mostPerPlace
    }

    /// A feed's host has answered: another feed may be asked of it, while this one is parsed, judged and stored.
    ///
    /// An answer without a document leaves its place to another feed as well.
    mutating func answered(_ url: FeedURL, hasDocument: Bool = true) {
        guard let number = index[url], entries[number].isAtHost else { return }
        if !hasDocument { leavePlace(number) }
        entries[number].isAtHost = false
        hosts[entries[number].host]?.asked -= 1
        note(entries[number].host)
    }

    /// A feed came back with this state.
    ///
    /// It waits again, unless it has ended, is no longer listed, or is not to return; two polls of a feed begin a
    /// second apart at least, even where the policy knows no least interval.
    mutating func finished(_ url: FeedURL, _ state: FeedState, now: Date, returns: Bool = true) {
        guard let number = index[url], entries[number].isOnItsWay else { return }
        answered(url)
        leavePlace(number)
        let name = entries[number].host
        onTheirWay -= 1
        entries[number].isOnItsWay = false
        entries[number].isDone = !returns
        entries[number].feed.state = state
        entries[number].host = entries[number].feed.location.host
        pause(name, until: state.hostPause(now, within: policy.longestWait))
        let earliest = state.lastPolled.map { min($0, now).addingTimeInterval(Self.leastPause) }
        queue(number, now, notBefore: earliest ?? .distantPast)
        note(name)
    }

    private mutating func leavePlace(_ number: Int) {
        guard entries[number].hasPlace else { return }
        entries[number].hasPlace = false
        placesTaken -= 1
    }

    // MARK: - Queues

    private mutating func queue(_ number: Int, _ now: Date, notBefore earliest: Date) {
        entries[number].isWaiting = entries[number].isToBePolled
        guard entries[number].isWaiting else { return }
        entries[number].due = max(entries[number].feed.state.due(now, within: policy.longestWait), earliest)
        insert(number)
    }

    private mutating func insert(_ number: Int) {
        let name = entries[number].host
        hosts[name, default: Host()].queue.insert(Place(due: entries[number].due, entry: number))
        note(name)
    }

    /// Notes a host under its first feed, if it has one and a place to give.
    private mutating func note(_ name: String) {
        // Files have no host, and no one there to be polite to.
        guard let host = hosts[name], var first = host.queue.first else { return }
        first.due = max(first.due, host.pause ?? .distantPast)
        guard name.isEmpty || host.asked < max(1, policy.perHost), host.noted.map({ first < $0 }) ?? true else {
            return
        }
        hosts[name]?.noted = first
        open.insert(first)
    }

    /// The first place of all; the ones before it that are out of date are dropped.
    private mutating func firstOpen() -> Place? {
        while let place = open.first {
            if hosts[entries[place.entry].host]?.noted == place { return place }
            open.removeFirst()
        }
        return nil
    }
}

extension FeedState {
    /// When the feed is due, by a clock that may have been set since the state was made.
    ///
    /// A last poll that lies ahead shows that the clock was set back: the wait then counts from now.
    fileprivate func due(_ now: Date, within longest: TimeInterval) -> Date {
        guard var due = nextPoll else { return .distantPast }
        if let lastPolled, lastPolled > now { due = now.addingTimeInterval(due.timeIntervalSince(lastPolled)) }
        return min(due, now.addingTimeInterval(longest))
    }

    /// Until when the feed's host is to be left alone, if it is, by a clock that may have been set since.
    fileprivate func hostPause(_ now: Date, within longest: TimeInterval) -> Date? {
        guard let pause = hostPause, pause > now else { return nil }
        let asked = lastPolled.map { max(0, pause.timeIntervalSince($0)) } ?? longest
        return min(pause, now.addingTimeInterval(min(asked, longest)))
    }
}
