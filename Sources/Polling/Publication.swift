import FoundationEssentials
import News

/// Something that a feed published at one instant, and what it is worth to be there early.
struct Publication: Hashable, Sendable {
    /// When.
    var time: Date
    /// Its worth in ordinary publications.
    var worth: Double

    /// What an item judged relevant is worth.
    static let worthOfRelevant = 10.0

    /// The publications of a document in the order of time: the items of one instant are one of them, and as much
    /// worth as the best of them.
    ///
    /// A time that lies ahead is taken as now. Items without a time are one publication, now, if no item has any:
    /// the document has changed, and nothing else is known.
    static func all(in items: [JudgedItem], now: Date) -> [Publication] {
        var worths: [Date: Double] = [:]
        for item in items {
            guard let published = item.item.published ?? item.item.updated else { continue }
            let worth = item.verdict.relevant ? worthOfRelevant : 1
            worths[min(published, now)] = max(worths[min(published, now)] ?? 0, worth)
        }
        if worths.isEmpty && !items.isEmpty { return [Publication(time: now, worth: 1)] }
        return worths.map { Publication(time: $0, worth: $1) }.sorted { $0.time < $1.time }
    }
}
