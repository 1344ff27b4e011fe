import News

/// The text of one revision, as far as it is kept.
struct StoredText {
    var title: String?
    var link: String?
    var summary: String?
    var content: String?
    /// Where summary and content are not kept, their fingerprint.
    var omitted: Int64?

    /// The text of an item at hand.
    init(_ item: ParsedItem) {
        title = item.title
        link = item.link
        summary = item.summary
        content = item.content
    }

    init(title: String?, link: String?, summary: String?, content: String?, omitted: Int64?) {
        self.title = title
        self.link = link
        self.summary = summary
        self.content = content
        self.omitted = omitted
    }

    /// The fingerprint of summary and content, typography aside.
    var fingerprint: Int64 {
        if let omitted { return omitted }
        var fingerprint = Fingerprint()
        fingerprint.add(Folding.typography(summary))
        fingerprint.add(Folding.typography(content))
        return fingerprint.value
    }

    /// What names the page; `nil` without a link.
    var canonicalLink: String? { link.map { CanonicalLink.of($0) } }

    /// Whether summary and content are at hand and empty.
    var isBare: Bool { omitted == nil && (summary ?? "").isEmpty && (content ?? "").isEmpty }
}
