import News
import Storing
import Testing

@testable import habari

@Suite("habari backup, export and import")
struct TransferCommandTests {
    private let place: Workplace
    private let config: String
    private let other: String

    init() async throws {
        place = try Workplace()
        config = try place.configuration()
        other = place.path + "/other.db"
        try await Sample.store(in: place)
    }

    @Test("a backup is a store with the digest that was told, and does not replace a file unless told to")
    func backup() async throws {
        let run = await habari("backup", other, "--config", config)
        #expect(run.status == 0 && run.output.hasPrefix("\(other): "))
        let digest = try #require(run.output.split(separator: " ").last?.dropLast())
        let verify = await habari("verify", "--store", other, "--expect", String(digest))
        #expect(verify.lines.last == "ok")
        let again = await habari("backup", other, "--config", config)
        #expect(again.status == 1 && again.complaints.first?.contains("--force") == true)
        #expect(await habari("backup", "--force", other, "--config", config).status == 0)
    }

    @Test("an export is imported with the same digest; again it changes nothing")
    func transfer() async throws {
        let export = await habari("export", "--config", config)
        #expect(
            export.status == 0 && export.lines.first?.hasPrefix("{\"format\":\"habari-journal\",\"version\":1,") == true
        )
        let verify = await habari("verify", "--config", config)
        let digest = try #require(verify.lines.first?.split(separator: " ").last)
        #expect(export.complaints.first?.hasSuffix(String(digest)) == true)
        let file = try place.write("export.jsonl", export.output)
        let run = await habari("import", file, "--store", other)
        #expect(run.output.hasSuffix("the journal of the export; the last entry has digest \(digest)\n"))
        #expect(await habari("verify", "--store", other, "--expect", String(digest)).lines.last == "ok")
        let again = await habari("import", file, "--store", other)
        #expect(again.output.contains("nothing to import"))
        let query = await habari("query", "--all", "--config", config, "--format", "jsonl")
        #expect(await habari("query", "--all", "--store", other, "--format", "jsonl").output == query.output)
    }

    @Test("an export with filters is a part, which is merged")
    func part() async throws {
        let export = await habari("export", "--topic", "security", "--config", config)
        #expect(export.lines.count == 4)
        let file = try place.write("part.jsonl", export.output)
        let run = await habari("import", file, "--store", other)
        #expect(run.output.contains("1 item added, 0 there already"))
        #expect(await habari("import", file, "--config", config).output.contains("nothing to import"))
        #expect(await habari("verify", "--store", other).lines.last == "ok")
    }

    @Test("a damaged line is named, and a file that is no export")
    func damaged() async throws {
        let export = await habari("export", "--config", config)
        let file = try place.write("export.jsonl", export.output.replacing("Kisumu", with: "Kisuma"))
        let run = await habari("import", file, "--store", other)
        #expect(run.status == 1 && run.complaints.count == 1)
        #expect(run.complaints.first?.contains("\(file): line ") == true)
        #expect(await habari("verify", "--store", other).lines.last == "ok")
        let wrong = await habari("import", try place.write("no.jsonl", "{}\n"), "--store", other)
        #expect(wrong.complaints.first?.contains("line 1: this is no export") == true)
    }
}
