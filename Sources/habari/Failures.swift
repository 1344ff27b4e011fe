/// Why a command did not do what was asked, in one line: what, where, and what to do.
struct CommandFailure: Error, Equatable, CustomStringConvertible {
    /// The line.
    var message: String

    /// Makes a failure.
    init(_ message: String) { self.message = message }

    /// The line.
    var description: String { message }
}

/// The command failed and has said why already.
struct Reported: Error {}
