/// Everything that was found wrong with one configuration file.
///
/// All problems of a file are reported at once, in the order of its lines; a file that is no TOML has exactly
/// one, because nothing after it can be trusted.
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One thing that is wrong.
    public struct Problem: Hashable, Sendable {
        /// The line of the key, counted from 1; `nil` where the file as a whole is meant.
        public var line: Int?
        /// What is wrong and what to do, in one line without the file's name.
        public var message: String

        /// Makes a problem from its parts.
        public init(line: Int? = nil, message: String) {
            self.line = line
            self.message = message
        }
    }

    /// The file, as the caller named it.
    public var path: String
    /// What is wrong, in the order of the file; never empty.
    public var problems: [Problem]

    /// Makes an error from its parts.
    public init(path: String, problems: [Problem]) {
        precondition(!problems.isEmpty, "an error without a problem")
        self.path = path
        self.problems = problems
    }

    /// Makes an error about the file as a whole.
    init(path: String, _ message: String) {
        self.init(path: path, problems: [Problem(message: message)])
    }

    /// One line for each problem, in the form `FILE:LINE: MESSAGE`.
    public var lines: [String] {
        problems.map { problem in
            let place = problem.line.map { "\(path):\($0)" } ?? path
            return "\(place): \(problem.message)"
        }
    }

    /// All lines, one below the other.
    public var description: String { lines.joined(separator: "\n") }
}
