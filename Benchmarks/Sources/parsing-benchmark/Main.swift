import Foundation  // FileManager, to read as a program would
import News
import Parsing

/// Parses documents and prints how many items they had; whoever starts it measures.
///
///     parsing-benchmark xml FILE            reads the XML and keeps no item
///     parsing-benchmark feed FILE           makes items: HTML to text, dates, links
///     parsing-benchmark tasks N FILE…       the same for each file, N at a time; prints the seconds that parsing took
@main
struct Main {
    static func main() async {
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("parsing-benchmark: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) async throws {
        switch (arguments.first, arguments.count) {
        case ("xml", 2): print(try FeedParser(maximumItems: 0).parse(document(arguments[1])).items.count)
        case ("feed", 2): print(try FeedParser(maximumItems: .max).parse(document(arguments[1])).items.count)
        case ("tasks", 3...):
            guard let width = Int(arguments[1]), width > 0 else { throw Usage() }
            try await parse(arguments.dropFirst(2).map { try document($0) }, width: width)
        default: throw Usage()
        }
    }

    private static func parse(_ documents: [Document], width: Int) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let items = try await withThrowingTaskGroup(of: Int.self) { group in
            var sum = 0
            for (index, document) in documents.enumerated() {
                if index >= width { sum += try await group.next() ?? 0 }
                group.addTask { try FeedParser(maximumItems: .max).parse(document).items.count }
            }
            for try await count in group { sum += count }
            return sum
        }
        print(items, (clock.now - start) / .seconds(1))
    }

    private static func document(_ path: String) throws -> Document {
        Document(bytes: Array(try Data(contentsOf: URL(fileURLWithPath: path))), url: "https://example.org/feed")
    }

    private struct Usage: Error, CustomStringConvertible {
        var description: String { "say xml FILE, feed FILE or tasks N FILE…" }
    }
}
