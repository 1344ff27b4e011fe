/// What this is: the name and version that commands print and the User-Agent carries.
public enum Habari {
    /// The version, by the rules of Semantic Versioning 2.0.
    public static let version = "0.1.0"

    /// The `User-Agent` field: who asks, and where to complain (RFC 9110, section 10.1.5).
    ///
    /// - Parameter contact: a `mailto:` or web address; `nil` where the administrator gave none.
    public static func userAgent(contact: String?) -> String {
        "Habari/\(version) (" + (contact.map { "+\($0)" } ?? "feed reader; contact not configured") + ")"
    }
}
