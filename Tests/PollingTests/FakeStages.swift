import FoundationEssentials
import News

@testable import Polling

/// The web and the store of a test: answers as it is told, and keeps what it is given.
final class FakeStages: Sendable {
    struct Trouble: Error, CustomStringConvertible {
        var description: String
    }

    private struct State {
        var replies: [FeedURL: FetchReply] = [:]
        var requests: [FetchRequest] = []
        var polls: [Poll] = []
        var trouble: Trouble?
        /// The addresses whose answers are kept back, and who waits for them.
        var gates: [FeedURL: [Int: CheckedContinuation<Void, Never>]] = [:]
        var cancelled: Set<Int> = []
        var fetches = 0
    }

    private let state = Guarded(State())
    private let storing: AsyncStream<Poll>
    private let announcePoll: AsyncStream<Poll>.Continuation
    private let asking: AsyncStream<FeedURL>
    private let announceRequest: AsyncStream<FeedURL>.Continuation

    init() {
        (storing, announcePoll) = AsyncStream.makeStream(of: Poll.self)
        (asking, announceRequest) = AsyncStream.makeStream(of: FeedURL.self)
    }

    var pipeline: Pipeline {
        Pipeline(
            fetch: { request async throws(CancellationError) in try await self.fetch(request) },
            parse: { _ in document(items: [ParsedItem(title: "An item")]) },
            judge: { _ in Verdict(relevant: true, relevance: 1) },
            record: { try self.record($0) })
    }

    var requests: [FetchRequest] { state.withLock(\.requests) }
    var polls: [Poll] { state.withLock(\.polls) }

    /// The addresses of the stored polls, sorted.
    var stored: [String] { polls.map(\.feed.string).sorted() }

    /// Answers an address in this way from now on; else with a document.
    func answer(_ url: String, _ reply: FetchReply) { state.withLock { $0.replies[address(url)] = reply } }

    /// Keeps back the answers of an address until they are let go.
    func holdBack(_ url: String) { state.withLock { $0.gates[address(url)] = [:] } }

    func letGo(_ url: String) {
        let waiting = state.withLock { $0.gates.removeValue(forKey: address(url)) } ?? [:]
        for continuation in waiting.values { continuation.resume() }
    }

    /// Refuses polls for this reason, or takes them again.
    func refuse(_ reason: String?) { state.withLock { $0.trouble = reason.map(Trouble.init) } }

    /// Waits until so many polls more are stored.
    func stored(_ count: Int) async {
        var polls = storing.makeAsyncIterator()
        for _ in 0..<count { _ = await polls.next() }
    }

    /// Waits until so many requests more have come in.
    func asked(_ count: Int) async {
        var requests = asking.makeAsyncIterator()
        for _ in 0..<count { _ = await requests.next() }
    }

    private func fetch(_ request: FetchRequest) async throws(CancellationError) -> FetchReply {
        let number = state.withLock { state in
            state.requests.append(request)
            state.fetches += 1
            return state.fetches
        }
        announceRequest.yield(request.url)
        await pass(request.url, number)
        if Task.isCancelled { throw CancellationError() }
        return state.withLock { $0.replies[request.url] }
            ?? .fresh(Document(bytes: [], url: request.url.string), summary())
    }

    private func pass(_ url: FeedURL, _ number: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if state.gates[url] == nil || state.cancelled.contains(number) { return true }
                    state.gates[url]?[number] = continuation
                    return false
                }
                if isOpen { continuation.resume() }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.cancelled.insert(number)
                return state.gates[url]?.removeValue(forKey: number)
            }
            continuation?.resume()
        }
    }

    private func record(_ poll: Poll) throws -> PollReceipt {
        let trouble = state.withLock { state in
            if state.trouble == nil { state.polls.append(poll) }
            return state.trouble
        }
        if let trouble { throw trouble }
        announcePoll.yield(poll)
        return PollReceipt(new: poll.items.count, newRelevant: poll.items.count)
    }
}
