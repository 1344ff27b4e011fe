import FoundationEssentials
import Glibc

/// Reads the file, and says what its relative names mean.
enum ConfigurationFile {
    /// Nobody writes a configuration larger than this, in bytes; a wrong file is not read to its end.
    static let largest = 1 << 20

    /// Why the bytes of a file are not to be had, in words.
    struct Fault: Error {
        let reason: String
    }

    /// The text of a file.
    static func text(at path: String) throws(SettingsError) -> String {
        let bytes: [UInt8]
        do { bytes = try Self.bytes(at: path, largest: largest) } catch {
            throw SettingsError(path: path, "\(error.reason); name another file with --config or HABARI_CONFIG")
        }
        return try text(bytes, path: path)
    }

    /// The bytes of a file, at most so many.
    static func bytes(at path: String, largest: Int) throws(Fault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw unreadable() }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= largest else {
                throw Fault(reason: "is larger than \(ByteCount.spelling(of: largest)) and cannot be what was meant")
            }
        }
    }

    /// The text that bytes spell, if they are UTF-8 and hold no NUL, at which C would end the text.
    static func text(_ bytes: [UInt8], path: String) throws(SettingsError) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) { return text }
        let firstLine = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .firstIndex { String(validating: $0, as: UTF8.self) == nil || $0.contains(0) }
        let problem = SettingsError.Problem(
            line: (firstLine ?? 0) + 1, message: "not UTF-8 text; save the file in that encoding")
        throw SettingsError(path: path, problems: [problem])
    }

    /// The absolute folder that a file stands in.
    static func directory(of path: String) -> String {
        let absolute = absolutePath(path, in: FileManager.default.currentDirectoryPath)
        guard let slash = absolute.lastIndex(of: "/"), slash != absolute.startIndex else { return "/" }
        return String(absolute[..<slash])
    }

    /// A path as it stands if it is absolute, else below a folder.
    static func absolutePath(_ path: String, in directory: String) -> String {
        if path.hasPrefix("/") { return path }
        let name = path.hasPrefix("./") ? path.dropFirst(2) : path[...]
        return directory == "/" ? "/" + name : directory + "/" + name
    }

    private static func unreadable() -> Fault { Fault(reason: "cannot be read: \(String(cString: strerror(errno)))") }
}
