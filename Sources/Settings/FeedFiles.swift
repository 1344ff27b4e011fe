import Glibc

extension Settings {
    /// The feed lists that `feeds.files` stands for at this moment, as absolute paths.
    ///
    /// The order is that of the configuration, and by name within a pattern; a file named twice comes once. A
    /// plain name is given even if there is no such file, so that whoever opens it can say so; a pattern that
    /// matches nothing gives nothing, because an empty folder is no mistake. Patterns are those of glob(7).
    ///
    /// - Throws: ``SettingsError`` where a folder of a pattern cannot be read.
    public func feedFiles() throws(SettingsError) -> [String] {
        var paths: [String] = []
        for name in feeds.files {
            paths += try GlobPattern(name, in: directory)?.matches() ?? [absolute(name)]
        }
        var seen: Set<String> = []
        return paths.filter { seen.insert($0).inserted }
    }

    /// The feed list that `habari feeds add` writes to, absolute: the first plain name, whether the file exists or
    /// not, else the first file that a pattern finds; `nil` if there is neither.
    public func editableFeedFile() throws(SettingsError) -> String? {
        if let name = feeds.files.first(where: { GlobPattern($0, in: directory) == nil }) { return absolute(name) }
        return try feedFiles().first
    }

    private func absolute(_ name: String) -> String {
        ConfigurationFile.absolutePath(name, in: directory)
    }
}

/// A name with `*`, `?` or `[…]` in it, below a folder whose own name is taken as it stands.
private struct GlobPattern {
    private let pattern: String

    /// Takes a name if it is a pattern; a name with such a mark by which a file exists is a plain name.
    init?(_ name: String, in directory: String) {
        let path = ConfigurationFile.absolutePath(name, in: directory)
        guard name.contains(where: { "*?[".contains($0) }), access(path, F_OK) != 0 else { return nil }
        let written = name.hasPrefix("./") ? name.dropFirst(2) : name[...]
        let prefix = path.dropLast(written.count)
        pattern =
            prefix.reduce(into: "") { escaped, character in
                if "*?[\\".contains(character) { escaped += "\\" }
                escaped.append(character)
            } + path.dropFirst(prefix.count)
    }

    /// The paths that match, sorted.
    func matches() throws(SettingsError) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        switch glob(pattern, GLOB_ERR, nil, &found) {
        case 0:
            return (0..<Int(found.gl_pathc)).compactMap { index in
                found.gl_pathv[index].map { String(cString: $0) }
            }
        case GLOB_NOMATCH:
            return []
        // A folder that is not there holds no lists, although GLOB_ERR makes glob(3) say so as a failure.
        case GLOB_ABORTED where errno == ENOENT || errno == ENOTDIR:
            return []
        default:
            let reason = String(cString: strerror(errno))
            throw SettingsError(
                path: pattern, "cannot be searched for feed lists: \(reason); check \"files\" in [feeds]")
        }
    }
}
