public import News

extension Settings {
    /// One table of `[[access]]`: how the feeds below an address want to be asked.
    public struct Access: Hashable, Sendable {
        /// Where a secret stands.
        public enum Source: Hashable, Sendable {
            /// In the configuration.
            case here(Secret)
            /// In a file of its own, so that others may read the configuration.
            case file(SecretFile)
        }

        /// Who is asking.
        public enum Credential: Hashable, Sendable {
            /// `username`, and `password` or `password_file`.
            case basic(user: String, password: Source)
            /// `token` or `token_file`.
            case bearer(Source)
        }

        /// `url`: the address at and below which the table holds; without credentials.
        public var url: FeedURL
        /// `user_agent`: the `User-Agent` in place of the usual one.
        public var userAgent: String?
        /// The credentials.
        public var credential: Credential?
        /// `headers`: other header lines.
        public var headers: [FeedAccess.Header] = []
    }

    /// The tables of `[[access]]` with their secrets, which are read from their files now.
    ///
    /// - Parameter url: The only address that will be asked; then no file of another table is read. `nil` for all.
    /// - Throws: ``SettingsError`` for every file that cannot be read or holds no secret.
    public func feedAccess(for url: FeedURL? = nil) throws(SettingsError) -> [FeedAccess] {
        var result: [FeedAccess] = []
        var problems: [SettingsError.Problem] = []
        var file = ""
        for table in access where url.map(table.covers) ?? true {
            do throws(SettingsError) {
                result.append(try table.withSecrets())
            } catch {
                file = error.path
                problems += error.problems
            }
        }
        if !problems.isEmpty { throw SettingsError(path: file, problems: problems) }
        return result
    }
}

extension Settings.Access {
    fileprivate func covers(_ url: FeedURL) -> Bool { FeedAccess(url: self.url).covers(url) }

    fileprivate func withSecrets() throws(SettingsError) -> FeedAccess {
        var result = FeedAccess(url: url, userAgent: userAgent, headers: headers)
        switch credential {
        case .basic(let user, let password): result.credential = .basic(user: user, password: try password.secret())
        case .bearer(let token): result.credential = .bearer(try token.secret())
        case nil: break
        }
        return result
    }
}

extension Settings.Access.Source {
    fileprivate func secret() throws(SettingsError) -> Secret {
        switch self {
        case .here(let secret): secret
        case .file(let file): try file.read()
        }
    }
}

/// A file that holds one secret in one line, such as systemd's `LoadCredential=` makes.
public struct SecretFile: Hashable, Sendable {
    /// The file; absolute.
    public var path: String
    /// The key that names it.
    var key: String
    /// The configuration that the key stands in, and on which line.
    var configuration: String
    var line: Int?

    /// No password is longer, in bytes.
    private static let longest = 64 << 10

    /// The secret: the file's text without line breaks at its end.
    func read() throws(SettingsError) -> Secret {
        let bytes: [UInt8]
        do { bytes = try ConfigurationFile.bytes(at: path, largest: Self.longest) } catch {
            throw complaint(error.reason)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw complaint("is not UTF-8 text") }
        let secret = text.trimmingSuffix { $0.isNewline }
        guard !secret.isEmpty else { throw complaint("is empty") }
        guard secret.isOneLine else { throw complaint("must hold the secret alone, in one line") }
        return Secret(String(secret))
    }

    private func complaint(_ what: String) -> SettingsError {
        SettingsError(
            path: configuration,
            problems: [.init(line: line, message: "\"\(key)\" in [[access]]: \(path) \(what)")])
    }
}

extension String {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
        var result = self[...]
        while let last = result.last, isDropped(last) { result = result.dropLast() }
        return result
    }
}
