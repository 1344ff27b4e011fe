import Logging
import News

/// What is said of polls in the log: a line for what changes, and nothing louder than `debug` for what goes on.
struct PollLog: Sendable {
    let logger: Logger

    /// A poll of a feed was stored.
    func stored(_ feed: Feed, _ state: FeedState, _ outcome: PollOutcome, _ receipt: PollReceipt) {
        let metadata: Logger.Metadata = ["feed": "\(feed.url)"]
        if state.location != feed.state.location { moved(state.location, metadata) }
        switch outcome {
        case .failed(let failure, _): failed(failure, state, feed.state, metadata)
        case .fresh, .repeated, .unchanged:
            if feed.state.failures > 0 {
                logger.notice("the feed works again after \(feed.state.failures) failures", metadata: metadata)
            }
            let level: Logger.Level = receipt.new + receipt.revised > 0 ? .info : .debug
            logger.log(
                level: level,
                "\(receipt.new) new items, \(receipt.newRelevant) relevant; \(receipt.revised) revised",
                metadata: metadata)
        }
    }

    private func moved(_ location: FeedURL?, _ metadata: Logger.Metadata) {
        if let location {
            logger.notice("the feed has moved to \(location)", metadata: metadata)
        } else {
            logger.notice("the feed is asked at its subscribed address again", metadata: metadata)
        }
    }

    private func failed(
        _ failure: FetchFailure, _ state: FeedState, _ earlier: FeedState, _ metadata: Logger.Metadata
    ) {
        if state.ended {
            logger.warning("the feed has ended: \(failure); it is not polled any more", metadata: metadata)
        } else if state.failures == 1 && earlier.failures == 0 {
            logger.warning("\(failure)", metadata: metadata)
        } else if state.failures == earlier.failures {
            logger.debug("\(failure); not counted, the network is down", metadata: metadata)
        } else {
            logger.debug("\(failure) (failure \(state.failures) in a row)", metadata: metadata)
        }
    }

    /// The store took no poll, for the first time since it last took one.
    func storeFails(_ error: any Error, _ feed: Feed) {
        logger.error("cannot store: \(error); the feeds will be polled again", metadata: ["feed": "\(feed.url)"])
    }

    /// The store took a poll, for the first time since it refused one.
    func storeWorks() { logger.notice("the store works again") }

    /// This machine's network was found down, or working again.
    func network(isDown: Bool) {
        if isDown {
            logger.warning("no host answers: this machine's network is down; no feed is blamed for it")
        } else {
            logger.notice("the network works again")
        }
    }
}
