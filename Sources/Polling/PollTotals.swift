import News

/// What a poll service has done since it began.
public struct PollTotals: Hashable, Sendable {
    /// Polls that ended and were stored.
    public internal(set) var polls = 0
    /// Of them, those that a server answered with "not modified".
    public internal(set) var unchanged = 0
    /// Of them, those that failed, those too that were charged to this machine's own network.
    public internal(set) var failures = 0
    /// Items stored for the first time.
    public internal(set) var newItems = 0
    /// Of them, the relevant ones.
    public internal(set) var newRelevant = 0
    /// Items that gained a revision.
    public internal(set) var revisedItems = 0
    /// Polls whose result could not be stored, and that are made again.
    public internal(set) var unstored = 0
    /// Why the store refuses results at present; `nil` while it takes them.
    public internal(set) var storeError: String?
}

/// Keeps the totals, and says what is worth a line in the log.
struct PollLedger {
    private(set) var totals = PollTotals()

    /// Counts a stored poll; `true` if the store had refused the one before.
    mutating func stored(_ outcome: PollOutcome, _ receipt: PollReceipt) -> Bool {
        totals.polls += 1
        switch outcome {
        case .fresh: break
        case .unchanged, .repeated: totals.unchanged += 1
        case .failed: totals.failures += 1
        }
        totals.newItems += receipt.new
        totals.newRelevant += receipt.newRelevant
        totals.revisedItems += receipt.revised
        defer { totals.storeError = nil }
        return totals.storeError != nil
    }

    /// Counts a poll that the store refused; `true` if it had taken the one before.
    mutating func refused(_ reason: String) -> Bool {
        totals.unstored += 1
        defer { totals.storeError = reason }
        return totals.storeError == nil
    }
}
