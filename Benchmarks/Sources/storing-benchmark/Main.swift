import Foundation
import Storing

/// What `Benchmarks/storing.py` times.
///
///     storing-benchmark fill STORE BARE ITEMS KEEP    fills a store, and the bare file BARE (- for none) by turns
///     storing-benchmark ask STORE                     asks questions, in this process
///     storing-benchmark verify STORE                  opens it for writing, and checks it whole
@main
struct Main {
    static func main() async {
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("storing-benchmark: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) async throws {
        switch (arguments.first, arguments.count) {
        case ("fill", 5):
            guard let items = Int(arguments[3]), let keep = Store.Keep(rawValue: arguments[4]) else { throw Usage() }
            let bare = arguments[2] == "-" ? nil : arguments[2]
            print(try await Fill(path: arguments[1], bare: bare, items: items, keep: keep).run())
        case ("ask", 2): print(try Ask(path: arguments[1]).run())
        case ("verify", 2): print(try verify(arguments[1]))
        default: throw Usage()
        }
    }

    /// Opens a store as the daemon does and checks it whole.
    private static func verify(_ path: String) throws -> String {
        var (opening, checking) = (Cost(), Cost())
        var store: Store?
        try opening.add { store = try Store(path: path, access: .readWrite) }
        guard let store else { throw Usage() }
        var check: StoreCheck?
        try checking.add { check = try store.verify() }
        try store.close()
        return """
            {"open": \(opening.wall), "verify_wall": \(checking.wall), "verify_cpu": \(checking.cpu),
             "entries": \(check?.entries ?? 0), "sound": \(check?.isSound == true)}
            """
    }

    private struct Usage: Error, CustomStringConvertible {
        var description: String { "say fill STORE BARE ITEMS KEEP, ask STORE or verify STORE" }
    }
}
