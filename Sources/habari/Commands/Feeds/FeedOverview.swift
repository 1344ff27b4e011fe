import News
import Settings
import Storing

import struct FoundationEssentials.Date

/// A subscription with what the store knows about it.
struct FeedOverview {
    /// The feed.
    var feed: Feed
    /// How many items of it are stored.
    var items: Int
    /// How many of them are relevant.
    var relevant: Int

    /// Every subscribed feed.
    ///
    /// The feed lists say what is subscribed, the store how it is doing; where there is no configuration the store
    /// answers alone, and where there is no store yet the lists do.
    static func all(_ setup: Setup) throws -> [FeedOverview] { pausing(try known(setup)) }

    private static func known(_ setup: Setup) throws -> [FeedOverview] {
        guard setup.hasConfiguration || !setup.namesStore else { return try reports(setup).map(FeedOverview.init) }
        let subscriptions = try SubscriptionFiles(setup.settings()).subscriptions()
        let known = try reports(setup, isOptional: true)
        let byURL = Dictionary(known.map { ($0.feed.url, $0) }, uniquingKeysWith: { first, _ in first })
        return subscriptions.map { subscription in
            guard let report = byURL[subscription.url] else {
                return FeedOverview(feed: Feed(subscription: subscription), items: 0, relevant: 0)
            }
            let feed = Feed(subscription: subscription, state: report.feed.state)
            return FeedOverview(feed: feed, items: report.items, relevant: report.relevant)
        }
    }

    /// The feeds as they will be polled: not before the time until which their host asked to be left alone.
    private static func pausing(_ feeds: [FeedOverview]) -> [FeedOverview] {
        let pauses = Dictionary(
            feeds.compactMap { feed in feed.feed.state.hostPause.map { (feed.feed.location.host, $0) } },
            uniquingKeysWith: max)
        if pauses.isEmpty { return feeds }
        return feeds.map { feed in
            var feed = feed
            if let next = feed.feed.state.nextPoll, let pause = pauses[feed.feed.location.host], pause > next {
                feed.feed.state.nextPoll = pause
                feed.feed.state.reason = "\(feed.feed.location.host) asks to be left alone until then"
            }
            return feed
        }
    }

    private init(feed: Feed, items: Int, relevant: Int) {
        self.feed = feed
        self.items = items
        self.relevant = relevant
    }

    private init(_ report: FeedReport) {
        self.init(feed: report.feed, items: report.items, relevant: report.relevant)
    }

    private static func reports(_ setup: Setup, isOptional: Bool = false) throws -> [FeedReport] {
        do {
            return try setup.openStore().feedReports()
        } catch let error as StoreError where isOptional && error.kind == .missing {
            return []
        }
    }

    /// The polling interval in seconds: the one that was learned, else the one that was set.
    var intervalSeconds: Int? {
        (feed.state.interval ?? feed.subscription.interval).map { Int($0.inSeconds.rounded()) }
    }

    /// The address that the feed was subscribed under, where it has moved since.
    var movedFrom: FeedURL? { feed.location == feed.url ? nil : feed.url }

    /// How the feed is doing, in a word or a clause.
    var condition: String {
        let state = feed.state
        if !feed.subscription.enabled { return "disabled" }
        if state.ended { return "ended by its server (410)" }
        if let error = state.error { return "\(error) (\(state.failures) in a row)" }
        if let staleSince { return "stale: nothing new since \(staleSince.minute) UTC" }
        return state.lastPolled == nil ? "not polled yet" : "ok"
    }

    /// Since when the feed has been quiet for far longer than it used to be, when it was last polled well.
    var staleSince: Date? { feed.state.staleSince }
}
