/// Why a lexicon could not be used: what is wrong, where, and what to do about it, in one line.
public struct LexiconError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, or the name that the text was given with.
    public let file: String
    /// The line, counted from 1, where it is known.
    public let line: Int?
    /// What is wrong and what to do.
    public let problem: String

    init(file: String, line: Int? = nil, _ problem: String) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    /// The file, the line where known, and the problem, for example `lexicon.toml:12: …`.
    public var description: String {
        line.map { "\(file):\($0): \(problem)" } ?? "\(file): \(problem)"
    }
}
