import ArgumentParser
import News
import Storing

import struct FoundationEssentials.Date

/// The formats of a single answer.
enum TextFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

/// `habari show`: all that is known about one item.
struct ShowCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one item whole: its text, its feed, the evidence, and every revision.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The item's number, as `habari query` lists it.")
    var id: Int64

    @Option(help: "The format.")
    var format: TextFormat = .text

    @OptionGroup var moment: MomentOption

    func run(on console: Console) async throws {
        let history = try Setup(common).item(id, asOf: moment.date(now: console.now))
        switch format {
        case .text: try HistoryText(console: console).write(history)
        case .json:
            var json = JSONWriter(.indented)
            json.object { HistoryFields.write(history, into: &$0) }
            json.newline()
            try console.output.write(json.bytes)
        }
    }
}

extension Setup {
    /// The item of a number, from the store.
    func item(_ id: Int64, asOf time: Date?) throws -> ItemHistory {
        let store = try openStore()
        guard let history = try store.item(id, asOf: time) else {
            if let moment = try store.timeForgotten(id) {
                throw CommandFailure(
                    "\(store.path): item \(id) never was relevant and was forgotten on \(moment.rfc3339) (`habari prune`)"
                )
            }
            let then = time == nil ? "is" : "was"
            throw CommandFailure(
                "\(store.path): there \(then) no item \(id); `habari query --all` lists those there are")
        }
        return history
    }
}
