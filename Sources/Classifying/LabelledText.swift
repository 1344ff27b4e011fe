public import News

/// A text with what a careful reader says of it.
public struct LabelledText: Hashable, Sendable {
    /// The text.
    public var text: ItemText
    /// What the reader says.
    public var label: Label

    /// What a careful reader says of a text.
    public struct Label: Hashable, Sendable {
        /// Whether it bears on the relationship.
        public var relevant: Bool
        /// What it is about; empty where it is not relevant.
        public var topics: [Topic]
        /// Its language (ISO 639-1), where known.
        public var language: String?
        /// Whether a rule of keywords would likely get it wrong.
        public var isHard: Bool
        /// The event that it reports, where known: in cross-validation an event is never in two folds.
        public var event: String?

        /// Makes a label.
        public init(
            relevant: Bool, topics: [Topic] = [], language: String? = nil, isHard: Bool = false, event: String? = nil
        ) {
            self.relevant = relevant
            self.topics = topics
            self.language = language
            self.isHard = isHard
            self.event = event
        }
    }

    /// Puts a text and its label together.
    public init(text: ItemText, label: Label) {
        self.text = text
        self.label = label
    }
}
