import Testing

@testable import Fetching

/// What is read of a body that is no feed.
struct PageTextTests {
    private func text(_ body: String) -> PageText { PageText(Array(body.utf8)) }

    @Test(
        "the first words are the title's, else the page's, else the text's",
        arguments: [
            ("<TITLE\n lang=en>A &amp; B</TITLE><body>no", "A & B"), ("<title></title><body>yes", "yes"),
            ("<title>never closed", "never closed"), ("<html><head><style>a<b</style></head><p>yes</p>", "yes"),
            ("<script>x</script\n>yes<script>", "yes"), ("<body onload='x'>yes<", "yes"),
            ("plain & simple", "plain & simple"),
            ("{\"a\": 1}", "{\"a\": 1}"), ("", ""), ("<", ""), ("<>", ""), ("   ", ""), ("a\u{0}b", ""),
            ("<body>é ✓</body>", "é ✓"), ("<title>a\u{1B}[1mb\u{202E}</title>", "a [1mb"),
        ])
    func words(body: String, words: String) {
        #expect(text(body).words() == words)
    }

    @Test("a long text is cut between words")
    func long() {
        #expect(text("one two three four").words(limit: 9) == "one two…")
        #expect(text(String(repeating: "x", count: 300)).words().count == 121)
    }

    @Test(
        "a page is told by its beginning",
        arguments: [
            ("<!DOCTYPE html><p>", true), ("\u{FEFF}\n <HTML lang=en>", true), ("<!-- a --><!-- b --> <head>", true),
            ("<?xml version=\"1.0\"?><rss/>", false), ("<!-- <html> --><rss/>", false), ("<rss><html/></rss>", false),
            ("<!-- <html>", false), ("html", false), ("", false),
        ])
    func page(body: String, isPage: Bool) {
        #expect(text(body).isPage == isPage)
        if isPage { #expect(PageText.mayBePage(Array(body.utf8))) }
    }

    @Test("bytes that are no UTF-8 are read as well as can be")
    func otherBytes() {
        #expect(PageText([0x47, 0xFC, 0x6E]).words() == "G\u{FFFD}n")
    }
}
