import ArgumentParser
import Fetching
import News
import Settings

/// Fetches an address that a person has typed.
///
/// Whoever types an address may reach what they could reach with any other program, so that addresses in private
/// networks and `file:` are let pass here even where the configuration forbids them to the daemon, which follows what
/// strangers write. The other bounds are the configured ones.
enum TypedAddress {
    /// What came of a fetch.
    struct Answer {
        /// The reply.
        var reply: FetchReply
        /// Why the daemon would not have fetched it; `nil` where it would.
        var refusal: String?
    }

    /// Fetches once, without validators.
    ///
    /// - Parameter isTrusted: Whether the person stands for the address; of one that a page names, they may know nothing.
    static func fetch(
        _ url: FeedURL, _ settings: Settings, limits: FetchLimits? = nil, isTrusted: Bool = true
    ) async throws -> Answer {
        let poll = settings.poll
        var configuration = FetcherConfiguration(
            limits: limits ?? poll.limits, userAgent: Habari.userAgent(contact: poll.contact), proxy: poll.proxy,
            access: try settings.feedAccess(for: url))
        let fetcher = try Fetcher(configuration)
        defer { fetcher.close() }
        let first = try await fetcher.fetch(FetchRequest(url: url))
        guard isTrusted, case .failed(let failure, _) = first, failure.kind == .forbidden else {
            return Answer(reply: first)
        }
        configuration.limits.allowPrivateNetworks = true
        configuration.limits.allowFileURLs = true
        fetcher.configure(configuration)
        return Answer(reply: try await fetcher.fetch(FetchRequest(url: url)), refusal: failure.reason)
    }

    /// Fetches the document at an address.
    static func document(at url: FeedURL, _ settings: Settings) async throws -> Document {
        switch try await fetch(url, settings).reply {
        case .fresh(let document, _): return document
        case .unchanged: throw CommandFailure("\(url): answered 304 to a request without validators; try again later")
        case .failed(let failure, _): throw CommandFailure("\(url): \(failure.reason)")
        }
    }

    /// Whether a text is meant as an address, not as a file's name.
    static func isMeant(by text: String) -> Bool {
        guard let colon = text.firstRange(of: "://") else { return false }
        return text[..<colon.lowerBound].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    }

    /// The address that a text spells.
    ///
    /// - Throws: A complaint that says what an address looks like.
    static func url(_ text: String) throws(ValidationError) -> FeedURL {
        if let url = FeedURL(text) { return url }
        let near = FeedURL("https://" + text).flatMap { $0.host.contains(".") ? "did you mean \($0)?" : nil }
        let shown = ShownAddress.ofMistyped(text)
        throw ValidationError(
            "\"\(shown)\" is not the address of a feed; \(near ?? "it begins with http:// or https://")")
    }
}
