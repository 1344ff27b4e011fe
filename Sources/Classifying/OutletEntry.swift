import News

/// An outlet that writes from one side's country.
struct OutletEntry: Sendable {
    /// The side's index.
    var side: Int
    /// It is a body of the side's state: what it publishes is that state's act.
    var isOfficial: Bool
}

extension LexiconContents {
    /// The outlet of a text: known by its name or web host, or told by the feed's country or the host's ending.
    ///
    /// `name` is the source's name as words.
    func outlet(of text: ItemText, name: [Token]) -> OutletEntry? {
        if let source = text.source {
            if let known = PhraseCompiler.hash(ofName: name).flatMap({ outlets[$0] }) { return known }
            if source.utf8.contains(UInt8(ascii: ".")), let host = Self.host(in: source),
                let known = outlet(atHost: host)
            {
                return known
            }
        }
        guard let country = text.sourceCountry?.uppercased() else { return nil }
        return sides.firstIndex { $0.country == country }.map { OutletEntry(side: $0, isOfficial: false) }
    }

    private func outlet(named name: String) -> OutletEntry? {
        PhraseCompiler.hash(ofName: name).flatMap { outlets[$0] }
    }

    /// Looks for the host and the domains above it, then at its last label, which may be a side's country code.
    private func outlet(atHost host: String) -> OutletEntry? {
        var rest = Substring(host)
        while rest.contains(".") {
            if let known = outlet(named: String(rest)) { return known }
            rest = rest[rest.index(after: rest.firstIndex(of: ".") ?? rest.startIndex)...]
        }
        let ending = rest.uppercased()
        return sides.firstIndex { $0.country == ending }.map { OutletEntry(side: $0, isOfficial: false) }
    }

    /// The host of a web address (RFC 3986, 3.2.2), or the text itself where it is a bare host; nil for anything else.
    static func host(in source: String) -> String? {
        var rest = Substring(source)
        if let scheme = rest.firstIndex(of: ":"), rest[scheme...].hasPrefix("://") {
            rest = rest[rest.index(scheme, offsetBy: 3)...]
        } else if rest.contains(" ") || !rest.contains(".") {
            return nil
        }
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" }.lowercased()
        return host.contains(".") ? host : nil
    }
}
