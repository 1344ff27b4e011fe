import News
import Testing

@testable import Fetching

struct ResponseHeadTests {
    /// A header made of these lines, each of which gets its line break.
    private func head(_ lines: [String]) -> ResponseHead {
        var head = ResponseHead()
        for line in lines { head.take(line: line + "\r\n") }
        return head
    }

    @Test("the last response stands, and nothing of an earlier one shows through")
    func lastResponse() {
        let head = head([
            "HTTP/1.1 301 Moved", "ETag: \"old\"", "Content-Type: text/html", "Retry-After: 5",
            "Cache-Control: no-store",
            "Location: /new", "", "HTTP/1.1 200 Fine", "Last-Modified: today", "Cache-Control: max-age=9", "",
        ])
        #expect(head.statuses == [301, 200])
        #expect(head.validators.etag == nil)
        #expect(head.validators.lastModified == "today")
        #expect(head.mediaType == nil)
        #expect(head.location == nil)
        #expect(head.reasonPhrase == "Fine")
        #expect(head.hints.retryAfter == nil)
        #expect(head.hints.maxAge == .seconds(9))
    }

    @Test("interim responses are not counted")
    func interim() {
        #expect(head(["HTTP/1.1 100 Continue", "", "HTTP/1.1 103 Hints", "", "HTTP/2 204 ", ""]).statuses == [204])
    }

    @Test("names have no case, values lose the blanks around them, and may be empty")
    func fields() {
        let head = head(["HTTP/1.1 200", "eTaG:\t \"a b\"\t ", "LAST-MODIFIED:", "nonsense", ": x", "Location: a:b"])
        #expect(head.validators.etag == "\"a b\"")
        #expect(head.validators.lastModified == nil)
        #expect(head.location == "a:b")
        #expect(head.reasonPhrase == "")
    }

    @Test("lines may end in a line feed alone")
    func lineFeed() {
        var head = ResponseHead()
        for line in ["HTTP/1.1 404 Not Found\n", "ETag: x\n", "\n", "ETag: trailer\n"] { head.take(line: line) }
        #expect(head.reasonPhrase == "Not Found")
        #expect(head.validators.etag == "x")
    }

    @Test("a folded line is no field of its own, and does not end the header")
    func folded() {
        let head = head(["HTTP/1.1 200 OK", "X: a", " ETag: \"folded\"", "\t", "ETag: \"real\"", ""])
        #expect(head.validators.etag == "\"real\"")
    }

    @Test("a field that looks like a status line is none")
    func disguised() {
        let head = head(["HTTP/1.1 301 Moved", "HTTP/1.1 200 OK", "HTTP/x: 1", "ETag: \"a\"", ""])
        #expect(head.statuses == [301])
        #expect(head.validators.etag == "\"a\"")
    }

    @Test(
        "the media type and the charset are read from what servers write",
        arguments: [
            ("text/xml", "text/xml", nil), ("Text/XML; charset=UTF-8", "text/xml", "utf-8"),
            ("text/xml;charset=\"iso-8859-1\"", "text/xml", "iso-8859-1"),
            ("text/xml; charset='utf-8'", "text/xml", "utf-8"),
            ("text/xml ; version=1 ; CHARSET = utf-16", "text/xml", "utf-16"), ("text/xml; charset=", "text/xml", nil),
            ("text/xml; charset", "text/xml", nil), ("; charset=utf-8", nil, "utf-8"), ("", nil, nil), (";", nil, nil),
            ("text/xml; xcharset=a; charset=b", "text/xml", "b"), ("text/xml; charset=a b", "text/xml", nil),
            ("text/\u{1B}[31m", nil, nil), ("text/xml; charset=é", "text/xml", nil),
        ] as [(String, String?, String?)])
    func contentType(value: String, mediaType: String?, charset: String?) {
        let head = head(["HTTP/1.1 200 OK", "Content-Type: \(value)", ""])
        #expect(head.mediaType == mediaType)
        #expect(head.charset == charset)
    }

    @Test(
        "only redirects that all are meant to last are a move",
        arguments: [
            ([200], false), ([301], false), ([301, 200], true), ([308, 301, 304], true), ([301, 302, 200], false),
            ([302, 301, 200], false), ([301, 404], true), ([], false), ([304], false), ([300, 200], false),
        ] as [([Int], Bool)])
    func moved(statuses: [Int], expected: Bool) {
        #expect(head(statuses.flatMap { ["HTTP/1.1 \($0) X", ""] }).movedForGood == expected)
    }

    @Test("lines and bytes are bounded over all responses together")
    func bounds() {
        var head = ResponseHead()
        for _ in 0..<(ResponseHead.maxLines / 2) {
            head.take(line: "HTTP/1.1 302 Found\r\n")
            head.take(line: "\r\n")
        }
        #expect(!head.isTooLarge)
        head.take(line: "HTTP/1.1 200 OK\r\n")
        #expect(head.isTooLarge)
        var long = ResponseHead()
        long.take(line: "HTTP/1.1 200 " + String(repeating: "x", count: ResponseHead.maxBytes - 13))
        #expect(!long.isTooLarge)
        long.take(line: "\n")
        #expect(long.isTooLarge)
    }

    @Test("an absolute time to come back is read by the clock of this machine where the server shows none")
    func ownClock() throws {
        #expect(head(["HTTP/1.1 503 X", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"]).hints.retryAfter == nil)
        let far = head(["HTTP/1.1 503 X", "Retry-After: Thu, 31 Dec 2099 23:59:59 GMT"]).hints.retryAfter
        #expect(try #require(far) > .seconds(86_400))
    }
}

extension ResponseHead {
    fileprivate mutating func take(line: String) {
        Array(line.utf8).withUnsafeBytes { take($0) }
    }
}
