/// The first 64 bits of a SHA-256 over some values: short enough for an index, alike on every machine.
///
/// Two values share a fingerprint by chance once in 2⁶⁴ pairs. A feed that forges one harms its own items only,
/// because what identifies an item is keyed with its feed.
struct Fingerprint {
    private var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(256) }

    /// Adds a text, or that there is none.
    mutating func add(_ text: String?) {
        guard var text else { return add(-1) }
        text.withUTF8 { utf8 in
            add(Int64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    /// Adds a number.
    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// The fingerprint of one text.
    static func of(_ text: String) -> Int64 {
        var fingerprint = Fingerprint()
        fingerprint.add(text)
        return fingerprint.value
    }

    /// The fingerprint of all that was added.
    var value: Int64 {
        SHA256Digest.first64Bits(of: bytes)
    }
}

/// The keys under which an item can be found again.
enum MarkKey {
    /// An identifier within its feed.
    static func guid(_ guid: String, feed: Int64) -> Int64 { key("guid", guid, feed) }
    /// A canonical link, in whichever feed.
    static func link(_ link: String) -> Int64 { key("link", link, 0) }
    /// A headline, in whichever feed.
    static func headline(_ words: String) -> Int64 { key("headline", words, 0) }
    /// The title of an item that has neither identifier nor link, within its feed.
    static func title(_ title: String, feed: Int64) -> Int64 { key("title", title, feed) }
    /// Title and text of an item that has neither identifier nor link, within its feed.
    static func text(_ digest: Int64, feed: Int64) -> Int64 {
        var fingerprint = Fingerprint()
        fingerprint.add("text")
        fingerprint.add(feed)
        fingerprint.add(digest)
        return fingerprint.value
    }

    private static func key(_ kind: String, _ text: String, _ feed: Int64) -> Int64 {
        var fingerprint = Fingerprint()
        fingerprint.add(kind)
        fingerprint.add(feed)
        fingerprint.add(text)
        return fingerprint.value
    }
}
