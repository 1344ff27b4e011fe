public import struct FoundationEssentials.Date

/// A feed as the daemon knows it: what was asked for, and what was learned.
public struct Feed: Hashable, Sendable {
    /// What the administrator asked for; its address is the feed's identity for ever.
    public var subscription: Subscription
    /// What polling has taught.
    public var state: FeedState

    /// Puts a subscription and its state together.
    public init(subscription: Subscription, state: FeedState = FeedState()) {
        self.subscription = subscription
        self.state = state
    }

    /// The feed's identity: the subscribed address.
    public var url: FeedURL { subscription.url }

    /// Where the feed is fetched from: the remembered move, else the subscribed address.
    public var location: FeedURL { state.location ?? subscription.url }

    /// The name to show: the list's, else the feed's own, else the address.
    public var title: String {
        if !subscription.title.isEmpty { return subscription.title }
        return state.title ?? "\(subscription.url)"
    }
}

/// What polling has taught about one feed; replaced whole, in the transaction that stores the poll's items.
public struct FeedState: Hashable, Sendable {
    /// The title that the feed gives itself.
    public var title: String?
    /// The site that the feed belongs to.
    public var link: String?
    /// Where the feed moved to for good; `nil` while it is where it was subscribed.
    public var location: FeedURL?
    /// A permanent redirect that is not yet believed.
    public var redirect: ObservedRedirect?
    /// What makes the next request conditional.
    public var validators: Validators
    /// When the last poll began.
    public var lastPolled: Date?
    /// When the last poll began that ended well (200 or 304).
    public var lastSuccess: Date?
    /// When a body was last received and parsed.
    public var lastFresh: Date?
    /// When the feed is to be polled next; `nil` means as soon as may be.
    public var nextPoll: Date?
    /// The interval that led to ``nextPoll``, before jitter and hints.
    public var interval: Duration?
    /// Why ``nextPoll`` is when it is, in words.
    public var reason: String?
    /// The HTTP status of the last answer.
    public var httpStatus: Int?
    /// What went wrong in the last poll; `nil` after a success.
    public var error: String?
    /// How many polls failed in a row.
    public var failures: Int
    /// Whether the server ended the feed (410); it is not polled any more.
    public var ended: Bool
    /// What the document said of when to ask, when it was last read.
    public var hints: PublishingHints
    /// A digest of the last document that was read; the same bytes are not read again.
    public var body: Int64?
    /// How often the feed publishes, as learned so far.
    public var rhythm: PublishingRhythm?
    /// Until when the feed's host asked that nothing be asked of it, for whichever feed.
    public var hostPause: Date?

    /// The state of a feed that was never polled.
    public init(
        title: String? = nil, link: String? = nil, location: FeedURL? = nil, redirect: ObservedRedirect? = nil,
        validators: Validators = .none, lastPolled: Date? = nil, lastSuccess: Date? = nil, lastFresh: Date? = nil,
        nextPoll: Date? = nil, interval: Duration? = nil, reason: String? = nil, httpStatus: Int? = nil,
        error: String? = nil, failures: Int = 0, ended: Bool = false, hints: PublishingHints = PublishingHints(),
        body: Int64? = nil, rhythm: PublishingRhythm? = nil, hostPause: Date? = nil
    ) {
        self.title = title
        self.link = link
        self.location = location
        self.redirect = redirect
        self.validators = validators
        self.lastPolled = lastPolled
        self.lastSuccess = lastSuccess
        self.lastFresh = lastFresh
        self.nextPoll = nextPoll
        self.interval = interval
        self.reason = reason
        self.httpStatus = httpStatus
        self.error = error
        self.failures = failures
        self.ended = ended
        self.hints = hints
        self.body = body
        self.rhythm = rhythm
        self.hostPause = hostPause
    }
}

extension FeedState {
    /// Since when the feed has been quiet for far longer than it used to be; `nil` where it has not, or where nobody can
    /// tell because it was not reached.
    public var staleSince: Date? { lastSuccess.flatMap { rhythm?.staleSince($0) } }
}

/// A permanent redirect (301, 308) that has been seen, and for how long.
public struct ObservedRedirect: Hashable, Sendable {
    /// Where it leads.
    public var target: FeedURL
    /// When it was first seen without a break since.
    public var since: Date
    /// In how many polls it was seen.
    public var count: Int

    /// Makes an observation.
    public init(target: FeedURL, since: Date, count: Int) {
        self.target = target
        self.since = since
        self.count = count
    }
}
