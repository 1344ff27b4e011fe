public import News

/// What the administrator decided: one `habari.toml`, read and checked whole.
///
/// Every value is typed and inside its bounds, and every path but those of ``Feeds/files`` is absolute, so that
/// nobody has to check again. Every key of the file is optional; what it does not say has the default written
/// at the property. The daemon and the commands read this value and never write the file.
///
/// A new section is one more nested type here and one more reading function in `SettingsReader`.
public struct Settings: Hashable, Sendable {
    /// Where the file is looked for when neither `--config` nor `HABARI_CONFIG` names one.
    public static let defaultPath = "/etc/habari/habari.toml"

    /// The folder that relative names in the file start from: the one the file stands in; absolute.
    public var directory: String
    /// `[store]`: where items are kept, and how much of them.
    public var store = Store()
    /// `[feeds]`: which feed lists are read.
    public var feeds = Feeds()
    /// `[poll]`: how often and within what bounds feeds are fetched.
    public var poll = Poll()
    /// `[[access]]`: how single feeds and sites want to be asked; in the order of the file.
    public var access: [Access] = []
    /// `[classify]`: how items are judged.
    public var classify = Classify()
    /// `[log]`: what is logged, and how.
    public var log = Log()

    /// The defaults, with `/etc/habari` as the folder that relative names start from.
    public init() {
        self.init(directory: "/etc/habari")
    }

    /// The defaults, with another folder.
    init(directory: String) {
        self.directory = directory
    }

    /// Reads and checks a file.
    ///
    /// A relative path is taken from the current folder. Where the file is a symbolic link, relative names in it
    /// start from the folder of the link, not of its target.
    ///
    /// - Throws: ``SettingsError`` with everything found wrong, in the order of the file.
    public init(contentsOf path: String) throws(SettingsError) {
        try self.init(toml: ConfigurationFile.text(at: path), path: path)
    }

    /// Checks a text as if it stood in the file at `path`; nothing is read.
    ///
    /// - Throws: ``SettingsError`` with everything found wrong, in the order of the text.
    public init(toml text: String, path: String) throws(SettingsError) {
        self = try SettingsReader.settings(from: text, path: path)
    }
}

extension Settings {
    /// The `[store]` section.
    public struct Store: Hashable, Sendable {
        /// How much of an item that is judged not relevant the store keeps.
        public enum Keep: String, Hashable, Sendable, CaseIterable {
            /// Its identity, title, link, score and the evidence; not its text.
            case relevant
            /// Everything.
            case all
        }

        /// `path`: the SQLite database; absolute.
        public var path = "/var/lib/habari/habari.db"
        /// `keep`: what is kept of items judged not relevant.
        public var keep = Keep.relevant
        /// `forget_after`: how long items that never were relevant are kept; zero for ever.
        public var forgetAfter = Duration.seconds(90 * 86_400)
    }

    /// The `[feeds]` section.
    public struct Feeds: Hashable, Sendable {
        /// `files`: OPML files as written: relative to ``Settings/directory``, patterns not yet expanded.
        ///
        /// ``Settings/feedFiles()`` gives the paths that these stand for now.
        public var files = ["feeds.opml"]
    }

    /// The `[poll]` section.
    public struct Poll: Hashable, Sendable {
        /// `min_interval`: no feed is asked more often; at most ``defaultInterval``.
        public var minInterval = Duration.seconds(5 * 60)
        /// `default_interval`: how often a feed is asked of which nothing is known.
        public var defaultInterval = Duration.seconds(30 * 60)
        /// `max_interval`: no feed is asked less often; at least ``defaultInterval``.
        public var maxInterval = Duration.seconds(24 * 3600)
        /// `concurrency`: how many feeds are fetched at once.
        public var concurrency = 64
        /// `per_host`: how many connections one host gets at once.
        public var perHost = 2
        /// `timeout`, `connect_timeout`, `max_bytes`, `max_redirects`, `allow_private_networks` and
        /// `allow_file_urls`: the bounds of one fetch.
        public var limits = FetchLimits()
        /// `contact`: the `mailto:` or `http(s)` address that the User-Agent carries; `nil` where none is set.
        public var contact: String?
        /// `proxy`: the proxy as libcurl's `CURLOPT_PROXY` takes it; empty for a direct connection.
        ///
        /// The empty string is meant to be handed to libcurl as well: it keeps `http_proxy` and its kin in the
        /// environment from deciding.
        public var proxy = ""
    }

    /// The `[classify]` section.
    public struct Classify: Hashable, Sendable {
        /// `threshold`: the score, 0…1, from which on an item is relevant.
        public var threshold = 0.5
        /// `lexicon`: lexicon files read after the shipped one; absolute.
        public var lexicon: [String] = []
    }

    /// The `[log]` section.
    public struct Log: Hashable, Sendable {
        /// The levels of swift-log, least urgent first.
        public enum Level: String, Hashable, Sendable, CaseIterable {
            case trace, debug, info, notice, warning, error, critical
        }

        /// How log lines are written.
        public enum Format: String, Hashable, Sendable, CaseIterable {
            /// With the priority prefix that systemd's journal reads (sd-daemon(3)).
            case journal
            /// With time and level, for people.
            case text
            /// One JSON object a line.
            case json
        }

        /// `level`: the least urgent level that is written.
        public var level = Level.info
        /// `format`: how lines are written.
        public var format = Format.journal
    }
}
