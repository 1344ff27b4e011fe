import Classifying
import Fetching
import FoundationEssentials
import Logging
import News
import Polling
import ServiceLifecycle
import Settings
import Storing
import UnixSignals

/// The daemon from start to end: which rooms there are, and in which order they open and close.
enum Daemon {
    /// Polls until told to stop or, with `once`, until nothing is due any more.
    ///
    /// - Throws: what the administrator has to mend; its description is one line for each fault.
    static func run(configuration path: String, once: Bool) async throws {
        let settings = try Settings(contentsOf: path)
        let log = LogOutput(settings.log)
        let logger = Logger(label: "habarid") { _ in LineLogHandler(output: log) }
        let store = try Store(path: settings.store.path, access: .readWrite, keep: settings.storeKeep)
        defer { close(store, logger) }
        let fetcher = try Fetcher(settings.fetcherConfiguration())
        defer { fetcher.close() }
        let conductor = Conductor(path, settings, store, fetcher, log, logger)
        let plan = try await conductor.firstPlan()
        let service = PollService(plan, mode: once ? .once : .continuous, logger: logger)
        let forgetter = Forgetter(path: store.path, conductor: conductor, logger: logger)
        if once {
            let progress = ProgressLine(service, total: plan.due(Date()))
            try await run([service] + (progress.map { [$0] } ?? []), logger)
            await forgetter.forget()
            try report(service.totals, logger)
        } else {
            let notifier = SupervisorSocket.fromEnvironment()
            await conductor.attach(service, notifier)
            logger.notice("habarid \(Habari.version) is watching", metadata: ["store": "\(store.path)"])
            let heartbeat = Heartbeat(store: store, notifier: notifier, service: service, logger: logger)
            try await run(
                [service, FeedListWatcher(conductor), HangupListener(conductor), forgetter, heartbeat], logger)
            notifier?.send("STOPPING=1")
            logger.notice("habarid has ended", metadata: ["polls": "\(service.totals.polls)"])
        }
    }

    /// Reads everything that the daemon would read, and says what is wrong with it.
    static func check(configuration path: String) throws {
        let settings = try Settings(contentsOf: path)
        let lexicon = try Lexicon(contentsOf: settings.lexiconFiles())
        _ = Classifier(lexicon: lexicon, threshold: settings.classify.threshold)
        _ = try settings.feedAccess()
        var lists = FeedLists()
        lists.read(settings)
        guard lists.problems.isEmpty else { throw Faults(lines: lists.problems) }
        print("\(path): ok, \(lists.subscriptions.count) feeds")
    }

    private static func run(_ services: [any Service], _ logger: Logger) async throws {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)  // the group tells of every step it takes
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(3)
        configuration.maximumCancellationDuration = .seconds(1)
        try await ServiceGroup(configuration: configuration).run()
    }

    private static func report(_ totals: PollTotals, _ logger: Logger) throws {
        logger.notice(
            """
            polled \(totals.polls) feeds: \(totals.newItems) new items, \(totals.newRelevant) of them relevant; \
            \(totals.unchanged) feeds unchanged, \(totals.failures) failed
            """)
        if let error = totals.storeError {
            throw Faults(lines: ["\(totals.unstored) polls could not be stored: \(error)"])
        }
    }

    private static func close(_ store: Store, _ logger: Logger) {
        do { try store.close() } catch { logger.error("\(error)") }
    }
}

/// Faults that the administrator has to mend, a line each.
struct Faults: Error, CustomStringConvertible {
    var lines: [String]
    var description: String { lines.joined(separator: "\n") }
}

extension Settings {
    /// The store's own word for how much is kept.
    var storeKeep: Storing.Store.Keep { store.keep == .all ? .all : .relevant }

    /// How fetches are made under this configuration; the files of its secrets are read now.
    func fetcherConfiguration() throws(SettingsError) -> FetcherConfiguration {
        FetcherConfiguration(
            limits: poll.limits, userAgent: Habari.userAgent(contact: poll.contact), proxy: poll.proxy,
            access: try feedAccess(), maxConnections: poll.concurrency, maxConnectionsPerHost: poll.perHost)
    }

    /// When feeds are polled under this configuration.
    var pollPolicy: PollPolicy {
        PollPolicy(
            minInterval: poll.minInterval, defaultInterval: poll.defaultInterval, maxInterval: poll.maxInterval,
            concurrency: poll.concurrency, perHost: poll.perHost)
    }
}
