import FoundationEssentials
import News

/// Tells an outage of this machine's own network from the failure of a feed.
///
/// A value that is told which polls began and how they ended, and says which of them may be settled.
/// 1. An answer of any kind, even an error status, proves that the network works.
/// 2. A host that cannot be reached proves nothing yet: its poll is held until another poll answers (then the fault
///    is the host's), enough hosts are silent (then it is ours), or nothing is under way any more (the host's).
/// 3. Enough is three different hosts, or both where there are two. Where there is one nobody can tell; its
///    failures count.
/// 4. Whoever failed last time, while others have answered since, is not excused again: among many feeds there
///    may be three that are dead.
struct Outage {
    /// What follows from the end of a poll.
    struct Ruling {
        /// The polls to be settled, each with the time that the network has been down, if that excuses it.
        var settled: [(attempt: Attempt, outage: Duration?)] = []
        /// Whether the network has just been found down (`true`) or working again (`false`).
        var isDown: Bool?
    }

    private static let silentHostsThatProve = 3

    /// How many hosts the subscriptions name.
    var hosts = 0

    private var underWay = 0
    private var held: [Attempt] = []
    private var silentHosts: Set<String> = []
    /// When the first poll began that failed since the last answer.
    private var silentSince: Date?
    private var lastAnswer: Date?

    /// Whether the network counts as down.
    private(set) var isDown = false

    /// Polls set out.
    mutating func began(_ count: Int) { underWay += count }

    /// A poll came back; `nil` stands for one that was given up.
    mutating func ended(_ attempt: Attempt?) -> Ruling {
        underWay -= 1
        let wasDown = isDown
        var ready: [Attempt] = []
        switch attempt?.sign {
        case .answer?:
            silentHosts = []
            silentSince = nil
            isDown = false
            lastAnswer = attempt?.started
            ready = release()
        case .silence?:
            silentHosts.insert(attempt?.feed.location.host ?? "")
            silentSince = silentSince ?? attempt?.started
            isDown = isDown || silentHosts.count >= max(2, min(hosts, Self.silentHostsThatProve))
        case .nothing?, nil: break
        }
        if let attempt { ready.append(attempt) }
        if attempt?.sign == .silence, !isDown, underWay > 0 { held.append(ready.removeLast()) }
        if isDown || underWay == 0 { ready = release() + ready }
        return Ruling(settled: ready.map { ($0, excuse(for: $0)) }, isDown: wasDown == isDown ? nil : isDown)
    }

    private mutating func release() -> [Attempt] {
        defer { held = [] }
        return held
    }

    /// How long the network has been down, where that excuses a poll.
    private func excuse(for attempt: Attempt) -> Duration? {
        guard isDown, attempt.sign == .silence, let silentSince else { return nil }
        let state = attempt.feed.state
        if let lastPolled = state.lastPolled, let lastAnswer, lastAnswer > lastPolled,
            state.lastSuccess.map({ $0 < lastPolled }) ?? true
        {
            return nil  // (4)
        }
        return .seconds(max(0, attempt.started.timeIntervalSince(silentSince)))
    }
}

extension Attempt {
    /// What a poll says of the network.
    fileprivate enum Sign { case answer, silence, nothing }

    fileprivate var sign: Sign {
        if feed.location.host.isEmpty { return .nothing }  // a file
        guard case .failed(let failure, _) = outcome else { return .answer }
        if failure.kind == .forbidden { return .nothing }  // refused here, before anything was sent
        return failure.kind.mayBeOurNetwork ? .silence : .answer
    }
}
