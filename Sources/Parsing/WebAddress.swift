/// Makes absolute addresses of the references that feeds hold (RFC 3986, section 5).
enum WebAddress {
    /// An address longer than this, in bytes, is no base.
    static let longestBase = 4096
    /// What stands before a relative reference may be so many bytes; more would add up over the links of a document.
    static let longestPrefix = 512

    /// A reference resolved against a base, or as it stands where that cannot be; `nil` where it is no link for a reader.
    ///
    /// White space around and line breaks within are dropped, as browsers do (WHATWG URL Standard, section 4.4), and a
    /// space within is escaped. `javascript:` and its like lead nowhere and are no links.
    static func resolve(_ reference: String, base: String?) -> String? {
        if isPlainWeb(reference) { return reference }
        let text = cleaned(reference)
        guard !text.isEmpty else { return nil }
        if let scheme = scheme(of: text) {
            return ["javascript", "vbscript", "data", "about"].contains(scheme) ? nil : text
        }
        guard let base, base.utf8.count <= longestBase, let parts = Parts(base) else { return text }
        if text.hasPrefix("//") { return parts.scheme + ":" + text }
        if text.hasPrefix("/") { return joined(parts.root, "", text) }
        if text.hasPrefix("?") { return joined(parts.root + parts.path, nil, text) }
        if text.hasPrefix("#") { return joined(parts.root + parts.path + parts.query, nil, text) }
        let folder = parts.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(parts.path[...$0]) } ?? "/"
        return joined(parts.root, folder, text)
    }

    /// A reference behind what the base gives it; its path is normalised together with the base's folder, if any.
    private static func joined(_ prefix: String, _ folder: String?, _ text: String) -> String {
        guard prefix.utf8.count + (folder?.utf8.count ?? 0) <= longestPrefix else { return text }
        return prefix + (folder.map { normalised($0 + text) } ?? text)
    }

    /// Whether a text is an absolute address of the web.
    static func isWeb(_ text: String) -> Bool {
        let scheme = scheme(of: text)
        return scheme == "http" || scheme == "https"
    }

    /// Whether a text is an absolute address of the web that has nothing in it to put right: the usual case, told fast.
    private static func isPlainWeb(_ text: String) -> Bool {
        let utf8 = text.utf8
        guard utf8.starts(with: "https://".utf8) || utf8.starts(with: "http://".utf8) else { return false }
        return !utf8.contains { $0 <= 0x20 || $0 == 0x7F }
    }

    /// The scheme in lower case, where the text starts with one (RFC 3986, section 3.1).
    static func scheme(of text: String) -> String? {
        guard let first = text.utf8.first, first.isASCIILetter else { return nil }
        var name: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: ":") { return name.count > 1 ? String(decoding: name, as: UTF8.self) : nil }
            guard byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2B || byte == 0x2D || byte == 0x2E,
                name.count < 32
            else { return nil }
            name.append(byte.asciiLowercased)
        }
        return nil
    }

    private static func cleaned(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { return text }
        var bytes: [UInt8] = []
        let trimmed = Array(text.utf8).withUnsafeBufferPointer { Array($0.trimmed) }
        for byte in trimmed {
            if byte == 0x20 { bytes.append("%20") } else if byte > 0x20 && byte != 0x7F { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A path without `.` and `..` segments (RFC 3986, section 5.2.4); query and fragment are left alone.
    private static func normalised(_ text: String) -> String {
        let bytes = text.utf8
        let pathEnd = bytes.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? bytes.endIndex
        let path = bytes[..<pathEnd]
        guard zip(path, path.dropFirst()).contains(where: { $0 == (UInt8(ascii: "/"), UInt8(ascii: ".")) }) else {
            return text
        }
        var kept: [Substring.UTF8View] = []
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            if segment.elementsEqual(".".utf8) {
                if isLast { kept.append(Substring("").utf8) }
            } else if segment.elementsEqual("..".utf8) {
                _ = kept.popLast()
                if isLast { kept.append(Substring("").utf8) }
            } else {
                kept.append(segment)
            }
        }
        return "/" + kept.map { String(Substring($0)) }.joined(separator: "/") + text[pathEnd...]
    }

    /// The parts of an absolute hierarchical address.
    private struct Parts {
        let scheme: String
        /// Scheme and authority.
        let root: String
        let path: String
        /// With its `?`; empty where there is none.
        let query: String

        init?(_ text: String) {
            guard let scheme = WebAddress.scheme(of: text), scheme != "file" else { return nil }
            // Bytes, not characters: a combining mark behind a slash is still behind a slash.
            let rest = text.utf8.dropFirst(scheme.utf8.count + 1)
            guard rest.starts(with: "//".utf8) else { return nil }
            let marks = "/?#".utf8
            let authority = rest.dropFirst(2).prefix { !marks.contains($0) }
            guard !authority.isEmpty else { return nil }
            let tail = rest[authority.endIndex...].prefix { $0 != UInt8(ascii: "#") }
            let path = tail.prefix { $0 != UInt8(ascii: "?") }
            self.scheme = scheme
            root = scheme + "://" + Substring(authority)
            self.path = path.isEmpty ? "/" : String(Substring(path))
            query = String(Substring(tail[path.endIndex...]))
        }
    }
}
