import Foundation
import GRDBSQLite
import News
import Storing

/// Seconds that passed, and those that the process worked, in all threads.
struct Cost {
    var wall = 0.0
    var cpu = 0.0

    /// Adds what some work costs.
    mutating func add(_ work: () async throws -> Void) async rethrows {
        let before = Self.now
        try await work()
        let after = Self.now
        wall += after.wall - before.wall
        cpu += after.cpu - before.cpu
    }

    mutating func add(_ work: () throws -> Void) rethrows {
        let before = Self.now
        try work()
        let after = Self.now
        wall += after.wall - before.wall
        cpu += after.cpu - before.cpu
    }

    private static var now: Cost {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let cpu = [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
        return Cost(wall: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9, cpu: cpu)
    }
}

/// Fills a store through its own door, and a bare file beside it, by turns.
struct Fill {
    /// Polls under way at once, as in a daemon with the default settings.
    private static let concurrency = 64
    /// Polls made ahead, so that making them is not measured.
    private static let wave = 640

    let path: String
    let bare: String?
    let items: Int
    let keep: Store.Keep

    func run() async throws -> String {
        for file in [path, bare].compactMap({ $0 }) {
            for ending in ["", "-wal", "-shm", ".lock"] { unlink(file + ending) }
        }
        let store = try Store(path: path, access: .readWrite, keep: keep)
        let inserts = try bare.map { try BareInserts(from: path, to: $0) }
        var generator = NewsGenerator(items: items)
        var mine = Cost()
        var theirs = Cost()
        var textBytes = 0
        var stored = 0
        while case let polls = Self.next(Self.wave, of: &generator), !polls.isEmpty {
            for item in polls.flatMap(\.items) { textBytes += Self.bytes(of: item.item) }
            try await mine.add { stored += try await Self.record(polls, in: store) }
            try inserts?.copyNews(perTransaction: Int64(Self.concurrency * NewsGenerator.itemsPerPoll)) { work in
                try theirs.add(work)
            }
            FileHandle.standardError.write(Data("\r\(stored) items".utf8))
        }
        FileHandle.standardError.write(Data("\n".utf8))
        try store.close()
        return """
            {"items": \(stored), "rows": \(inserts?.rows ?? 0), "text_bytes": \(textBytes),
             "store_wall": \(mine.wall), "store_cpu": \(mine.cpu), "bare_wall": \(theirs.wall), "bare_cpu": \(theirs.cpu)}
            """
    }

    private static func next(_ count: Int, of generator: inout NewsGenerator) -> [Poll] {
        var polls: [Poll] = []
        while polls.count < count, let poll = generator.next() { polls.append(poll) }
        return polls
    }

    /// Records polls, so many at a time; answers how many items were new.
    private static func record(_ polls: [Poll], in store: Store) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            var sum = 0
            for (index, poll) in polls.enumerated() {
                if index >= concurrency { sum += try await group.next() ?? 0 }
                group.addTask { try await store.record(poll).new }
            }
            for try await count in group { sum += count }
            return sum
        }
    }

    /// Title, summary, content, link, identifier, author and categories in UTF-8.
    private static func bytes(of item: ParsedItem) -> Int {
        [item.title, item.summary, item.content, item.link, item.id, item.author].reduce(0) {
            $0 + ($1?.utf8.count ?? 0)
        } + item.categories.reduce(0) { $0 + $1.utf8.count }
    }
}
