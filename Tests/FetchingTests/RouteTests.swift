import News
import Testing

@testable import Fetching

/// Where redirects lead, and what may be said there.
struct RouteTests {
    /// The way from an address with credentials and a header, over these redirects.
    private func route(_ url: String, _ locations: [String]) throws -> Route {
        var access = FeedAccess(url: try address(url), credential: .bearer(Secret("abc")))
        access.headers = [try #require(FeedAccess.Header(name: "X-Key", value: "open sesame"))]
        var route = Route(try address(url), access)
        for location in locations { #expect(route.follow(location, status: 302, limit: 9) == nil, "\(location)") }
        return route
    }

    @Test(
        "on the same origin, and on the same host over TLS, credentials are sent",
        arguments: [
            ("https://example.org/feed", ["/new"], "https://example.org/new"),
            ("https://example.org/a/feed", ["../b?c#d"], "https://example.org/b?c"),
            ("https://example.org/feed", ["//EXAMPLE.org:443/x y"], "https://example.org/x%20y"),
            ("http://example.org/feed", ["https://example.org/feed"], "https://example.org/feed"),
            (
                "http://example.org/feed", ["https://www.example.org/", "https://example.org/z"],
                "https://example.org/z"
            ),
            ("http://example.org:8080/", ["http://example.org:8080/x"], "http://example.org:8080/x"),
        ])
    func home(url: String, locations: [String], end: String) throws {
        let route = try route(url, locations)
        #expect(FeedURL(route.url)?.string == end)
        #expect(route.credentialHere == .bearer(Secret("abc")))
        #expect(route.headersHere.map(\.name) == ["X-Key"])
        #expect(route.redirects == locations.count)
    }

    @Test(
        "on any other they are not",
        arguments: [
            ("https://example.org/feed", ["http://example.org/feed"]),
            ("https://example.org/feed", ["https://www.example.org/feed"]),
            ("https://example.org/feed", ["https://example.org:8443/feed"]),
            ("https://example.org/feed", ["https://example.org.evil.example/feed"]),
            ("https://example.org/feed", ["https://example.org@evil.example/feed"]),
            ("https://example.org/feed", ["//evil.example/feed"]),
            ("http://example.org/feed", ["https://example.org:8443/feed"]),
            ("http://example.org/feed", ["https://example.org/", "http://example.net/"]),
        ])
    func away(url: String, locations: [String]) throws {
        let route = try route(url, locations)
        #expect(route.credentialHere == nil)
        #expect(route.headersHere.isEmpty)
        #expect(FeedURL(route.url)?.userInfo == nil)
    }

    @Test("credentials of the address are told from the address, and count before the configured ones")
    func ownCredentials() throws {
        let route = Route(
            try address("http://ann:p%40ss%3a@example.org/ä"),
            FeedAccess(url: try address("http://example.org"), credential: .bearer(Secret("abc"))))
        #expect(route.url == "http://example.org/%C3%A4")
        #expect(route.credentialHere == .basic(user: "ann", password: Secret("p@ss:")))
        #expect(route.feedURL?.userInfo == "ann:p%40ss%3a")
    }

    @Test("a way that goes in a circle, or is too long, ends, and says where")
    func tooLong() throws {
        var circle = Route(try address("https://example.org/a"), nil)
        var chain = circle
        for number in 0..<2 {
            #expect(circle.follow(number == 0 ? "/b" : "/a", status: 301, limit: 2) == nil)
            #expect(chain.follow("/\(number)", status: 301, limit: 2) == nil)
        }
        #expect(
            circle.follow("/b", status: 301, limit: 2)?.reason
                == "HTTP 301 leads to /b, in a circle: 2 redirects were followed")
        let failure = chain.follow("/3?token=x", status: 308, limit: 2)
        #expect(failure?.reason == "HTTP 308 leads to /3?token=***, after 2 redirects, the most allowed")
        #expect(failure?.kind == .redirect && failure?.status == 308)
    }
}
