import News
import Testing

/// Which hosts belong to one owner, as well as that can be told from their names.
struct SiteNameTests {
    @Test(
        "the part of a name that its owner registered is told from its last labels",
        arguments: [
            ("example.org", "example.org"), ("www.example.org", "example.org"), ("a.b.example.org", "example.org"),
            ("localhost", "localhost"), ("news.co.ke", "news.co.ke"), ("www.nation.co.ke", "nation.co.ke"),
            ("feeds.bbci.co.uk", "bbci.co.uk"), ("a.gov.ke", "a.gov.ke"), ("x.y.de", "y.de"), ("10.0.0.1", "10.0.0.1"),
            ("[2001:db8::1.2.3.4]", "[2001:db8::1.2.3.4]"), ("", ""),
        ])
    func registered(host: String, site: String) {
        #expect(SiteName.of(host) == site)
    }
}
