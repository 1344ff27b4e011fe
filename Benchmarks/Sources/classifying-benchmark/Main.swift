import Classifying
import Foundation  // JSONDecoder, to read the items before the time is taken
import News

/// Judges items and prints how long it took, on one thread.
///
///     classifying-benchmark LEXICON FILE.jsonl ROUNDS
///
/// Prints the seconds that the lexicon took to load, the items judged in all rounds, and the seconds of each round.
@main
struct Main {
    private struct Line: Decodable {
        var title: String
        var summary: String?
        var source: String?
    }

    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("classifying-benchmark: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws {
        guard arguments.count == 3, let rounds = Int(arguments[2]), rounds > 0 else { throw Usage() }
        let clock = ContinuousClock()
        var start = clock.now
        let classifier = Classifier(lexicon: try Lexicon(contentsOf: [arguments[0]]))
        let loading = (clock.now - start) / .seconds(1)
        let texts = try String(contentsOfFile: arguments[1], encoding: .utf8).split(separator: "\n").map { line in
            let item = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            return ItemText(title: item.title, summary: item.summary ?? "", source: item.source)
        }
        var relevant = 0
        var seconds: [Double] = []
        for _ in 0..<rounds {
            start = clock.now
            for text in texts where classifier.verdict(on: text).relevant { relevant += 1 }
            seconds.append((clock.now - start) / .seconds(1))
        }
        print(loading, texts.count, relevant / rounds, seconds.map { "\($0)" }.joined(separator: " "))
    }

    private struct Usage: Error, CustomStringConvertible {
        var description: String { "say LEXICON FILE.jsonl ROUNDS" }
    }
}
