import Testing

@testable import habari

@Suite("habari classify and parse")
struct ClassifyCommandTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test("lines come back in order with their other members, and a bad line costs only itself")
    func classify() async throws {
        let file = try place.write(
            "in.jsonl",
            """
            {"id": 12345678901234567890, "title": "Ruto and Rubio meet in New York on AGOA", "relevant": "?", "x": [1, {"y": 2}]}
            {"title": "Kenya"

            {"summary": "no title"}
            {"title": "Rain", "note": "caf\\u00e9"}
            """)
        let run = await habari("classify", file)
        #expect(run.status == 1)
        #expect(
            run.complaints == [
                "habari: \(file): line 2: column 18: expected \",\" or \"}\"",
                "habari: \(file): line 4: column 1: there is no \"title\"",
            ])
        #expect(run.lines.count == 2)
        #expect(
            run.lines[0].hasPrefix(
                #"{"id": 12345678901234567890, "title": "Ruto and Rubio meet in New York on AGOA", "relevant": true, "#
                    + #""x": [1, {"y": 2}], "relevance": 0."#))
        #expect(run.lines[0].contains(#""topics": ["#))
        #expect(run.lines[0].contains(#""side": "us""#))
        #expect(run.lines[1].hasPrefix(#"{"title": "Rain", "note": "caf\u00e9", "relevant": false, "relevance": 0."#))
    }

    @Test("a file that is not there is one line and status 1")
    func missing() async {
        let run = await habari("classify", place.path + "/none")
        #expect(run.status == 1)
        #expect(run.complaints == ["habari: \(place.path)/none: cannot be read: No such file or directory"])
    }

    @Test("parse writes the promised members, null for what the document does not say")
    func parse() async throws {
        let file = try place.write(
            "feed.xml",
            """
            <?xml version="1.0"?><rss version="2.0"><channel><title>News &amp; views</title><link>https://a.example/</link>
            <item><title>One</title><link>/1</link><guid>g1</guid><pubDate>Wed, 24 Sep 2025 18:05:00 GMT</pubDate></item>
            </channel></rss>
            """)
        let run = await habari("parse", file, "--format", "json", "--base", "https://a.example/feed")
        #expect(run.status == 0)
        #expect(
            run.output == """
                {
                  "format": "rss2.0",
                  "encoding": "utf-8",
                  "recovered": false,
                  "title": "News & views",
                  "link": "https://a.example/",
                  "description": null,
                  "language": null,
                  "updated": null,
                  "ttl_minutes": null,
                  "items": [
                    {
                      "id": "g1",
                      "title": "One",
                      "link": "https://a.example/1",
                      "summary": null,
                      "content": null,
                      "author": null,
                      "published": "2025-09-24T18:05:00Z",
                      "updated": null,
                      "categories": [],
                      "enclosures": [],
                      "language": null
                    }
                  ]
                }

                """)
    }

    @Test("a document that is no feed is one line and status 1")
    func noFeed() async throws {
        let file = try place.write("page.html", "<!DOCTYPE html><html><title>Sign in</title><body>x</body></html>")
        let run = await habari("parse", file)
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.complaints.count == 1)
    }
}
