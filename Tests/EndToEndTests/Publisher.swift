import LoopbackServing

/// A publisher on the loopback: the feeds of a shelf below `/feed/N`, and a word on each answer given.
///
/// A reader that kept a validator without keeping the items is answered 304 from then on, and what it lost stays
/// lost: a test sees it.
final class Publisher: Sendable {
    /// What was answered to whom.
    struct Answer: Hashable, Sendable {
        var path: String
        var status: Int

        /// Not an answer of the server's: everything before it was given before it was put in.
        fileprivate static let mark = Answer(path: "", status: 0)
    }

    /// One item, as a store tells it from all others.
    struct Item: Hashable, Sendable {
        var feed: String
        var guid: String
    }

    let shelf: FeedShelf
    private let server: LoopbackServer
    private let answers: AsyncStream<Answer>
    private let send: AsyncStream<Answer>.Continuation

    /// Serves so many feeds of so many items each; paths that are no feed's go to `otherwise`.
    init(
        feeds: Int, itemsEach: Int,
        otherwise: @escaping LoopbackServer.Handler = { _, connection in connection.reply("404 Not Found") }
    ) throws {
        let shelf = FeedShelf(feeds: feeds, itemsEach: itemsEach)
        let (answers, send) = AsyncStream.makeStream(of: Answer.self)
        server = try LoopbackServer { request, connection in
            guard request.target.hasPrefix("/feed/"), let number = Int(request.target.dropFirst(6)),
                number < shelf.count
            else { return otherwise(request, connection) }
            let (etag, body) = shelf.document(number)
            let isKnown = request["if-none-match"] == etag
            connection.reply(
                isKnown ? "304 Not Modified" : "200 OK",
                ["ETag: \(etag)", "Content-Type: application/rss+xml; charset=utf-8"], isKnown ? "" : body)
            send.yield(Answer(path: request.target, status: isKnown ? 304 : 200))
        }
        (self.shelf, self.answers, self.send) = (shelf, answers, send)
    }

    deinit { server.stop() }

    var urls: [String] { (0..<shelf.count).map { url("/feed/\($0)") } }

    func url(_ path: String) -> String { server.url(path) }

    /// Every item that a reader can see now.
    var visible: Set<Item> {
        Set(
            (0..<shelf.count).flatMap { feed in shelf.guids(of: feed).map { Item(feed: url("/feed/\(feed)"), guid: $0) }
            })
    }

    /// Waits until such an answer was given, and forgets those before it.
    func waitForAnswer(_ path: String, _ status: Int) async {
        for await answer in answers where answer == Answer(path: path, status: status) { return }
    }

    /// Takes the answers that were given so far, counted by status.
    func takeAnswers() async -> [Int: Int] {
        send.yield(.mark)
        var counts: [Int: Int] = [:]
        for await answer in answers {
            if answer == .mark { break }
            counts[answer.status, default: 0] += 1
        }
        return counts
    }
}
