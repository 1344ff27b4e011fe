import Glibc
import News
import Settings
import Subscriptions

/// The feed lists that the configuration names.
struct SubscriptionFiles {
    /// The paths, in the order of the configuration.
    let paths: [String]
    /// The path that additions go to; `nil` where the configuration names none.
    let editable: String?

    /// The lists of a configuration.
    init(_ settings: Settings) throws {
        paths = try settings.feedFiles()
        editable = try settings.editableFeedFile()
    }

    /// Every list that exists.
    ///
    /// - Throws: `FeedListError` for a file that is there and cannot be read or is no list.
    func lists() throws -> [FeedList] {
        try paths.filter { access($0, F_OK) == 0 || errno != ENOENT }.map { try FeedList(contentsOf: $0) }
    }

    /// Every feed of every list, each once, in the order of the configuration.
    func subscriptions() throws -> [Subscription] {
        var seen: Set<FeedURL> = []
        return try lists().flatMap(\.subscriptions).filter { seen.insert($0.url).inserted }
    }

    /// The list that names a feed, by its path.
    func path(listing url: FeedURL) throws -> String {
        let lists = try lists()
        if let list = lists.first(where: { $0[url] != nil }) { return list.path }
        let known = lists.flatMap(\.subscriptions).map { "\($0.url)" }
        let near = NearestName.likely(known, for: "\(url)").map { "did you mean \($0)? " } ?? ""
        throw CommandFailure("\(url) is not subscribed; \(near)`habari feeds list` shows the feeds")
    }

    /// The file to add to: the one asked for, else the first of the configuration.
    func target(_ file: String?) throws -> String {
        if let file {
            let absolute = Self.absolute(file)
            if let path = paths.first(where: { $0 == file || Self.absolute($0) == absolute }) { return path }
            throw CommandFailure("\(file) is not among [feeds] files of the configuration; add it there first")
        }
        guard let editable else {
            throw CommandFailure("the configuration names no feed list; name one under \"files\" in [feeds]")
        }
        return editable
    }

    private static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
