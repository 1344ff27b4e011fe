import Foundation
import Storing

/// What `Benchmarks/storing.py` times.
///
///     storing-benchmark fill STORE BARE ITEMS KEEP    fills a store, and the bare file BARE (- for none) by turns
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
        default: throw Usage()
        }
    }

    private struct Usage: Error, CustomStringConvertible {
        var description: String { "say fill STORE BARE ITEMS KEEP, or ask STORE" }
    }
}
