import News

/// Reads one table of `[[access]]`.
struct AccessReader {
    /// The table, with what was found wrong in it.
    private(set) var section: Section
    private let file: String
    private let directory: String

    init(_ section: Section, file: String, directory: String) {
        self.section = section
        self.file = file
        self.directory = directory
    }

    /// What the table says; `nil` where something is wrong in it.
    ///
    /// Every key is asked for, whatever is wrong.
    mutating func access(after others: [Settings.Access]) -> Settings.Access? {
        let url = url(after: others)
        let userAgent = userAgent()
        let credential = credential()
        let headers = headers()
        if credential != nil, headers.contains(where: { $0.name.lowercased() == "authorization" }) {
            section.report("headers", "not hold \"Authorization\" beside a user name or a token")
        }
        guard let url, section.problems.isEmpty else { return nil }
        return Settings.Access(url: url, userAgent: userAgent, credential: credential, headers: headers)
    }

    private mutating func url(after others: [Settings.Access]) -> FeedURL? {
        guard let text = section.string("url") else {
            if section.isPresent, section.problems.isEmpty {
                section.report(whole: "needs the key \"url\": whose feeds it is for")
            }
            return nil
        }
        guard let url = FeedURL(text), url.scheme != "file" else {
            section.report("url", "be an address that begins with http:// or https://")
            return nil
        }
        if url.userInfo != nil { section.report("url", "hold no password; write \"username\" and \"password\"") }
        if others.contains(where: { $0.url == url }) {
            section.report("url", "differ from those of the other tables; \(url) has one already")
        }
        return url
    }

    private mutating func userAgent() -> String? {
        guard let text = section.string("user_agent") else { return nil }
        if !text.isEmpty, text.utf8.allSatisfy({ $0 < 0x7F }) { return text }
        section.report("user_agent", "be ASCII text such as \"Habari/1.0 (+https://example.org)\"")
        return nil
    }

    private mutating func credential() -> Settings.Access.Credential? {
        let user = section.string("username")
        let password = secret("password", orIn: "password_file")
        let token = secret("token", orIn: "token_file")
        if token != nil, user != nil || password != nil {
            section.report(whole: "has a token and a user name; a site wants one of the two")
        } else if let user, user.isEmpty || user.contains(":") {
            section.report("username", "not be empty, and hold no colon")
        } else if user != nil, password == nil, section.problems.isEmpty {
            section.report(whole: "has a user name without \"password\" or \"password_file\"")
        } else if user == nil, password != nil {
            section.report(whole: "has a password without \"username\"")
        }
        if let token { return .bearer(token) }
        guard let user, let password else { return nil }
        return .basic(user: user, password: password)
    }

    /// A secret that stands here or in a file; one of the two.
    private mutating func secret(_ key: String, orIn fileKey: String) -> Settings.Access.Source? {
        let text = section.secret(key)
        let name = section.fileName(fileKey)
        if text != nil, name != nil {
            section.report(fileKey, "not stand beside \"\(key)\"; keep one of the two")
        }
        if let text { return .here(text) }
        return name.map { name in
            let path = ConfigurationFile.absolutePath(name, in: directory)
            return .file(.init(path: path, key: fileKey, configuration: file, line: section.line(of: fileKey)))
        }
    }

    private mutating func headers() -> [FeedAccess.Header] {
        let wanted = "a table of strings such as { \"X-Reader\" = \"Habari\" }"
        var headers: [FeedAccess.Header] = []
        for (name, value) in section.strings("headers", wanted: wanted) ?? [] {
            guard let header = FeedAccess.Header(name: name, value: value) else {
                section.report("headers", "hold names of letters, digits and hyphens, and values of one line")
                continue
            }
            if header.isReserved {
                let instead =
                    name.lowercased() == "user-agent" ? "; write \"user_agent\"" : ", which habarid sets itself"
                section.report("headers", "not hold \"\(name)\"\(instead)")
            } else if headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
                section.report("headers", "hold \"\(name)\" once")
            } else {
                headers.append(header)
            }
        }
        return headers
    }
}
