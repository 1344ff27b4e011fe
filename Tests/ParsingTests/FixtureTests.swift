import FoundationEssentials
import News
import Testing

@testable import Parsing

/// Every document in `Fixtures` has its expectation beside it: `NAME.rss` and `NAME.expected.json`.
///
/// The expectation has the shape of `habari parse --format json`; members that are null may be left out. Besides, it may
/// say under `given` where the document came from (`url`) and what the server called it (`charset`), and under `error`
/// why it is no feed.
@Suite("Documents mean what their expectations say")
struct FixtureTests {
    private static let folder =
        String(#filePath.prefix(through: #filePath.lastIndex(of: "/") ?? #filePath.startIndex)) + "Fixtures/"

    private static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { !$0.hasSuffix(".expected.json") }.sorted()
    }()

    @Test("there are fixtures")
    func thereAreFixtures() {
        #expect(Self.names.count >= 200)
    }

    @Test("the document is read as expected", arguments: names)
    func documentIsReadAsExpected(_ name: String) throws {
        let stem = String(name.prefix { $0 != "." })
        let expectation = try #require(FileManager.default.contents(atPath: Self.folder + stem + ".expected.json"))
        var expected = try JSONDecoder().decode(JSON.self, from: expectation)
        let bytes = try #require(FileManager.default.contents(atPath: Self.folder + name))
        let given = expected["given"]
        let document = Document(
            bytes: Array(bytes), url: given?["url"]?.text ?? "", mediaType: nil, charset: given?["charset"]?.text)
        expected = expected.without("given")
        let actual: JSON
        do {
            actual = JSON(try FeedParser().parse(document))
        } catch {
            actual = .object(["error": .string(error.description)])
        }
        #expect(actual == expected)
    }
}

/// A JSON value that can be compared; members that are null are as good as absent.
enum JSON: Hashable, Decodable {
    case object([String: JSON])
    case array([JSON])
    case string(String)
    case number(Double)
    case bool(Bool)
    case null

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .string(text)
        } else if let list = try? value.decode([JSON].self) {
            self = .array(list)
        } else {
            self = .object(try value.decode([String: JSON].self).filter { $0.value != .null })
        }
    }

    subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    func without(_ name: String) -> JSON {
        guard case .object(var members) = self else { return self }
        members[name] = nil
        return .object(members)
    }
}

extension JSON {
    private init(_ members: [String: JSON?]) { self = .object(members.compactMapValues(\.self)) }

    private init?(_ text: String?) {
        guard let text else { return nil }
        self = .string(text)
    }

    /// A feed as `habari parse --format json` prints it.
    init(_ feed: ParsedFeed) {
        self.init([
            "format": JSON(feed.format.rawValue), "encoding": JSON(feed.encoding), "recovered": .bool(feed.recovered),
            "title": JSON(feed.title), "link": JSON(feed.link), "description": JSON(feed.description),
            "language": JSON(feed.language), "updated": JSON(feed.updated?.rfc3339),
            "ttl_minutes": feed.hints.ttlMinutes.map { .number(Double($0)) },
            "items": .array(feed.items.map { JSON($0) }),
        ])
    }

    private init(_ item: ParsedItem) {
        self.init([
            "id": JSON(item.id), "title": JSON(item.title), "link": JSON(item.link), "summary": JSON(item.summary),
            "content": JSON(item.content), "author": JSON(item.author), "published": JSON(item.published?.rfc3339),
            "updated": JSON(item.updated?.rfc3339), "language": JSON(item.language),
            "categories": .array(item.categories.map(JSON.string)),
            "enclosures": .array(item.enclosures.map { JSON($0) }),
        ])
    }

    private init(_ file: Enclosure) {
        self.init(["url": JSON(file.url), "type": JSON(file.type), "length": file.length.map { .number(Double($0)) }])
    }
}
