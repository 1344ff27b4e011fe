import News
import Storing
import Testing

@testable import habari

@Suite("habari prune")
struct PruneCommandTests {
    private let place: Workplace
    private let config: String

    init() async throws {
        place = try Workplace()
        config = try place.configuration()
        try await Sample.store(in: place)
    }

    @Test("a dry run lists what would go and changes nothing; a run forgets it, and the store is sound")
    func prune() async throws {
        let dry = await habari("prune", "--dry-run", "--older-than", "1h", "--config", config)
        #expect(dry.output == "     3  2025-09-25 09:00  Rains expected in Kisumu\n")
        #expect(dry.complaints == ["habari: 1 item first seen before 2025-09-25T11:00:00Z would be forgotten"])
        #expect(await habari("show", "3", "--config", config).status == 0)
        let run = await habari("prune", "--older-than", "1h", "--config", config)
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("forgot 1 item first seen before 2025-09-25T11:00:00Z"))
        let show = await habari("show", "3", "--config", config)
        #expect(show.status == 1)
        #expect(show.complaints.first?.contains("was forgotten on 2025-09-25T12:00:00Z") == true)
        #expect(await habari("verify", "--config", config).lines.last == "ok")
        #expect(await habari("query", "--all", "--config", config, "--format", "jsonl").lines.count == 3)
        let again = await habari("prune", "--before", "2025-09-26", "--config", config)
        #expect(again.output.hasPrefix("forgot 0 items"))
    }

    @Test("without a bound it is that of the configuration")
    func configured() async throws {
        #expect(
            await habari("prune", "--config", config).output.hasPrefix("forgot 0 items first seen before 2025-06-27"))
        let short = try place.configuration("forget_after = \"30m\"\n")
        #expect(await habari("prune", "--config", short).output.hasPrefix("forgot 1 item "))
        let never = try place.configuration("forget_after = \"0s\"\n")
        let run = await habari("prune", "--config", never)
        #expect(run.status == 1 && run.complaints.first?.contains("--older-than") == true)
    }

    @Test("two bounds, or one that is none, are wrong usage")
    func mistakes() async throws {
        #expect(await habari("prune", "--before", "7d", "--older-than", "7d", "--config", config).status == 64)
        #expect(await habari("prune", "--older-than", "long", "--config", config).status == 64)
        #expect(await habari("prune", "--before", "whenever", "--config", config).status == 64)
    }
}
