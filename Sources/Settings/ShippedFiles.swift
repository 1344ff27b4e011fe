import FoundationEssentials

/// Finds the files that come with Habari, wherever it stands.
///
/// Looked in, in this order: the executable's own folder, the `share/habari` that belongs to it, the `Config`
/// folder of a source tree around it, and `/usr/share/habari`.
public enum ShippedFiles {
    /// The path of the shipped lexicon, or `nil` where there is none.
    public static func lexicon() -> String? { find("lexicon.toml") }

    /// The path of a shipped file, or `nil` where there is none.
    public static func find(_ name: String) -> String? {
        find(name, executable: executablePath())
    }

    /// The first existing place of a file, for an executable at a given path.
    static func find(_ name: String, executable: String?) -> String? {
        candidates(name, executable: executable).first { FileManager.default.fileExists(atPath: $0) }
    }

    private static func candidates(_ name: String, executable: String?) -> [String] {
        var places: [String] = []
        if let executable {
            var folder = parent(of: executable)
            places = ["\(folder)/\(name)", "\(parent(of: folder))/share/habari/\(name)"]
            // .build/<triple>/<configuration>/habari lies three folders below the source tree.
            for _ in 0..<4 {
                folder = parent(of: folder)
                places.append("\(folder)/Config/\(name)")
            }
        }
        return places + ["/usr/local/share/habari/\(name)", "/usr/share/habari/\(name)"]
    }

    private static func executablePath() -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")  // proc(5)
    }

    private static func parent(of path: String) -> String {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        return String(path[..<end])
    }
}

extension Settings {
    /// The lexicon's files in the order in which they are read: the shipped one, then the administrator's own.
    ///
    /// - Throws: ``SettingsError`` where the shipped one is missing.
    public func lexiconFiles() throws(SettingsError) -> [String] {
        guard let shipped = ShippedFiles.lexicon() else {
            throw SettingsError(
                path: "lexicon.toml",
                "is neither beside the executable, nor in a source tree around it, nor in /usr/share/habari; install it"
                    + " again")
        }
        return [shipped] + classify.lexicon
    }
}
