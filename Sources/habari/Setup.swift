import Classifying
import Glibc
import News
import Settings
import Storing

/// What the options, the environment and the configuration say about where things are.
struct Setup {
    private let configuration: String?
    private let store: String?

    /// Takes the options, and the environment where they are silent.
    init(_ options: CommonOptions) {
        configuration = options.config ?? Console.environment("HABARI_CONFIG")
        store = options.store
    }

    // MARK: The configuration

    /// Whether there is a configuration: one was named, or there is a file at the usual place.
    var hasConfiguration: Bool { configuration != nil || access(Settings.defaultPath, F_OK) == 0 }

    /// The configuration; the defaults where none was named and there is no file at the usual place.
    func settings() throws(CommandFailure) -> Settings {
        guard hasConfiguration else { return Settings() }
        do {
            return try Settings(contentsOf: configuration ?? Settings.defaultPath)
        } catch {
            let more = error.lines.count - 1
            let rest = more == 0 ? "" : " (and \(more) more: `habari check` names them)"
            throw CommandFailure(error.lines[0] + rest)
        }
    }

    /// The configuration for a command that needs none: the file at the usual place counts only if this user may
    /// read it.
    func settingsIfReadable() throws(CommandFailure) -> Settings {
        if configuration == nil, access(Settings.defaultPath, R_OK) != 0 { return Settings() }
        return try settings()
    }

    /// Everything wrong with the configuration, a line each; empty where nothing is.
    func configurationFaults() -> [String] {
        guard hasConfiguration else { return [] }
        do {
            _ = try Settings(contentsOf: configurationPath)
            return []
        } catch {
            return error.lines
        }
    }

    /// Where the configuration is, or would be.
    var configurationPath: String { configuration ?? Settings.defaultPath }

    // MARK: The store

    /// Whether the store was named by itself, so that the configuration need not be asked for it.
    var namesStore: Bool { store != nil }

    /// Where the store is, or would be.
    func storePath() throws(CommandFailure) -> String {
        if let store { return store }
        return try settings().store.path
    }

    /// The store, open for reading.
    func openStore() throws -> Store {
        try Store(path: storePath(), access: .readOnly)
    }

    // MARK: The lexicon

    /// The lexicon: the shipped one and those that the configuration adds.
    func lexicon() throws -> Lexicon {
        try Lexicon(contentsOf: lexiconPaths(settingsIfReadable()))
    }

    /// What judges, with the configured threshold.
    func classifier() throws -> Classifier {
        let settings = try settingsIfReadable()
        return Classifier(
            lexicon: try Lexicon(contentsOf: lexiconPaths(settings)), threshold: settings.classify.threshold)
    }

    /// The files of the lexicon, the shipped one first.
    func lexiconPaths(_ settings: Settings) throws(CommandFailure) -> [String] {
        do { return try settings.lexiconFiles() } catch { throw CommandFailure(error.description) }
    }
}
