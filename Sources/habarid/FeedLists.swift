import Glibc
import News
import Settings
import Subscriptions

/// The feed lists that the configuration names, as they were last read well.
struct FeedLists {
    /// What tells one state of a file from another without reading it.
    private struct Mark: Hashable {
        let path: String
        let size: Int
        let inode: UInt
        let seconds: Int
        let nanoseconds: Int

        init(_ path: String) {
            var info = stat()
            let exists = stat(path, &info) == 0
            self.path = path
            size = exists ? Int(info.st_size) : -1
            inode = exists ? UInt(info.st_ino) : 0
            seconds = exists ? info.st_mtim.tv_sec : 0
            nanoseconds = exists ? info.st_mtim.tv_nsec : 0
        }
    }

    /// Every feed of every list, each once, in the order of the configuration.
    private(set) var subscriptions: [Subscription] = []
    /// What could not be used at the last reading, a line each.
    private(set) var problems: [String] = []
    private var marks: [Mark] = []
    private var lists: [String: [Subscription]] = [:]

    /// Whether a list has changed, come or gone since it was read.
    func haveChanged(_ settings: Settings) -> Bool {
        let paths = (try? settings.feedFiles()) ?? marks.map(\.path)
        return paths.map(Mark.init) != marks
    }

    /// Reads every list; one that cannot be read keeps the feeds that it had.
    mutating func read(_ settings: Settings) {
        problems = []
        var paths = marks.map(\.path)
        do { paths = try settings.feedFiles() } catch { problems += error.lines }
        marks = paths.map(Mark.init)
        lists = lists.filter { paths.contains($0.key) }
        for path in paths {
            do {
                let list = try FeedList(contentsOf: path)
                lists[path] = list.subscriptions
                problems += list.problems.map { "\(path): \($0)" }
            } catch {
                problems.append("\(error)")
            }
        }
        var seen: Set<FeedURL> = []
        subscriptions = paths.flatMap { lists[$0] ?? [] }.filter { seen.insert($0.url).inserted }
    }
}
