import News
import Storing
import Testing

/// What a person says of an item wins over what the classifier says.
@Suite("Labels")
struct LabelTests {
    private let temporary: TemporaryStore
    private let store: Store

    init() async throws {
        temporary = try TemporaryStore()
        store = try temporary.open()
        try await store.poll(
            at: minute(0),
            judged: [
                JudgedItem(item: Self.item("1"), verdict: relevant(0.9, topics: ["trade", "haiti"])),
                JudgedItem(item: Self.item("2"), verdict: irrelevant(0.2)),
            ])
    }

    private static func item(_ id: String, title: String? = nil) -> ParsedItem {
        ParsedItem(
            id: id, title: title ?? "Story \(id)", link: "https://n.example/\(id)", summary: "What happened in \(id).")
    }

    /// The numbers of the items that count as relevant, under a topic where one is given.
    private func found(_ topic: String? = nil) throws -> Set<Int64> {
        Set(try store.all(ItemQuery(topics: topic.map { [Topic($0)] } ?? [])).map(\.id))
    }

    @Test("a label decides what counts as relevant, and under which topics")
    func wins() async throws {
        #expect(
            try store.label(2, ItemLabel(relevant: true, topics: ["aid", "health"], note: "PEPFAR"), now: minute(5)))
        #expect(try store.label(1, ItemLabel(relevant: false), now: minute(6)))
        #expect(try found() == [2])
        #expect(try found("aid") == [2])
        #expect(try found("trade") == [])
        let history = try #require(try store.item(2))
        #expect(history.item.relevance == 1)
        #expect(history.item.topics == ["aid", "health"])
        #expect(history.verdicts.map(\.verdict.relevant) == [false])
        #expect(history.labels.map(\.labelled) == [minute(5)])
        #expect(history.label?.note == "PEPFAR")
        #expect(try store.item(1)?.item.relevance == 0)
        #expect(try store.verify().faults == [])
    }

    @Test("a label without topics has those of the verdict, as far as that finds the item relevant too")
    func inherited() async throws {
        #expect(try store.label(1, ItemLabel(relevant: true), now: minute(5)))
        #expect(try store.label(2, ItemLabel(relevant: true), now: minute(5)))
        #expect(try store.item(1)?.item.topics == ["trade", "haiti"])
        #expect(try store.item(2)?.item.topics == [])
    }

    @Test("a label taken back leaves the item as the newest verdict has it")
    func withdrawn() async throws {
        #expect(try store.label(1, ItemLabel(relevant: false), now: minute(5)))
        #expect(try store.label(1, ItemLabel(relevant: nil), now: minute(6)))
        #expect(try found("trade") == [1])
        let history = try #require(try store.item(1))
        #expect(history.item.relevance == 0.9)
        #expect(history.label == nil)
        #expect(history.labels.map(\.label.relevant) == [false, nil])
        #expect(try store.verify().faults == [])
    }

    @Test("what was said already is not recorded again; nor is taking back what was never said")
    func repeated() async throws {
        #expect(try store.label(2, ItemLabel(relevant: true, topics: ["aid"]), now: minute(5)))
        #expect(try !store.label(2, ItemLabel(relevant: true, topics: ["aid"]), now: minute(6)))
        #expect(try store.label(2, ItemLabel(relevant: true, topics: ["aid", "health"]), now: minute(7)))
        #expect(try !store.label(1, ItemLabel(relevant: nil), now: minute(8)))
        #expect(try store.item(2)?.labels.count == 2)
        #expect(try store.item(1)?.labels == [])
    }

    @Test("a later verdict and a later revision stand beside the label and do not undo it")
    func outlastsVerdicts() async throws {
        #expect(try store.label(2, ItemLabel(relevant: true, topics: ["aid"]), now: minute(5)))
        try await store.poll(at: minute(60), verdict: irrelevant(0.3, judge: "rules 2"), Self.item("2"))
        try await store.poll(
            at: minute(120), verdict: irrelevant(0.3, judge: "rules 2"), Self.item("2", title: "Edited"))
        let history = try #require(try store.item(2))
        #expect(history.verdicts.count == 3)
        #expect(history.item.title == "Edited")
        #expect(history.item.relevant)
        #expect(try found("aid") == [2])
        #expect(try store.label(2, ItemLabel(relevant: nil), now: minute(180)))
        #expect(try store.item(2)?.item.relevance == 0.3)
        #expect(try store.verify().faults == [])
    }

    @Test("a labelled item whose text was not kept gains it while its feed carries it")
    func gainsText() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open(keep: .relevant)
        try await store.poll(verdict: irrelevant(), Self.item("1"))
        #expect(try store.item(1)?.item.summary == nil)
        #expect(try store.label(1, ItemLabel(relevant: true), now: minute(5)))
        try await store.poll(at: minute(10), verdict: irrelevant(), Self.item("1"))
        #expect(try store.item(1)?.item.summary == nil, "an unchanged item is not looked at again")
        try await store.poll(at: minute(20), verdict: irrelevant(0.11), Self.item("1"))
        #expect(try store.item(1)?.item.summary == "What happened in 1.")
        #expect(try store.verify().faults == [])
    }

    @Test("the feed's count of relevant items follows the labels")
    func counts() async throws {
        try store.subscribe([Subscription(url: someFeed)], now: minute(1))
        #expect(try store.feedReports().first?.relevant == 1)
        #expect(try store.label(2, ItemLabel(relevant: true), now: minute(5)))
        #expect(try store.feedReports().first?.relevant == 2)
        #expect(try store.label(1, ItemLabel(relevant: false), now: minute(5)))
        #expect(try store.label(1, ItemLabel(relevant: nil), now: minute(6)))
        #expect(try store.label(2, ItemLabel(relevant: false), now: minute(6)))
        #expect(try store.feedReports().first?.relevant == 1)
    }

    @Test("an item that is not there is named")
    func unknown() throws {
        let error = try #require(throws: StoreError.self) {
            try store.label(99, ItemLabel(relevant: true), now: minute(5))
        }
        #expect(error.kind == .query)
        #expect(error.message.contains("99"))
    }

    @Test("labels are given beside a writer that is at work, and not through a reader")
    func beside() async throws {
        let annotator = try temporary.open(.annotate)
        #expect(try annotator.label(2, ItemLabel(relevant: true), now: minute(5)))
        try await store.poll(at: minute(10), Self.item("3"))
        #expect(try annotator.label(3, ItemLabel(relevant: false), now: minute(11)))
        try annotator.close()
        try await store.poll(at: minute(20), Self.item("4"))
        #expect(try found() == [1, 2, 4])
        #expect(try store.verify().faults == [])
        let reader = try temporary.open(.readOnly)
        #expect(throws: StoreError.self) { try reader.label(1, ItemLabel(relevant: false), now: minute(30)) }
    }

    @Test("the labelled items come in the order of their labels, with their newest text")
    func export() async throws {
        #expect(try store.label(2, ItemLabel(relevant: true, topics: ["aid"]), now: minute(5)))
        #expect(try store.label(1, ItemLabel(relevant: false, note: "a roundup"), now: minute(6)))
        try await store.poll(at: minute(60), Self.item("1", title: "Edited"), Self.item("2"))
        var lines: [String] = []
        try store.labelledItems { item, label in
            lines.append(
                "\(item.item.title ?? "") \(label.relevant == true) \(label.topics ?? []) \(label.note ?? "-")")
        }
        #expect(lines == ["Story 2 true [aid] -", "Edited false [] a roundup"])
    }
}

/// Stored items judged by newer rules.
@Suite("Judging anew")
struct RejudgingTests {
    @Test("new verdicts stand beside the old ones, and what turned is told")
    func rejudge() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for number in 0..<600 {
            let verdict = number % 2 == 0 ? relevant() : irrelevant()
            try await store.poll(at: minute(number), verdict: verdict, Self.item(number))
        }
        let annotator = try temporary.open(.annotate)
        var turned: [Int64: Bool] = [:]
        // Every third item is relevant by the newer rules.
        let receipt = try annotator.rejudge(
            since: nil, now: minute(1000),
            judge: { $0.id % 3 == 0 ? relevant(topics: ["aid"], judge: "rules 2") : irrelevant(judge: "rules 2") },
            turned: { turned[$0.id] = $1.relevant })
        // Items are numbered from 1, and those of odd number were relevant.
        let gained = (1...600).filter { $0 % 2 == 0 && $0 % 3 == 0 }.count
        let lost = (1...600).filter { $0 % 2 == 1 && $0 % 3 != 0 }.count
        #expect(receipt.judged == 600 && receipt.changed == 600 && receipt.withoutText == 0)
        #expect(receipt.gained == gained && receipt.lost == lost)
        #expect(turned.count == gained + lost)
        #expect(turned[6] == true && turned[1] == false && turned[3] == nil)
        #expect(try store.count(matching: ItemQuery(topics: ["aid"])) == 200)
        #expect(try store.count(matching: ItemQuery(topics: ["trade"])) == 0)
        #expect(try store.item(1)?.verdicts.map(\.verdict.judge) == ["rules 1", "rules 2"])
        #expect(try store.verify().faults == [])
        let again = try annotator.rejudge(
            since: nil, now: minute(1001),
            judge: { $0.id % 3 == 0 ? relevant(topics: ["aid"], judge: "rules 2") : irrelevant(judge: "rules 2") },
            turned: { _, _ in Issue.record("nothing is different") })
        #expect(again.changed == 0 && again.judged == 600)
    }

    @Test("only items since a time are judged; those without text stay as they are; labels win")
    func bounds() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open(keep: .relevant)
        try await store.poll(at: minute(0), verdict: relevant(), Self.item(0))
        try await store.poll(at: minute(60), verdict: irrelevant(), Self.item(1))
        try await store.poll(at: minute(60), verdict: relevant(), Self.item(2), Self.item(3))
        #expect(try store.label(3, ItemLabel(relevant: true, topics: ["haiti"]), now: minute(70)))
        var seen: [Int64] = []
        let receipt = try store.rejudge(
            since: minute(30), now: minute(100),
            judge: { item in
                seen.append(item.id)
                return irrelevant(judge: "rules 2")
            }, turned: { item, _ in #expect(item.id == 4) })
        #expect(seen == [3, 4])
        #expect(receipt.withoutText == 1 && receipt.changed == 2 && receipt.lost == 1)
        #expect(try store.all(ItemQuery()).map(\.id).sorted() == [1, 3])
        #expect(try store.item(3)?.item.topics == ["haiti"])
        #expect(try store.verify().faults == [])
    }

    @Test("an item judged anew is not judged a second time by the next poll of the same rules")
    func pollAfter() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try await store.poll(Self.item(0))
        let newer = irrelevant(judge: "rules 2")
        let receipt = try store.rejudge(since: nil, now: minute(5), judge: { _ in newer }, turned: { _, _ in })
        #expect(receipt.lost == 1)
        #expect(try await store.poll(at: minute(10), verdict: newer, Self.item(0)) == PollReceipt(known: 1))
        #expect(try store.item(1)?.verdicts.count == 2)
    }

    private static func item(_ number: Int) -> ParsedItem {
        ParsedItem(
            id: "\(number)", title: "Story number \(number) of many that differ",
            link: "https://n.example/\(number)", summary: "What happened in \(number).")
    }
}
