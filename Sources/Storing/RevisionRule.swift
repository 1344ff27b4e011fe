/// Decides whether a changed item is worth a new revision.
///
/// Pure: times come in, a decision goes out.
enum RevisionRule {
    /// How an item's text differs from what is stored.
    enum Change: Equatable {
        /// Not at all, or in white space, typography and tracking parameters only.
        case none
        /// In the text below the title, by what a clock changes; or by something that can no longer be told.
        case quiet
        /// In words, title or link.
        case edited
    }

    /// Revisions that an item may gain before they are spaced out.
    static let freeRevisions = 16

    /// Compares what is stored with what was just published.
    static func change(from old: StoredText, to new: StoredText) -> Change {
        if Folding.typography(old.title) != Folding.typography(new.title) { return .edited }
        if old.canonicalLink != new.canonicalLink { return .edited }
        if let omitted = old.omitted { return omitted == new.fingerprint ? .none : .quiet }
        let isSame =
            Folding.typography(old.summary) == Folding.typography(new.summary)
            && Folding.typography(old.content) == Folding.typography(new.content)
        if isSame { return .none }
        let isTimeless =
            Folding.timeless(old.summary) == Folding.timeless(new.summary)
            && Folding.timeless(old.content) == Folding.timeless(new.content)
        return isTimeless ? .quiet : .edited
    }

    /// Whether a change becomes a revision now.
    ///
    /// A page that embeds the time changes with every poll. Its first change counts, for a death toll looks just
    /// the same; each later one must wait twice as long as the one before, so that a thousand polls make a dozen
    /// revisions. Edits of words are free, until there are so many that they can be no person's work.
    static func admits(_ change: Change, revisions: Int, elapsed: Int64) -> Bool {
        switch change {
        case .none: false
        case .quiet: revisions < 2 || elapsed >= wait(doublings: revisions - 2)
        case .edited: revisions < freeRevisions || elapsed >= wait(doublings: revisions - freeRevisions)
        }
    }

    /// An hour, doubled so many times, at most thirty days; in milliseconds.
    private static func wait(doublings: Int) -> Int64 {
        min(3_600_000 << Int64(min(max(doublings, 0), 20)), 30 * 86_400_000)
    }
}
