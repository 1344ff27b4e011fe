import FoundationEssentials
import News

@testable import Polling

/// A clock that a test turns.
///
/// Who sleeps wakes when the clock is turned to the time, or when its task is cancelled.
final class FakeClock: Sendable {
    private struct Sleeper {
        let until: Date
        let wake: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Date
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
        var naps = 0
    }

    private let state: Guarded<State>
    private let alarms: AsyncStream<Date>
    private let announce: AsyncStream<Date>.Continuation

    init(_ now: Date = noon) {
        state = Guarded(State(now: now))
        (alarms, announce) = AsyncStream.makeStream(of: Date.self)
    }

    var now: Date { state.withLock(\.now) }

    /// How often anyone has lain down.
    var naps: Int { state.withLock(\.naps) }

    /// The world by this clock; chance never adds anything.
    var world: PollService.World {
        PollService.World(now: { self.now }, sleep: { await self.sleep(until: $0) }, chance: { 0 })
    }

    /// Turns the clock.
    func turn(to time: Date) {
        let awake = state.withLock { state in
            state.now = time
            let due = state.sleepers.filter { $0.value.until <= time }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.map(\.wake)
        }
        for wake in awake { wake.resume() }
    }

    /// Waits until someone sleeps until exactly this time.
    func someoneSleeps(until time: Date) async {
        for await alarm in alarms where alarm == time { return }
    }

    private func sleep(until time: Date) async {
        let number = state.withLock { state in
            state.naps += 1
            return state.naps
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { wake in
                let isOver = state.withLock { state in
                    if state.cancelled.contains(number) || state.now >= time { return true }
                    state.sleepers[number] = Sleeper(until: time, wake: wake)
                    return false
                }
                announce.yield(time)
                if isOver { wake.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.cancelled.insert(number)
                return state.sleepers.removeValue(forKey: number)
            }
            sleeper?.wake.resume()
        }
    }
}
