/// Why a document could not be read as a feed.
///
/// Every case means that there is nothing to show; a feed with faults is no error but a ``FeedParser`` result with
/// `recovered` set.
public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of document that are no feed.
    public enum Kind: Hashable, Sendable {
        /// There are no bytes, or nothing but white space.
        case empty
        /// An HTML page, with its title where it has one.
        case htmlPage(title: String?)
        /// Something else that was readable, named by its root element or its nature.
        case notAFeed(root: String)
        /// Nothing that looks like XML or JSON.
        case unreadable
    }

    /// What the document is instead of a feed.
    public var kind: Kind

    /// Makes an error.
    public init(_ kind: Kind) { self.kind = kind }

    /// One clause for a person, for example `an HTML page, not a feed (its title is “Sign in”)`.
    public var description: String {
        switch kind {
        case .empty: "an empty document, not a feed"
        case .htmlPage(nil): "an HTML page, not a feed"
        case .htmlPage(let title?): "an HTML page, not a feed (its title is “\(title)”)"
        case .notAFeed(let root): "not a feed (\(root))"
        case .unreadable: "not a feed (neither XML nor JSON)"
        }
    }
}
