import News

/// Goes through the outlines of a document once: feeds, repeats, and what is wrong.
struct OutlineCensus {
    /// The feeds in order, each address once.
    private(set) var subscriptions: [Subscription] = []
    /// The outlines of each feed, by number, the first of them the one that counts.
    private(set) var places: [FeedURL: [Int]] = [:]
    /// What is wrong, in order.
    private(set) var problems: [FeedList.Problem] = []

    /// Goes through a document.
    init(_ document: OutlineDocument) {
        if let flaw = document.reading.flaw {
            let reason = "not well formed (\(flaw.reason)); read as well as can be"
            problems.append(.init(line: flaw.line, reason: reason, isSkipped: false))
        }
        for (index, outline) in document.reading.outlines.enumerated() {
            let line = document.line(of: index)
            switch SubscriptionReader.meaning(of: outline) {
            case .other:
                break
            case .unusable(let reason):
                problems.append(.init(line: line, reason: reason, isSkipped: true))
            case .feed(let subscription, let complaints):
                problems += complaints.map { .init(line: line, reason: $0, isSkipped: false) }
                enter(subscription, index, line, in: document)
            }
        }
    }

    private mutating func enter(_ subscription: Subscription, _ index: Int, _ line: Int?, in document: OutlineDocument)
    {
        let url = subscription.url
        if let first = places[url]?.first {
            let earlier = document.line(of: first).map { " on line \($0)" } ?? " above"
            problems.append(.init(line: line, reason: "\(url) is in the list already,\(earlier)", isSkipped: true))
        } else {
            subscriptions.append(subscription)
        }
        places[url, default: []].append(index)
    }
}

extension Subscription {
    /// The subscription as it reads after it was written: white space folded, tags without commas and repeats,
    /// the country in capitals or none, the interval in whole milliseconds.
    func normalised() -> Subscription {
        var result = self
        result.title = String(String.UnicodeScalarView(title.unicodeScalars.filter(\.isAllowedInXML)))
            .foldingWhiteSpace()
        result.tags = SubscriptionReader.tags(tags.joined(separator: ","), folders: [])
        result.country = country.map { $0.foldingWhiteSpace().uppercased() }.flatMap { $0.isEmpty ? nil : $0 }
        result.interval = interval.flatMap { Duration(spelling: $0.spelling) }
        return result
    }
}

extension OutlineEditor {
    /// Writes what differs between two values of one feed.
    ///
    /// Inside a folder the absence of `category` means the folder's name, so no tags is an empty attribute there.
    mutating func write(_ new: Subscription, over old: Subscription, at outline: Int, inFolder: Bool) {
        if new.title != old.title {
            if has("title", outline) { set("title", of: outline, to: new.title.isEmpty ? nil : new.title) }
            set("text", of: outline, to: new.title)
        }
        if new.tags != old.tags {
            let category = new.tags.joined(separator: ",")
            set("category", of: outline, to: category.isEmpty && !inFolder ? nil : category)
        }
        if new.country != old.country { set("country", of: outline, to: new.country) }
        if new.interval != old.interval { set("interval", of: outline, to: new.interval?.spelling) }
        if new.enabled != old.enabled { set("enabled", of: outline, to: new.enabled ? nil : "false") }
    }
}
