import ArgumentParser
import Classifying
import News
import Storing

/// What a person can say of an item.
enum LabelWord: String, CaseIterable, ExpressibleByArgument {
    case relevant, irrelevant, none

    /// Whether the item is relevant; `nil` takes the label back.
    var isRelevant: Bool? {
        switch self {
        case .relevant: true
        case .irrelevant: false
        case .none: nil
        }
    }
}

/// `habari label`: what a person says of an item, which wins over the classifier.
struct LabelCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Say of a stored item whether it is relevant.",
        discussion: """
            The label wins over the classifier for this item, now and after every edit, until it is taken back with none. \
            It is an entry of the journal like any other: nothing is overwritten. `habari labels` lists all labels, and \
            `habari train` learns from them. Needs permission to write the store; the daemon may be running.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The item's number, as `habari query --all` lists it.")
    var id: Int64

    @Argument(help: "relevant, irrelevant, or none to take a label back.")
    var word: LabelWord

    @Option(
        help: ArgumentHelp(
            "The topics of a relevant item (a,b; may be repeated); without it, those of the verdict.",
            valueName: "topics"))
    var topics: [String] = []

    @Option(help: ArgumentHelp("Why, in your words.", valueName: "text"))
    var note: String?

    func validate() throws {
        if !topics.isEmpty, word != .relevant {
            throw ValidationError("--topics goes with relevant; an item that is not relevant has none")
        }
    }

    func run(on console: Console) async throws {
        let setup = Setup(common)
        let topics = try topics.isEmpty ? nil : FilterOptions.topics(topics, setup)
        let store = try Store(path: setup.storePath(), access: .annotate)
        let label = ItemLabel(relevant: word.isRelevant, topics: topics, note: note)
        let isChanged = try store.label(id, label, now: console.now)
        guard let history = try store.item(id) else { return }
        let item = history.item
        let state = LabelText.sentence(history) + (isChanged ? "" : ", as it was")
        try console.output.line("item \(id): \(state): \(SafeText.line(item.headline))")
    }
}

/// Puts a label into words.
enum LabelText {
    /// What an item counts as, and who says so.
    static func sentence(_ history: ItemHistory) -> String {
        let item = history.item
        let counts = item.relevant ? "relevant" : "not relevant"
        let topics = item.topics.isEmpty ? "" : " (\(item.topics.map(\.rawValue).joined(separator: ", ")))"
        return history.label == nil ? "judged \(counts)\(topics), without a label" : "labelled \(counts)\(topics)"
    }
}

/// `habari labels`: the labelled items, as `habari train` reads them.
struct LabelsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "labels",
        abstract: "List the labelled items, in the form that train and evaluate read.",
        discussion: "One JSON object a line, in the order in which the labels were given.")

    @OptionGroup var common: CommonOptions

    func run(on console: Console) async throws {
        let store = try Setup(common).openStore()
        var json = JSONWriter()
        try store.labelledItems { item, label in
            json.removeAll()
            json.object { LabelledFields.write(item, label, into: &$0) }
            json.newline()
            try console.output.write(json.bytes)
        }
    }
}

/// How a labelled item is spelled in JSON.
enum LabelledFields {
    /// Writes the members of a labelled item into an object.
    static func write(_ item: JudgeableItem, _ label: ItemLabel, into json: inout JSONWriter) {
        let text = ItemText(item)
        json.member("id", "item-\(item.id)")
        json.member("title", text.title)
        json.member("summary", text.summary)
        json.member("source", text.source)
        json.member("country", text.sourceCountry)
        json.member("published", text.published?.rfc3339)
        json.member("language", text.language)
        json.member("relevant", label.relevant == true)
        json.member("topics", (label.topics ?? []).map(\.rawValue))
        json.member("why", label.note)
    }
}

extension ItemText {
    /// The text of a stored item.
    init(_ stored: JudgeableItem) {
        self.init(
            stored.item, source: stored.feedTitle.isEmpty ? nil : stored.feedTitle, country: stored.country)
    }
}
