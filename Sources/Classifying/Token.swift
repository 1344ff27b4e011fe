/// One word of a text, with what the marks around it say.
struct Token {
    /// Where the word stands in its field, in UTF-8 bytes.
    var start: Int32
    /// The byte after its last one.
    var end: Int32
    /// The folded letters' hash.
    var hash: UInt64
    /// The lexicon's number for the word, or -1.
    var word: Int32
    /// The lexicon's number for the longest word beginning that it knows of this word, or -1.
    var stem: Int32
    /// The sentence, counted through title and summary; the title is 0.
    var sentence: Int32
    /// What is seen of the word and of the gap before it.
    var marks: Marks

    /// What is seen of a word and of the gap before it.
    struct Marks: OptionSet {
        let rawValue: UInt16
        /// Its first letter is a capital.
        static let capital = Marks(rawValue: 1)
        /// All its letters, two at least, are capitals.
        static let allCapitals = Marks(rawValue: 2)
        /// It is made of digits.
        static let number = Marks(rawValue: 4)
        /// A hyphen joins it to the word before.
        static let joined = Marks(rawValue: 8)
        /// A comma stands before it.
        static let comma = Marks(rawValue: 16)
        /// A dash with space around it stands before it.
        static let dash = Marks(rawValue: 32)
        /// A bracket opens before it.
        static let opensBracket = Marks(rawValue: 64)
        /// A bracket closes before it.
        static let closedBracket = Marks(rawValue: 128)
        /// An upright stroke stands before it.
        static let bar = Marks(rawValue: 256)
        /// An apostrophe joins it to the word before.
        static let apostrophe = Marks(rawValue: 512)
        /// It belongs to the frame and not to the story: a dateline, a byline, an outlet's name, a tail.
        static let muted = Marks(rawValue: 1024)
        /// A colon stands before it.
        static let colon = Marks(rawValue: 2048)
        /// A currency sign stands right after it (`US$`).
        static let money = Marks(rawValue: 4096)
        /// It was written with points between its letters (`U.S.`).
        static let dotted = Marks(rawValue: 8192)
        /// It links what stands around it (`in`, `with`).
        static let link = Marks(rawValue: 16384)
        /// It puts what stands around it side by side (`and`).
        static let and = Marks(rawValue: 32768)
    }
}
