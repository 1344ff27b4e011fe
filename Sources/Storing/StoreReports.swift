public import struct FoundationEssentials.Date

/// One poll of a feed as the store remembers it; the newest 50 of each feed are kept.
public struct PollLogEntry: Hashable, Sendable {
    /// When the poll began.
    public var started: Date
    /// How long the fetch took.
    public var duration: Duration
    /// The HTTP status, where there was an answer.
    public var httpStatus: Int?
    /// The bytes that came over the wire.
    public var bytesOnWire: Int
    /// Items that were not known before.
    public var new: Int
    /// Known items whose text had changed.
    public var revised: Int
    /// What went wrong; `nil` where nothing did.
    public var error: String?

    /// Makes an entry from its parts.
    public init(
        started: Date, duration: Duration, httpStatus: Int?, bytesOnWire: Int, new: Int, revised: Int, error: String?
    ) {
        self.started = started
        self.duration = duration
        self.httpStatus = httpStatus
        self.bytesOnWire = bytesOnWire
        self.new = new
        self.revised = revised
        self.error = error
    }
}

/// What a check of the whole store found.
public struct StoreCheck: Hashable, Sendable {
    /// How far a check has come, for a progress line.
    public struct Progress: Hashable, Sendable {
        /// Journal entries checked so far.
        public var entries: Int64
        /// Journal entries in all.
        public var total: Int64
    }

    /// How many journal entries there are.
    public var entries: Int64
    /// The digest of the last entry, in hexadecimal: whoever notes it can later prove that nothing before it changed.
    public var digest: String
    /// What is wrong, first the first broken entry; empty where all is well.
    public var faults: [String]
    /// What could not be checked and why; empty where everything was.
    public var skipped: [String]

    /// Whether nothing wrong was found.
    public var isSound: Bool { faults.isEmpty }
}
