import Glibc
import News

/// What must hold before libcurl may open a `file:` address.
enum LocalFile {
    /// Why a file may not be read; `nil` if it may.
    ///
    /// Only a regular file is: to open a pipe would stop the transfer thread until somebody writes to it.
    static func refusal(for url: FeedURL, _ limits: FetchLimits) -> FetchFailure? {
        guard limits.allowFileURLs else {
            return FetchFailure(
                kind: .forbidden, reason: "file addresses are not allowed (allow_file_urls = true permits them)")
        }
        guard let path = URLParts.path(of: url.string) else {
            return FetchFailure(kind: .forbidden, reason: "not the address of a file: \(url)")
        }
        var info = stat()
        guard stat(path, &info) == 0 else {
            return FetchFailure(kind: .unreachable, reason: "\(path): \(String(cString: strerror(errno)))")
        }
        guard info.st_mode & S_IFMT == S_IFREG else {
            return FetchFailure(kind: .forbidden, reason: "\(path): not a regular file")
        }
        guard access(path, R_OK) == 0 else {
            return FetchFailure(kind: .unreachable, reason: "\(path): \(String(cString: strerror(errno)))")
        }
        return nil
    }
}
