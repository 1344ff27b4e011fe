public import News

/// Why a feed list could not be read, changed or written.
public enum FeedListError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file cannot be read: the system's reason.
    case unreadable(path: String, reason: String)
    /// The file is no OPML: what it is instead.
    case notOPML(path: String, found: String)
    /// The feed to add is in the list already.
    case listed(path: String, url: FeedURL, line: Int?)
    /// The feed to change or remove is not in the list.
    case notListed(path: String, url: FeedURL)
    /// The change cannot be made without touching other bytes of the file, or would not mean what was asked.
    case notEditable(path: String, reason: String)
    /// The file cannot be written: the system's reason.
    case unwritable(path: String, reason: String)

    /// One line: what, where, and what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path): cannot be read: \(reason)"
        case .notOPML(let path, let found):
            "\(path): no feed list: \(found); export one in OPML format from a feed reader"
        case .listed(let path, let url, let line):
            "\(path)\(line.map { ":\($0)" } ?? ""): \(url) is in the list already"
        case .notListed(let path, let url):
            "\(path): \(url) is not in the list; `habari feeds list` shows what is"
        case .notEditable(let path, let reason):
            "\(path): not changed: \(reason); edit the file by hand"
        case .unwritable(let path, let reason):
            "\(path): cannot be written: \(reason)"
        }
    }
}
