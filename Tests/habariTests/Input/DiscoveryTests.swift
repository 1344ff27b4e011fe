import LoopbackServing
import Testing

@testable import habari

@Suite("The feed behind a page")
struct DiscoveryTests {
    private let place: Workplace
    private let config: String

    init() throws {
        place = try Workplace()
        config = try place.configuration()
    }

    private static let rss =
        "<rss version=\"2.0\"><channel><title>The news</title><item><title>One</title></item></channel></rss>"

    /// A site whose home page is the given HTML, with feeds at the paths.
    private func site(_ html: String, feedsAt paths: Set<String>) throws -> LoopbackServer {
        try LoopbackServer { request, connection in
            if request.target == "/" {
                connection.reply("200 OK", ["Content-Type: text/html"], "<!DOCTYPE html><html>\(html)</html>")
            } else if paths.contains(request.target) {
                connection.reply("200 OK", ["Content-Type: application/rss+xml"], Self.rss)
            } else {
                connection.reply("404 Not Found")
            }
        }
    }

    @Test("of a page's declared feeds the first that is one is added, and the others are named")
    func declared() async throws {
        let links = ["/gone", "/news.xml", "/more.xml"].map {
            "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"\($0)\">"
        }
        let site = try site("<head>\(links.joined())</head>", feedsAt: ["/news.xml", "/more.xml"])
        defer { site.stop() }
        let run = await habari("feeds", "add", site.url(), "--config", config, "--check")
        #expect(run.status == 0)
        #expect(run.lines.first?.hasPrefix("added \(site.url("/news.xml")) to ") == true)
        #expect(run.complaints.contains { $0.contains("is a page; its feed is \(site.url("/news.xml"))") })
        #expect(run.complaints.contains { $0.contains(site.url("/more.xml")) })
        #expect(try place.text("feeds.opml").contains("The news"))
    }

    @Test("a page that declares none is asked for at the customary addresses")
    func customary() async throws {
        let site = try site("<body><p>Welcome</p></body>", feedsAt: ["/rss.xml"])
        defer { site.stop() }
        let test = await habari("feeds", "test", site.url(), "--config", config)
        #expect(test.status == 1)
        #expect(test.complaints.count == 1)
        #expect(test.complaints.first?.contains("the site has a feed at \(site.url("/rss.xml"))") == true)
        let add = await habari("feeds", "add", site.url(), "--config", config, "--check")
        #expect(add.status == 0)
        #expect(try place.text("feeds.opml").contains(site.url("/rss.xml")))
    }

    @Test("a page without any feed is refused, after ten requests at most")
    func none() async throws {
        let links = (0..<40).map { "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed\($0)\">" }
        let site = try site("<head>\(links.joined())</head>", feedsAt: [])
        defer { site.stop() }
        let run = await habari("feeds", "add", site.url(), "--config", config, "--check")
        #expect(run.status == 1)
        #expect(run.complaints.count == 1)
        #expect(run.complaints.first?.contains("use --no-check") == true)
        #expect(site.requests.count == 11)
    }

    @Test("a page cannot lead into another host of a private network")
    func privateHost() async throws {
        let inner = try LoopbackServer { $1.reply("200 OK", [], Self.rss) }
        defer { inner.stop() }
        let link = "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"http://localhost:\(inner.port)/\">"
        let site = try site("<head>\(link)</head>", feedsAt: [])
        defer { site.stop() }
        let run = await habari("feeds", "add", site.url(), "--config", config, "--check")
        #expect(run.status == 1)
        #expect(inner.requests.isEmpty)
    }
}
