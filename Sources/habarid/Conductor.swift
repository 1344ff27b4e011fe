import Classifying
import Fetching
import FoundationEssentials
import Logging
import News
import Parsing
import Polling
import Settings
import Storing

/// Puts the rooms together by the configuration, and anew when it changes.
///
/// An actor, so that a SIGHUP and a changed feed list are taken one after the other. What cannot be read is logged
/// and leaves what was there before: a slip in a file never stops the watch.
actor Conductor {
    private let path: String
    private var settings: Settings
    private let store: Store
    private let fetcher: Fetcher
    private let log: LogOutput
    private let logger: Logger
    private var lists = FeedLists()
    /// Whether the lists as they were last read are what is polled; else they are tried again at the next look.
    private var areListsAdopted = true
    private var classifier: Classifier?
    private var service: PollService?
    private var notifier: SupervisorSocket?

    init(
        _ path: String, _ settings: Settings, _ store: Store, _ fetcher: Fetcher, _ log: LogOutput, _ logger: Logger
    ) {
        self.path = path
        self.settings = settings
        self.store = store
        self.fetcher = fetcher
        self.log = log
        self.logger = logger
    }

    /// The plan to begin with.
    ///
    /// Here what cannot be read stops the start, except single feeds.
    func firstPlan() async throws -> PollService.Plan {
        // The lexicon takes as long as all the rest.
        async let first = judge(settings)
        lists.read(settings)
        if lists.subscriptions.isEmpty, let problem = lists.problems.first { throw Faults(lines: [problem]) }
        logProblems()
        let feeds = try subscribe()
        classifier = try await first
        return plan(feeds)
    }

    /// How long items that never were relevant are kept; zero for ever.
    var forgetAfter: Duration { settings.store.forgetAfter }

    /// Names whom to tell of changes.
    func attach(_ service: PollService, _ notifier: SupervisorSocket?) {
        self.service = service
        self.notifier = notifier
    }

    /// Takes up changed feed lists, if any changed.
    func lookAtFeedLists() {
        let haveChanged = lists.haveChanged(settings)
        guard haveChanged || !areListsAdopted else { return }
        if haveChanged { readLists() }
        if adopt() {
            logger.notice("the feed lists have changed", metadata: ["feeds": "\(lists.subscriptions.count)"])
        }
    }

    /// Reads configuration, lexicon and feed lists anew (SIGHUP).
    func reload() {
        notifier?.send("RELOADING=1\nMONOTONIC_USEC=\(SupervisorSocket.monotonicMicroseconds)")
        defer { notifier?.send("READY=1") }
        do {
            let next = try Settings(contentsOf: path)
            warnOfFixed(next)
            let fetching = try next.fetcherConfiguration()
            classifier = try judge(next)
            settings = next
            log.use(next.log)
            fetcher.configure(fetching)
            logger.notice("the configuration was read anew", metadata: ["file": "\(path)"])
        } catch {
            for line in "\(error)".split(separator: "\n") { logger.error("\(line); the former configuration stays") }
        }
        readLists()
        if adopt() {
            logger.notice("the feed lists were read anew", metadata: ["feeds": "\(lists.subscriptions.count)"])
        }
    }

    nonisolated private func judge(_ settings: Settings) throws -> Classifier {
        Classifier(
            lexicon: try Lexicon(contentsOf: settings.lexiconFiles()), threshold: settings.classify.threshold)
    }

    private func readLists() {
        lists.read(settings)
        logProblems()
    }

    private func logProblems() {
        for problem in lists.problems { logger.warning("\(problem)") }
    }

    /// Hands the lists on; `false` where the store refuses them, which is logged once and tried again.
    private func adopt() -> Bool {
        do {
            try service?.adopt(plan(subscribe()))
            areListsAdopted = true
        } catch {
            if areListsAdopted { logger.error("\(error); the former feeds stay until the store takes the new ones") }
            areListsAdopted = false
        }
        return areListsAdopted
    }

    /// Hands the lists to the store, and gets the feeds back with what is known of them.
    private func subscribe() throws -> [Feed] {
        try store.subscribe(lists.subscriptions, now: Date())
        return try store.feeds()
    }

    private func plan(_ feeds: [Feed]) -> PollService.Plan {
        PollService.Plan(feeds: feeds, policy: settings.pollPolicy, pipeline: pipeline())
    }

    private func pipeline() -> Pipeline {
        let (fetcher, parser, store, classifier) = (fetcher, FeedParser(), store, classifier)
        return Pipeline(
            edition: "\(Habari.version) \(classifier?.judge ?? "")",
            fetch: { request async throws(CancellationError) in try await fetcher.fetch(request) },
            parse: { document throws(FetchFailure) in
                do throws(ParseError) {
                    return try parser.parse(document)
                } catch {
                    throw FetchFailure(kind: .notFeed, reason: "\(NoFeed(document: document, error: error))")
                }
            },
            judge: { text in classifier?.verdict(on: text) ?? Verdict(relevant: false, relevance: 0) },
            record: { poll in try await store.record(poll) })
    }

    private func warnOfFixed(_ next: Settings) {
        if next.store.path != settings.store.path || next.store.keep != settings.store.keep {
            logger.warning("[store] path and keep are taken up at the next start only")
        }
    }
}
