import News
import Storing
import Testing

/// What a failing device costs: nothing that was stored, and work resumes by itself.
@Suite("Faults", .enabled(if: SmallDisk.canMount, "only root can mount a small file system"))
struct FaultTests {
    @Test("a full disk stores nothing by halves, says so, and work resumes once there is room")
    func full() async throws {
        let disk = try SmallDisk(megabytes: 2)
        let store = try Store(path: disk.path, access: .readWrite, keep: .all)
        var stored = 0
        var failure: StoreError?
        for number in 0..<200 where failure == nil {
            do {
                try await store.poll(at: minute(number), judged: Self.items(number))
                stored += 1
            } catch {
                failure = error as? StoreError
            }
        }
        #expect(failure?.kind == .full)
        #expect(failure?.message.contains(disk.path) == true)
        #expect(stored > 0)
        #expect(try store.status().items == stored * 20)
        try disk.remount("size=16m")
        #expect(try await store.poll(at: minute(300), judged: Self.items(stored)).new == 20)
        #expect(try store.verify().faults == [])
        try store.close()
    }

    @Test("on a read-only file system a reader reads and a writer is refused in words")
    func readOnly() async throws {
        let disk = try SmallDisk(megabytes: 4)
        let store = try Store(path: disk.path, access: .readWrite, keep: .all)
        try await store.poll(at: minute(0), judged: Self.items(0))
        try store.close()
        try disk.remount("ro")
        let reader = try Store(path: disk.path, access: .readOnly)
        #expect(try reader.status().items == 20)
        #expect(try reader.verify().faults == [])
        let error = #expect(throws: StoreError.self) { try Store(path: disk.path, access: .readWrite) }
        #expect(error?.kind == .readOnly)
        try reader.close()
    }

    private static func items(_ poll: Int) -> [JudgedItem] {
        (0..<20).map { place in
            let text = String(repeating: "Item \(place) of poll \(poll) has a text. ", count: 40)
            return JudgedItem(
                item: ParsedItem(id: "\(poll)-\(place)", title: "\(poll)-\(place)", summary: text), verdict: relevant())
        }
    }
}
