import News
import Testing

@testable import Fetching

struct CurlFailureTests {
    @Test(
        "libcurl's errors are told apart by what can be done about them",
        arguments: [
            (5, .unreachable), (6, .unreachable), (7, .unreachable), (37, .unreachable), (45, .unreachable),
            (97, .unreachable),
            (28, .timeout), (35, .tls), (58, .tls), (59, .tls), (60, .tls), (64, .tls), (77, .tls), (80, .tls),
            (83, .tls), (90, .tls), (91, .tls), (47, .redirect), (63, .tooLarge), (100, .tooLarge), (1, .protocolError),
            (8, .protocolError), (18, .protocolError), (23, .protocolError), (27, .protocolError), (52, .protocolError),
            (56, .protocolError), (61, .protocolError), (92, .protocolError), (9999, .protocolError),
        ] as [(UInt32, FetchFailure.Kind)])
    func kinds(number: UInt32, kind: FetchFailure.Kind) {
        let failure = FetchFailure(curl: number, detail: "")
        #expect(failure.kind == kind)
        #expect(!failure.reason.isEmpty)
        #expect(failure.status == nil)
    }

    @Test("libcurl's own words come before those for the number")
    func detail() {
        #expect(FetchFailure(curl: 28, detail: "").reason == "Timeout was reached")
        #expect(FetchFailure(curl: 28, detail: "timed out\r\nafter 5 ms").reason == "timed out after 5 ms")
    }

    @Test("an HTTP status is named by the server, else by RFC 9110, else as such")
    func status() {
        #expect(FetchFailure(status: 404, phrase: "Nope", hints: ServerHints()).reason == "HTTP 404 Nope")
        #expect(FetchFailure(status: 404, phrase: "", hints: ServerHints()).reason == "HTTP 404 Not Found")
        #expect(FetchFailure(status: 799, phrase: " ", hints: ServerHints()).reason == "HTTP 799 without a reason")
    }

    @Test("only 410 ends a feed", arguments: [400, 401, 403, 404, 409, 410, 411, 429, 451, 500, 503])
    func gone(status: Int) {
        let hints = ServerHints(retryAfter: .seconds(5))
        let failure = FetchFailure(status: status, phrase: "", hints: hints)
        #expect(failure.kind == (status == 410 ? .gone : .status))
        #expect(failure.status == status)
        #expect(failure.hints == hints)
    }
}
