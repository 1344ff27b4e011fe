import Foundation
import Testing

@Suite("What the daemon forgets", .timeLimit(.minutes(5)))
struct ForgettingTests {
    @Test("what never was relevant goes by itself when it is old, says so once, and does not come back")
    func forgets() async throws {
        let publisher = try Publisher(feeds: 1, itemsEach: 3)
        publisher.shelf.edit(in: 0, title: "Ten ways to prune a rose bush")
        let installation = try Installation(
            feeds: publisher.urls, poll: Installation.alwaysDue, store: "forget_after = \"1ms\"")
        let first = try await installation.once()
        #expect(first.status == 0)
        #expect(first.complaints.count { $0.contains("forgot ") } == 1)
        let left = try await installation.items()
        #expect(left.allSatisfy(\.relevant) && left.count < 3)
        publisher.shelf.publish(in: 0)
        _ = try await installation.once()
        #expect(try await installation.items().allSatisfy { $0.title != "Ten ways to prune a rose bush" })
        #expect(try await installation.habari("verify").output.hasSuffix("ok\n"))
    }
}
