/// Why the store could not do what was asked, in one line for a person: what, where, and what to do.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure that a caller may want to tell apart.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// There is no file at the path.
        case missing
        /// The file is no SQLite database, or one of another program.
        case notAStore = "not-a-store"
        /// The store was written by an older program and has not been brought up to date yet.
        case older
        /// The store was written by a newer program.
        case newer
        /// Another process holds the store for too long, or another daemon owns it.
        case locked
        /// No room is left on the device.
        case full
        /// The file or its file system cannot be written.
        case readOnly = "read-only"
        /// The file's permissions do not allow what was asked.
        case denied
        /// The file is damaged.
        case corrupt
        /// The search terms are mistyped.
        case query
        /// The device failed, or something that no other kind names.
        case failed
    }

    /// The kind, for the caller.
    public var kind: Kind
    /// One line for a person.
    public var message: String

    /// Makes an error from its parts.
    public init(kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
