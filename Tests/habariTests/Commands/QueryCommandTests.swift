import FoundationEssentials
import News
import Testing

@testable import habari

@Suite("habari query")
struct QueryCommandTests {
    private let place: Workplace
    private var store: String { place.path + "/habari.db" }

    init() async throws {
        place = try Workplace()
        try await Sample.store(in: place)
    }

    @Test("relevant items come newest first, one JSON object a line with the promised names in their order")
    func jsonLines() async {
        let run = await habari("query", "--store", store, "--format", "jsonl")
        #expect(run.status == 0)
        #expect(run.complaints == [])
        #expect(run.lines.count == 3)
        let first = String(run.lines.first ?? "")
        #expect(
            first.hasPrefix(
                #"{"id": 1, "title": "Ruto meets Rubio beside the General Assembly", "url": "https://nation.example/n1", "#
                    + #""feed": "https://nation.example/rss", "feed_title": "The Nation", "guid": "n1", "author": null, "#
                    + #""published": "2025-09-24T18:05:00Z", "first_seen": "2025-09-25T09:00:00Z", "language": "en", "#
                    + #""summary": "Summary of n1.", "relevant": true, "relevance": 0.97, "topics": ["diplomacy", "trade"], "#
                    + #""story": "#))
        #expect(first.hasSuffix(#", "revision": 1}"#))
        #expect(run.lines.last?.contains(#""title": "Tariffs on Kenyan flowers fall""#) == true)
        #expect(run.lines.last?.hasSuffix(#""revision": 2}"#) == true)
    }

    @Test("json is an array of the same objects, and an empty array where nothing matches")
    func jsonArray() async {
        let run = await habari("query", "--store", store, "--format", "json")
        #expect(run.lines.count == 5)
        #expect(run.lines.first == "[")
        #expect(run.lines.last == "]")
        #expect(await habari("query", "--store", store, "--format", "json", "--since", "today").output == "[]\n")
    }

    @Test("csv has a header, joins topics by semicolons and defuses formulas")
    func csv() async {
        let run = await habari("query", "--store", store, "--format", "csv")
        #expect(run.output.hasPrefix(ItemFields.names.joined(separator: ",") + "\r\n1,"))
        #expect(run.output.contains(",diplomacy;trade,"))
        #expect(run.output.contains(",'=Wire,"))
        #expect(run.output.contains(#""'-Kenya, US ""sign""[31m pact""#))
    }

    @Test("a pipe gets an uncoloured table with nothing cut, and nothing from a feed can steer a terminal")
    func pipedTable() async {
        let run = await habari("query", "--store", store)
        #expect(run.lines.count == 4)
        #expect(run.lines.first?.contains("TITLE") == true)
        #expect(!run.output.contains("\u{1B}"))
        #expect(run.output.contains("␛[31m pact"))
    }

    @Test("a terminal's table is never wider than the terminal", arguments: [50, 80, 100, 200])
    func terminalTable(width: Int) async {
        let run = await habari("query", "--store", store, width: width)
        #expect(run.lines.count == 4)
        for line in run.lines { #expect(DisplayWidth.of(line) <= width) }
    }

    @Test("filters choose")
    func filters() async {
        let cases: [(arguments: [String], ids: [Substring])] = [
            (["--topic", "trade"], ["1", "2"]),
            (["--topic", "security,diplomacy"], ["1", "4"]),
            (["--topic", "security", "--topic", "diplomacy"], ["1", "4"]),
            (["--language", "sw,fr"], ["4"]),
            (["--feed", "nation"], ["1", "2"]),
            (["--feed", "https://wire.example/feed,main.xml"], ["4"]),
            (["--since", "yesterday"], ["1", "4"]),
            (["--until", "2025-09-24"], ["2"]),
            (["--since", "2025-09-24T12:00:00Z"], ["1"]),
            (["--min-score", "0.7"], ["1", "2"]),
            (["--min-score", "0.01", "--all"], ["1", "4", "2", "3"]),
            (["--limit", "2"], ["1", "4"]),
            (["--after", "4"], ["2"]),
            (["--sort", "relevance"], ["1", "2", "4"]),
            (["flowers"], ["2"]),
        ]
        for (arguments, ids) in cases {
            let output = Output()
            let status = await Program.run(
                ["query", "--store", store, "--format", "jsonl"] + arguments, on: memoryConsole(output: output))
            let lines = String(decoding: output.bytes, as: UTF8.self).split(separator: "\n")
            #expect(status == 0)
            #expect(lines.map { $0.dropFirst(7).prefix { $0 != "," } } == ids, "\(arguments)")
        }
    }

    @Test("atom is a feed that a reader can subscribe to")
    func atom() async throws {
        let run = await habari("query", "--store", store, "--format", "atom", "--topic", "security")
        #expect(
            run.output.hasPrefix(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <feed xmlns="http://www.w3.org/2005/Atom">
                  <title>Habari: topic:security</title>
                  <id>urn:x-habari:query:topic%3Asecurity</id>
                  <updated>2025-09-25T12:00:00Z</updated>
                """))
        #expect(run.output.contains("<title>-Kenya, US &quot;sign&quot;[31m pact</title>"))
        #expect(run.output.hasSuffix("  </entry>\n</feed>\n"))
        let file = try place.write("query.atom", run.output)
        let parsed = await habari("parse", file, "--format", "json")
        #expect(parsed.output.contains("\"format\": \"atom1.0\""))
        #expect(parsed.output.contains("\"recovered\": false"))
        #expect(parsed.output.contains("\"link\": \"https://nation.example/w1\""))
        let empty = await habari("query", "--store", store, "--format", "atom", "--since", "today")
        #expect(empty.output.hasSuffix("<generator version=\"\(Habari.version)\">Habari</generator>\n</feed>\n"))
    }

    @Test("markdown and bibtex escape what they would take for markup")
    func citations() async {
        let markdown = await habari("query", "--store", store, "--format", "markdown", "--limit", "1")
        #expect(
            markdown.output
                == "- [Ruto meets Rubio beside the General Assembly](<https://nation.example/n1>). "
                + "The Nation, 2025-09-24 18:05 UTC; diplomacy, trade\n")
        #expect(MarkdownItems.escaped("a*b_[c]<d>") == "a\\*b\\_\\[c\\]\\<d\\>")
        let bibtex = await habari("query", "--store", store, "--format", "bibtex", "--limit", "1")
        #expect(
            bibtex.output == """
                @misc{habari1,
                  title = {{Ruto meets Rubio beside the General Assembly}},
                  organization = {{The Nation}},
                  year = {2025},
                  month = sep,
                  day = {24},
                  url = {https://nation.example/n1},
                  keywords = {diplomacy, trade},
                  note = {Habari item 1, revision 1}
                }


                """)
        #expect(BibTeXItems.escaped("50% & {x}_~") == #"50\% \& \{x\}\_\textasciitilde{}"#)
    }

    @Test("stories gather their items, and stats count them")
    func gathered() async {
        let stories = await habari("stories", "--store", store, "--format", "jsonl")
        #expect(stories.status == 0)
        #expect(
            stories.lines.first?.contains(#""title": "Ruto meets Rubio beside the General Assembly", "items": "#)
                == true)
        let stats = await habari("stats", "--store", store, "--format", "csv", "--all", "--by", "day")
        #expect(
            stats.output
                == [
                    "by,name,items", "day,2025-09-22,1", "day,2025-09-23,1", "day,2025-09-24,2", "topic,trade,2",
                    "topic,diplomacy,1", "topic,security,1", "feed,The Nation,3", "feed,'=Wire,1", "language,en,3",
                    "language,sw,1", "",
                ].joined(separator: "\r\n"))
    }

    @Test("where nothing matches the table stays empty, and a hint says what to do")
    func nothing() async {
        let run = await habari("query", "--store", store, "rains")
        #expect(run.status == 0)
        #expect(run.output == "")
        #expect(run.complaints == ["habari: no items match; --all shows 1 that were judged not relevant"])
    }

    @Test("an unknown topic is wrong usage and names the nearest")
    func unknownTopic() async {
        let run = await habari("query", "--store", store, "--topic", "trad")
        #expect(run.status == 64)
        #expect(run.complaints.count == 1)
        #expect(run.complaints.first?.contains("did you mean \"trade\"?") == true)
    }

    @Test("a store that is not there is one line and status 1")
    func noStore() async {
        let run = await habari("query", "--store", place.path + "/none.db")
        #expect(run.status == 1)
        #expect(run.complaints.count == 1)
        #expect(run.complaints.first?.hasPrefix("habari: \(place.path)/none.db: ") == true)
    }

    @Test("show and explain tell the whole of an item; an unknown number is one line and status 1")
    func show() async {
        let text = await habari("show", "2", "--store", store)
        #expect(text.status == 0)
        #expect(text.output.contains("Tariffs on Kenyan flowers fall\n"))
        #expect(text.output.contains("  2  2025-09-25T10:00:00Z  changed: title\n"))
        #expect(text.output.contains("     Tariffs on Kenyan flowers {+fall+}\n"))
        #expect(text.output.contains("Kenya  kenya   kenya  title  +1.250"))
        let json = await habari("show", "2", "--store", store, "--format", "json")
        #expect(json.output.contains("\"identity_rule\": \"guid\""))
        #expect(await habari("explain", "2", "--store", store).output.contains("Judged relevant, with a score of 0.80"))
        let unknown = await habari("show", "99", "--store", store)
        #expect(unknown.status == 1)
        #expect(unknown.complaints.count == 1)
    }

    @Test("verify ends with ok")
    func verify() async {
        let run = await habari("verify", "--store", store)
        #expect(run.status == 0)
        #expect(run.lines.last == "ok")
    }

    @Test("status has the promised names, and Prometheus can read it")
    func status() async {
        let json = await habari("status", "--store", store, "--format", "json")
        #expect(json.output.contains("\"items\": 4,\n  \"relevant\": 3,\n  \"revisions\": 1,\n  \"feeds\": 2"))
        let metrics = await habari("status", "--store", store, "--format", "prometheus")
        #expect(metrics.output.contains("# TYPE habari_items gauge\nhabari_items 4\n"))
        #expect(metrics.output.contains("habari_feed_items{feed=\"https://nation.example/rss\"} 3\n"))
    }
}
