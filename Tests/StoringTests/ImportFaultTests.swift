import Foundation
import GRDB
import News
import Testing

@testable import Storing

/// What is damaged, cut off or killed leaves a store that is whole.
@Suite("Import, damaged and killed")
struct ImportFaultTests {
    @Test(
        "every line that is damaged is named, and nothing from it on is taken",
        arguments: [
            (3, "\"title\":\"One\"", "\"title\":\"Two\"", "does not match its digest"),
            (3, "\"score\":0.9", "\"score\":0.8", "does not match its digest"),
            (3, "\"kind\":\"item\"", "\"kind\":\"idem\"", "kind is unknown"),
            (3, "\"guid\":\"1\",", "", "`guid` of `item`"),
            (3, "}", "", "byte"),
            (2, "https", "ftp", "does not match its digest"),
            (1, "habari-journal", "diary", "no export"),
            (1, "\"version\":1", "\"version\":9", "newer version"),
            (1, "\"digest\":\"", "\"digest\":\"00", "which journal"),
            (5, "\"end\":3", "\"end\":4", "3 entries stand before it"),
            (5, "\"end\":3", "\"ent\":3", "missing"),
        ])
    func damaged(_ number: Int, _ old: String, _ new: String, _ hint: String) async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), ParsedItem(id: "1", title: "One"), ParsedItem(id: "2", title: "Two"))
        var lines = try Transfer.export(store).lines
        let text = String(decoding: lines[number - 1], as: UTF8.self)
        #expect(text.contains(old))
        lines[number - 1] = Array(text.replacingOccurrences(of: old, with: new).utf8)
        let target = try TemporaryStore()
        let copy = try target.open()
        let error = try #require(throws: StoreError.self) { try copy.importLines(lines) }
        #expect(error.kind == .corrupt && error.message.hasPrefix("line \(number): "), "\(error.message)")
        #expect(error.message.contains(hint), "\(error.message)")
        #expect(try copy.status().items == 0 && copy.verify().entries == 0)
        // The mended export is taken all the same.
        #expect(try copy.importLines(Transfer.export(store).lines).items == 2)
        #expect(try copy.verify().faults == [])
    }

    @Test("an export that is cut off, has a line too many or lacks one is refused")
    func lines() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(at: minute(0), ParsedItem(id: "1", title: "One"), ParsedItem(id: "2", title: "Two"))
        let lines = try Transfer.export(store).lines
        for some in [
            Array(lines.dropLast()), Array(lines.prefix(2)), [], lines + [lines[1]], Transfer.without(2, lines),
        ] {
            let copy = try TemporaryStore().keeping { try $0.open() }
            #expect(throws: StoreError.self) { try copy.store.importLines(some) }
            #expect(try copy.store.verify().entries == 0)
        }
    }

    @Test("an import that is killed leaves a sound store, and a second one completes it", arguments: [1, 3, 5])
    func killed(_ batches: Int) async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for poll in 0..<60 {
            let items = (0..<50).map { number in
                let item = ParsedItem(id: "\(poll)-\(number)", title: "Title \(poll) \(number)", summary: "Some text.")
                return JudgedItem(item: item, verdict: number % 2 == 0 ? relevant() : irrelevant())
            }
            try await store.poll(at: minute(poll), judged: items)
        }
        let (lines, receipt) = try Transfer.export(store)
        for merges in [false, true] {
            let target = try TemporaryStore()
            try Data(lines.joined()).write(to: URL(fileURLWithPath: target.path + ".jsonl"))
            if merges {
                let own = try target.open()
                try await own.poll(of: otherFeed, ParsedItem(id: "own", title: "Our own"))
                try own.close()
            }
            let child = try Child.start(.importer, store: target.path)
            #expect(child.hears("batch", times: batches) == batches)
            child.kill()
            let next = try target.open()
            let left = try next.verify()
            #expect(left.faults == [] && left.entries >= Int64(batches) * 400)
            if DocumentedProgram.canRun { #expect(try DocumentedProgram.run(target.path).hasPrefix("ok ")) }
            let rest = try next.importLines(lines, now: minute(5000))
            #expect(rest.isCopy == !merges)
            #expect(try next.status().items == 3000 + (merges ? 1 : 0))
            let check = try next.verify()
            #expect(check.faults == [] && (merges || check.digest == receipt.digest))
            #expect(try next.importLines(lines, now: minute(5001)).entries == 0)
            #expect(try target.number("SELECT count(*) FROM import") <= 2)
        }
    }

    @Test("the importer that the test above kills", .enabled(if: Child.role == .importer))
    func importer() throws {
        let store = try Store(path: Child.storePath, access: .readWrite, keep: .all)
        let data = try Data(contentsOf: URL(fileURLWithPath: Child.storePath + ".jsonl"))
        var lines = data.split(separator: UInt8(ascii: "\n")).map { Array($0) }[...]
        _ = try store.importLines(
            now: minute(4000), progress: { _ in Child.say("batch") }, next: { lines.popFirst() })
    }

    @Test("a copy that ended between a tombstone and the entry that tells of it is sound, and completed later")
    func betweenTombstoneAndEntry() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for poll in 0..<14 {
            let noise = (0..<50).map { number in
                JudgedItem(
                    item: ParsedItem(id: "\(poll)-\(number)", title: "Noise \(poll) \(number)"), verdict: irrelevant())
            }
            try await store.poll(at: minute(poll), judged: noise)
        }
        try store.forget(before: minute(5), now: minute(50))
        let (lines, receipt) = try Transfer.export(store)
        let target = try TemporaryStore()
        let copy = try target.open()
        var rest = lines.prefix(600)
        struct Gone: Error {}
        #expect(throws: Gone.self) {
            try copy.importLines(now: minute(60)) {
                guard let line = rest.popFirst() else { throw Gone() }
                return line
            }
        }
        #expect(try copy.verify().faults == [] && copy.verify().entries == 500)
        #expect(try target.number("SELECT count(*) FROM forgotten") == 250)
        #expect(try copy.importLines(lines).digest == receipt.digest)
        #expect(try copy.verify().faults == [])
        #expect(try target.number("SELECT count(*) FROM imported") == 0)
    }

    @Test("a label that is given while a copy is under way ends it, and another import merges the rest")
    func writtenMeanwhile() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for poll in 0..<12 {
            let items = (0..<50).map { number in
                JudgedItem(
                    item: ParsedItem(id: "\(poll)-\(number)", title: "Title \(poll) \(number)"), verdict: relevant())
            }
            try await store.poll(at: minute(poll), judged: items)
        }
        let lines = try Transfer.export(store).lines
        let copy = try TemporaryStore().keeping { try $0.open() }
        let error = try #require(throws: StoreError.self) {
            var rest = lines[...]
            return try copy.store.importLines(
                now: minute(60),
                progress: { _ in _ = try? copy.store.label(1, ItemLabel(relevant: false), now: minute(61)) },
                next: { rest.popFirst() })
        }
        #expect(error.message.contains("meanwhile"))
        #expect(try copy.store.verify().faults == [])
        #expect(try !copy.store.importLines(lines).isCopy)
        #expect(try copy.store.status().items == 600 && copy.store.item(1)?.label?.relevant == false)
        #expect(try copy.store.verify().faults == [])
    }
}
