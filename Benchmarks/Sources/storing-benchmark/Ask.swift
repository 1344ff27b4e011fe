import Foundation
import News
import Storing

/// Asks a store questions as `habari query` would, in this process, and says how long the answers took.
struct Ask {
    private static let rounds = 15

    let path: String

    /// A line for each question: its name, the median of seconds that passed, of seconds worked, and the answers.
    func run() throws -> String {
        let store = try Store(path: path, access: .readOnly)
        let lines = try Self.questions.map { name, query in
            var count = 0
            var costs: [Cost] = []
            for _ in 0...Self.rounds {
                count = 0
                var cost = Cost()
                try cost.add { try store.items(matching: query) { _ in count += 1 } }
                costs.append(cost)
            }
            let wall = costs.dropFirst().map(\.wall).sorted()[Self.rounds / 2]
            let cpu = costs.dropFirst().map(\.cpu).sorted()[Self.rounds / 2]
            let total = try store.count(matching: query)
            return """
                {"name": "\(name)", "wall": \(wall), "cpu": \(cpu), "first": \(costs[0].wall), "rows": \(count), \
                "of": \(total)}
                """
        }
        return "[" + lines.joined(separator: ",\n") + "]"
    }

    /// What is asked; the shares of the words are in ``NewsGenerator/subjects``.
    private static let questions: [(String, ItemQuery)] = [
        ("newest of a topic", ItemQuery(topics: ["trade"], limit: 20)),
        ("newest of a feed", ItemQuery(feeds: [NewsGenerator.feed(7).string], limit: 20)),
        ("newest in a language, all", ItemQuery(languages: ["sw"], includesIrrelevant: true, limit: 20)),
        ("newest of a week in 2023", ItemQuery(since: week, until: week + 7 * 86_400, limit: 20)),
        ("highest score of a topic", ItemQuery(topics: ["trade"], limit: 20, sort: .relevance)),
        ("best: Ruto Rubio", best("Ruto Rubio")),
        ("best: tariffs agreement", best("tariffs agreement")),
        ("best: kenya trade", best("kenya trade")),
        ("best: government minister", best("government minister")),
        ("best: government minister, all", best("government minister", all: true)),
        ("best: government minister of a topic", best("government minister", topics: ["trade"])),
        ("newest: government minister", ItemQuery(terms: "government minister", limit: 20)),
    ]

    private static let week = Date(timeIntervalSince1970: 1_680_000_000)

    private static func best(_ terms: String, topics: [Topic] = [], all: Bool = false) -> ItemQuery {
        ItemQuery(terms: terms, topics: topics, includesIrrelevant: all, limit: 20, sort: .relevance)
    }
}
