/// The part of a host's name that its owner has registered, as well as that can be told without a list of suffixes.
public enum SiteName {
    /// Labels under which names are registered in many countries.
    private static let registries: Set<String> = [
        "ac", "co", "com", "edu", "go", "gov", "info", "me", "mil", "mobi", "ne", "net", "or", "org", "sc",
    ]

    /// The last two labels, or three where the last but one is a registry's; an address as it is.
    public static func of(_ host: String) -> String {
        let labels = host.split(separator: ".")
        guard labels.count > 2, let last = labels.last, last.contains(where: { !$0.isNumber }), !host.hasPrefix("[")
        else { return host }
        let isUnderRegistry = last.count == 2 && registries.contains(String(labels[labels.count - 2]))
        return labels.suffix(isUnderRegistry ? 3 : 2).joined(separator: ".")
    }
}
