import ArgumentParser
import News
import Parsing
import Settings

/// `habari feeds test`: tries an address without subscribing to it.
struct FeedsTestCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Fetch an address once and say what is there.",
        discussion: "Nothing is stored. What keeps habarid from polling the address is said as well.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The feed's address.")
    var url: String

    func run(on console: Console) async throws {
        let address = try TypedAddress.url(url)
        let answer = try await TypedAddress.fetch(address, Setup(common).settingsIfReadable())
        switch answer.reply {
        case .fresh(let document, let summary): try await write(document, summary, from: address, on: console)
        case .unchanged: throw CommandFailure("\(address): answered 304 to a request without validators")
        case .failed(let failure, _): throw CommandFailure("\(address): \(failure.reason)")
        }
        if let refusal = answer.refusal { console.note("\(address): habarid will not poll it: \(refusal)") }
    }

    private func write(
        _ document: Document, _ summary: FetchSummary, from address: FeedURL, on console: Console
    ) async throws {
        let feed: ParsedFeed
        do {
            feed = try FeedParser().parse(document)
        } catch {
            throw CommandFailure("\(ShownAddress.of(document.url)): \(error); \(try await advice(on: document))")
        }
        let facts = Facts(document: document, summary: summary, feed: feed, address: address)
        for (name, value) in facts.lines {
            let label = console.styled(DisplayWidth.pad(name, to: 12), .dim)
            try console.output.line(label + SafeText.line(value))
        }
    }

    /// Where the feed is that was not found here.
    private func advice(on document: Document) async throws -> String {
        if let advice = Discovery.advice(on: document) { return advice }
        let found = try await Discovery.feed(behind: document, Setup(common).settingsIfReadable())
        return found.map { "the site has a feed at \($0.url)" } ?? "look for the site's feed and name that"
    }
}

/// What a trial has found, as labelled lines.
private struct Facts {
    let document: Document
    let summary: FetchSummary
    let feed: ParsedFeed
    let address: FeedURL

    var lines: [(String, String)] {
        var lines: [(String, String)] = [("address", "\(address)")]
        if document.redirectedFrom != nil { lines.append(("redirected", ShownAddress.of(document.url))) }
        if let moved = summary.movedTo { lines.append(("moved", "for good, to \(moved)")) }
        lines.append(("answer", answer))
        lines.append(("validators", validators))
        lines.append(
            ("format", "\(feed.format.rawValue), \(feed.encoding)" + (feed.recovered ? ", not well formed" : "")))
        lines += feed.problems.map { ("problem", "\($0)") }
        lines.append(("title", feed.title ?? "none"))
        if let language = feed.language { lines.append(("language", language)) }
        lines.append(("items", "\(feed.items.count)" + newest))
        if let ttl = feed.hints.ttlMinutes { lines.append(("ttl", "\(ttl) minutes")) }
        if let age = summary.hints.maxAge { lines.append(("max-age", "\(Int(age.inSeconds)) seconds")) }
        lines += feed.items.prefix(3).map { ("", $0.title ?? $0.link ?? "(without a title)") }
        return lines
    }

    private var answer: String {
        let status = summary.status == 0 ? "a file" : "\(summary.status)"
        let type = document.mediaType.map { ", \($0)" } ?? ""
        let size = "\(summary.bytesOnWire) bytes on the wire, \(document.bytes.count) unpacked"
        return "\(status)\(type), \(size), in \(summary.duration.inSeconds.decimals(2)) s"
    }

    private var validators: String {
        let parts = [
            summary.validators.etag.map { "ETag \($0)" }, summary.validators.lastModified.map { "Last-Modified \($0)" },
        ].compactMap(\.self)
        return parts.isEmpty ? "none: every poll will bring the whole feed" : parts.joined(separator: ", ")
    }

    private var newest: String {
        guard let newest = feed.items.compactMap({ $0.published ?? $0.updated }).max() else { return "" }
        return ", the newest of \(newest.minute) UTC"
    }
}
