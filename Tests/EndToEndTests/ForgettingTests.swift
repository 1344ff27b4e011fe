import Foundation
import LoopbackServing
import Testing

@Suite("What the daemon forgets", .timeLimit(.minutes(5)))
struct ForgettingTests {
    @Test("what never was relevant goes by itself when it is old, says so once, and does not come back")
    func forgets() async throws {
        let publisher = try Publisher(feeds: 0, itemsEach: 0) { _, connection in
            connection.reply("200 OK", ["Content-Type: application/rss+xml"], Self.garden)
        }
        let installation = try Installation(
            feeds: [publisher.url("/garden")], poll: Installation.alwaysDue,
            store: "forget_after = \"1ms\"")
        let first = try await installation.once()
        #expect(first.status == 0)
        #expect(first.complaints.count { $0.contains("forgot 2 items") } == 1, "\(first.errors)")
        #expect(try await installation.items().map(\.guid) == ["meeting"])
        let second = try await installation.once()
        #expect(second.status == 0 && !second.errors.contains("forgot "))
        #expect(try await installation.items().map(\.guid) == ["meeting"])
        #expect(try await installation.habari("verify").output.hasSuffix("ok\n"))
    }

    private static let garden = """
        <?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Garden</title>
        <link>https://garden.example/</link><description>Sample</description>
        <item><guid>roses</guid><title>Ten ways to prune a rose bush</title><link>https://garden.example/r</link></item>
        <item><guid>meeting</guid><title>Ruto and Rubio meet in New York: AGOA, a trade deal and Haiti</title></item>
        <item><title>What to do about snails</title><link>https://garden.example/s</link></item>
        </channel></rss>
        """
}
