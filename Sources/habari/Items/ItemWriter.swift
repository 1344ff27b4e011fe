import ArgumentParser
import News

/// The formats that a list of items can have.
enum ItemFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, jsonl, csv, markdown, atom, bibtex
}

/// Writes items one after the other, in constant memory.
protocol ItemWriter {
    /// Writes one item.
    mutating func write(_ item: Item) throws
    /// Writes what belongs after the last.
    mutating func end() throws
}

extension ItemFormat {
    /// A writer of this format; `question` tells one query from another.
    func writer(on console: Console, for question: String, showsSnippets: Bool) -> any ItemWriter {
        switch self {
        case .table: ItemTable(console: console, showsSnippets: showsSnippets)
        case .markdown: MarkdownItems(output: console.output)
        case .atom: AtomItems(output: console.output, now: console.now, question: question)
        case .bibtex: BibTeXItems(output: console.output)
        case .json: JSONItems(output: console.output, isArray: true)
        case .jsonl: JSONItems(output: console.output, isArray: false)
        case .csv: CSVItems(output: console.output)
        }
    }
}

/// One object a line; as an array, with what JSON needs around and between them.
private struct JSONItems: ItemWriter {
    let output: Output
    let isArray: Bool
    private var json = JSONWriter()
    private var isFirst = true

    init(output: Output, isArray: Bool) {
        self.output = output
        self.isArray = isArray
    }

    mutating func write(_ item: Item) throws {
        if isArray { try output.write(isFirst ? "[\n" : ",\n") }
        isFirst = false
        json.removeAll()
        json.object { ItemFields.write(item, into: &$0) }
        try output.write(json.bytes)
        if !isArray { try output.write("\n") }
    }

    mutating func end() throws {
        if isArray { try output.write(isFirst ? "[]\n" : "\n]\n") }
    }
}

/// A header and a row for each item.
private struct CSVItems: ItemWriter {
    let output: Output
    private var hasHeader = false

    init(output: Output) { self.output = output }

    mutating func write(_ item: Item) throws {
        try writeHeader()
        try output.write(CSVWriter.row(ItemFields.cells(item)))
    }

    mutating func end() throws { try writeHeader() }

    private mutating func writeHeader() throws {
        if !hasHeader { try output.write(CSVWriter.header(ItemFields.names)) }
        hasHeader = true
    }
}
