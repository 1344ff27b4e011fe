public import struct FoundationEssentials.Date

/// Everything that one poll of one feed leaves behind; stored in one transaction or not at all.
public struct Poll: Sendable {
    /// The feed's identity.
    public var feed: FeedURL
    /// When the poll began; every time stored for it is this one.
    public var started: Date
    /// The feed's state after the poll.
    public var state: FeedState
    /// The items of the answer, in document order; empty where it brought none.
    public var items: [JudgedItem]
    /// The bytes that came over the wire.
    public var bytesOnWire: Int
    /// How long the fetch took.
    public var duration: Duration

    /// Makes a poll from its parts.
    public init(
        feed: FeedURL, started: Date, state: FeedState, items: [JudgedItem] = [], bytesOnWire: Int = 0,
        duration: Duration = .zero
    ) {
        self.feed = feed
        self.started = started
        self.state = state
        self.items = items
        self.bytesOnWire = bytesOnWire
        self.duration = duration
    }
}

/// What the store made of a poll's items.
public struct PollReceipt: Hashable, Sendable {
    /// Items that were not known before.
    public var new: Int
    /// Of the new ones, those judged relevant.
    public var newRelevant: Int
    /// Known items whose text had changed; each gained a revision.
    public var revised: Int
    /// Items known already and unchanged.
    public var known: Int

    /// Makes a receipt.
    public init(new: Int = 0, newRelevant: Int = 0, revised: Int = 0, known: Int = 0) {
        self.new = new
        self.newRelevant = newRelevant
        self.revised = revised
        self.known = known
    }
}
