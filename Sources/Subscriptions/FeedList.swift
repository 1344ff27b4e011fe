public import News

/// A list of feeds in OPML: what it says, and the bytes that say it.
///
/// Reading takes OPML 1.0 and 2.0 and the sloppy exports of feed readers: folders, any case of `xmlUrl`, missing
/// types, bare ampersands, HTML's entities, crossed and missing tags, and the encodings libxml2 knows. An outline
/// that cannot be used costs itself only and is named in ``problems``.
///
/// Tags come from `category`, which is a list between commas. Where an outline has no `category` at all, the names
/// of the folders around it are its tags, outermost first, because that is how readers without categories sort.
///
/// A change touches only the bytes that it is about: comments, order, indentation, line endings, other programs'
/// attributes, the encoding and the byte order mark stay as they were. After each change the document is read
/// again and compared with what was asked, so that a list is never left meaning something else.
///
/// To change a file use ``edit(_:creating:_:)``, which holds a lock from reading to writing.
public struct FeedList: Sendable {
    /// Something in the list that could not be taken as it stands.
    public struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// The line where the outline starts, counted from 1, where it is known.
        public var line: Int?
        /// What is wrong, in one clause.
        public var reason: String
        /// Whether the outline was left out of ``FeedList/subscriptions`` for it.
        public var isSkipped: Bool

        /// `line 12: has no xmlUrl`.
        public var description: String { (line.map { "line \($0): " } ?? "") + reason }
    }

    /// The feeds in the order of the list, each address once.
    public private(set) var subscriptions: [Subscription]
    /// What could not be used, in the order of the list.
    public private(set) var problems: [Problem]
    /// The name for messages: the file's path.
    public let path: String

    private let document: OutlineDocument
    /// The outlines of each subscription, by number: the one that counts, then its repeats.
    private let places: [FeedURL: [Int]]

    /// Reads a file.
    ///
    /// - Throws: ``FeedListError/unreadable(path:reason:)`` or ``FeedListError/notOPML(path:found:)``.
    public init(contentsOf path: String) throws(FeedListError) {
        try self.init(bytes: OutlineFile.bytes(of: path), path: path)
    }

    /// Reads a document at hand; `path` is its name in messages.
    ///
    /// - Throws: ``FeedListError/notOPML(path:found:)``.
    public init(bytes: [UInt8], path: String) throws(FeedListError) {
        self.init(document: try OutlineDocument(bytes, path: path), path: path)
    }

    private init(document: OutlineDocument, path: String) {
        self.document = document
        self.path = path
        let census = OutlineCensus(document)
        subscriptions = census.subscriptions
        problems = census.problems
        places = census.places
    }

    /// A list without feeds, to be written to a file that does not exist yet.
    public static func empty(path: String, title: String = "Feeds") -> FeedList {
        let document = OutlineDocument(trusted: Array(OutlineText.document(title: title, []).utf8))
        return FeedList(document: document, path: path)
    }

    /// The document as it would be written.
    public var bytes: [UInt8] { document.file }

    /// The subscription to an address, if it is in the list.
    public subscript(url: FeedURL) -> Subscription? {
        places[url] == nil ? nil : subscriptions.first { $0.url == url }
    }
}

extension FeedList {
    /// Adds a feed at the end of the list.
    ///
    /// - Throws: ``FeedListError/listed(path:url:line:)`` if it is there already, or
    ///   ``FeedListError/notEditable(path:reason:)``.
    public mutating func add(_ subscription: Subscription) throws(FeedListError) {
        if let place = places[subscription.url]?.first {
            throw .listed(path: path, url: subscription.url, line: document.line(of: place))
        }
        try append([subscription])
    }

    /// Removes a feed, with all its repeats.
    ///
    /// - Throws: ``FeedListError/notListed(path:url:)`` or ``FeedListError/notEditable(path:reason:)``.
    public mutating func remove(_ url: FeedURL) throws(FeedListError) {
        let outlines = try outlines(of: url)
        try change(expecting: subscriptions.filter { $0.url != url }) { editor in
            for outline in outlines { editor.remove(outline) }
        }
    }

    /// Switches the polling of a feed on or off.
    ///
    /// - Throws: ``FeedListError/notListed(path:url:)`` or ``FeedListError/notEditable(path:reason:)``.
    public mutating func setEnabled(_ enabled: Bool, for url: FeedURL) throws(FeedListError) {
        guard var subscription = self[url] else { throw .notListed(path: path, url: url) }
        subscription.enabled = enabled
        try update(subscription)
    }

    /// Gives the feed with that address the title, tags, country, interval and state of another value.
    ///
    /// Only attributes whose meaning differs are written; one that goes back to its default is taken away.
    ///
    /// - Throws: ``FeedListError/notListed(path:url:)`` or ``FeedListError/notEditable(path:reason:)``.
    public mutating func update(_ subscription: Subscription) throws(FeedListError) {
        let outline = try outlines(of: subscription.url)[0]
        guard let old = self[subscription.url] else { return }
        let new = subscription.normalised()
        let inFolder = !document.reading.outlines[outline].folders.isEmpty
        try change(expecting: subscriptions.map { $0.url == new.url ? new : $0 }) { editor in
            editor.write(new, over: old, at: outline, inFolder: inFolder)
        }
    }

    /// Gives a feed another address, as after a permanent move.
    ///
    /// - Throws: ``FeedListError/listed(path:url:line:)``, ``FeedListError/notListed(path:url:)`` or
    ///   ``FeedListError/notEditable(path:reason:)``.
    public mutating func move(_ url: FeedURL, to address: FeedURL) throws(FeedListError) {
        let outlines = try outlines(of: url)
        if url == address { return }
        if let place = places[address]?.first {
            throw .listed(path: path, url: address, line: document.line(of: place))
        }
        let expected = subscriptions.map { subscription in
            var moved = subscription
            if moved.url == url { moved.url = address }
            return moved
        }
        try change(expecting: expected) { editor in
            for outline in outlines {
                editor.set(editor.has("xmlUrl", outline) ? "xmlUrl" : "url", of: outline, to: address.string)
            }
        }
    }

    /// Adds every feed of another list that is not in this one, in its order, with its tags and settings.
    ///
    /// Answers the feeds that were added.
    ///
    /// - Throws: ``FeedListError/notEditable(path:reason:)``; nothing is added then.
    @discardableResult
    public mutating func merge(_ other: FeedList) throws(FeedListError) -> [Subscription] {
        let added = other.subscriptions.filter { places[$0.url] == nil }
        if !added.isEmpty { try append(added) }
        return added
    }

    /// This list with every feed of another that it does not have; see ``merge(_:)``.
    public func merged(importing other: FeedList) throws(FeedListError) -> FeedList {
        var list = self
        try list.merge(other)
        return list
    }

    /// A whole new OPML 2.0 document of feeds, in UTF-8, one outline a line.
    public static func opml(_ subscriptions: [Subscription], title: String = "Feeds") -> String {
        OutlineText.document(title: title, subscriptions.map { $0.normalised() })
    }
}

extension FeedList {
    /// Writes the list to a file, replacing it at once: nobody ever sees a part of it.
    ///
    /// The bytes go to a new file in the same folder, which is flushed to the disk and renamed over the old one; mode
    /// and owner are kept as far as the system permits. A symbolic link stays, and its target is replaced. Whatever
    /// somebody else wrote since this list was read is lost: use ``edit(_:creating:_:)`` to change a file.
    ///
    /// - Throws: ``FeedListError/unwritable(path:reason:)``; the old file is untouched then.
    public func write(to path: String) throws(FeedListError) {
        let file = try OutlineFile(path)
        defer { file.unlock() }
        try file.replace(with: bytes)
    }

    /// Reads a file, changes it and writes it back, while no other edit of a file in that folder can come between.
    ///
    /// Two commands that edit one list at once both land, one after the other. The lock is flock(2) on the folder, so
    /// that no lock file is left behind; programs other than Habari do not know of it. A list that was not changed is
    /// not written. Blocks while another edit holds the lock; do not call it from inside `change`.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - creating: Whether a file that does not exist is taken for an empty list.
    ///   - change: What to do with the list; its answer is passed on.
    /// - Throws: ``FeedListError``, and whatever `change` throws; the file is untouched then.
    public static func edit<Answer>(
        _ path: String, creating: Bool = false, _ change: (inout FeedList) throws -> Answer
    ) throws -> Answer {
        let file = try OutlineFile(path)
        defer { file.unlock() }
        let isNew = creating && !file.exists
        var list = isNew ? FeedList.empty(path: path) : try FeedList(contentsOf: path)
        let before = list.bytes
        let answer = try change(&list)
        if isNew || list.bytes != before { try file.replace(with: list.bytes) }
        return answer
    }
}

extension FeedList {
    private func outlines(of url: FeedURL) throws(FeedListError) -> [Int] {
        guard let outlines = places[url], !outlines.isEmpty else { throw .notListed(path: path, url: url) }
        return outlines
    }

    private mutating func append(_ added: [Subscription]) throws(FeedListError) {
        let added = added.map { $0.normalised() }
        guard document.source.canTakeOutlines else {
            throw .notEditable(path: path, reason: "the end of its body is missing")
        }
        try change(expecting: subscriptions + added) { editor in
            editor.append(added)
        }
    }

    /// Makes a change if the changed document means exactly what is expected of it.
    private mutating func change(
        expecting expected: [Subscription], _ edit: (inout OutlineEditor) -> Void
    ) throws(FeedListError) {
        guard document.isEditable else {
            throw .notEditable(path: path, reason: "its tags cannot be told apart with certainty")
        }
        var editor = OutlineEditor(document.source, isUnicode: document.isUnicode)
        edit(&editor)
        let changed = FeedList(document: try document.replacing(with: editor.result, path: path), path: path)
        guard changed.subscriptions == expected else {
            throw .notEditable(path: path, reason: "the change would not mean what was asked")
        }
        self = changed
    }
}
