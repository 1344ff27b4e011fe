import Fetching
import LoopbackServing
import News
import Testing

/// Runs a test with a server and a fetcher, and stops both whatever happens.
///
/// The limits are wide enough that only the one under test is met, and private networks are allowed: the server is
/// in one.
func withServer(
    limits change: (inout FetchLimits) -> Void = { _ in }, maxConnectionsPerHost: Int = 2,
    _ handler: @escaping LoopbackServer.Handler, test: (LoopbackServer, Fetcher) async throws -> Void
) async throws {
    let server = try LoopbackServer(handler)
    defer { server.stop() }
    var limits = FetchLimits(timeout: .seconds(600), connectTimeout: .seconds(600), allowPrivateNetworks: true)
    change(&limits)
    let fetcher = try Fetcher(
        FetcherConfiguration(limits: limits, userAgent: "Habari/test", maxConnectionsPerHost: maxConnectionsPerHost))
    defer { fetcher.close() }
    try await test(server, fetcher)
}

/// An address that the test knows to be one.
func address(_ text: String) throws -> FeedURL { try #require(FeedURL(text), "not an address: \(text)") }

extension Fetcher {
    func fetch(_ url: String, validators: Validators = .none) async throws -> FetchReply {
        try await fetch(FetchRequest(url: address(url), validators: validators))
    }
}

extension FetchReply {
    /// The document of a reply that should have one.
    func fresh() throws -> (document: Document, summary: FetchSummary) {
        guard case .fresh(let document, let summary) = self else { throw Unexpected(reply: self) }
        return (document, summary)
    }

    /// The summary of a reply that should say that nothing has changed.
    func unchanged() throws -> FetchSummary {
        guard case .unchanged(let summary) = self else { throw Unexpected(reply: self) }
        return summary
    }

    /// Whatever summary the reply has.
    var summary: FetchSummary? {
        switch self {
        case .fresh(_, let summary), .unchanged(let summary): summary
        case .failed(_, let summary): summary
        }
    }

    /// The failure of a reply that should be one.
    func failure() throws -> FetchFailure {
        guard case .failed(let failure, _) = self else { throw Unexpected(reply: self) }
        return failure
    }
}

/// A reply of another kind than the test asked for.
struct Unexpected: Error, CustomStringConvertible {
    let reply: FetchReply

    var description: String {
        switch reply {
        case .fresh(let document, _): "unexpected: fresh, \(document.bytes.count) bytes"
        case .unchanged: "unexpected: unchanged"
        case .failed(let failure, _): "unexpected: failed, \(failure.kind.rawValue): \(failure.reason)"
        }
    }
}

extension Document {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
