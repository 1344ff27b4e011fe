import Glibc

/// One feed list on the disk, locked from the moment this value is made.
///
/// (1) The lock is held on the folder, not on the file: the file is replaced by every edit, and with it would go the
/// lock. (2) Nothing is renamed before it is on the disk, and the folder is flushed after it, so that a crash leaves
/// either list whole.
struct OutlineFile {
    private let path: String
    /// The file that a symbolic link leads to, or the path itself.
    private let target: String
    private let directory: String
    /// The open folder; closing it gives the lock back.
    private let lock: Int32

    /// Finds the file behind a path and takes the lock, waiting for it if need be.
    init(_ path: String) throws(FeedListError) {
        self.path = path
        let target = try Self.target(of: path)
        self.target = target
        directory = Self.folder(of: target)
        lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0 else { throw Self.unwritable(path) }
        while flock(lock, LOCK_EX) != 0 {
            if errno == EINTR { continue }
            // Some network file systems lock nothing; an edit without a lock is still whole.
            if [ENOLCK, EOPNOTSUPP, EBADF, EINVAL].contains(errno) { break }
            let error = Self.unwritable(path)
            close(lock)
            throw error
        }
    }

    /// Gives the lock back; call it once.
    func unlock() { close(lock) }

    /// Whether there is a file.
    var exists: Bool { access(target, F_OK) == 0 }

    /// Replaces the file at once, or makes it; see invariant (2).
    func replace(with bytes: [UInt8]) throws(FeedListError) {
        var template = Array("\(directory)/.habari-feeds-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Self.unwritable(path) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let isWritten = Self.write(bytes, to: descriptor) && keepOwnership(of: descriptor) && fsync(descriptor) == 0
        let failure = errno
        guard close(descriptor) == 0, isWritten, rename(template, target) == 0 else {
            let error = Self.unwritable(path, isWritten ? errno : failure)
            unlink(template)
            throw error
        }
        fsync(lock)
    }

    /// Gives the new file the mode and, where that is permitted, the owner of the old one.
    ///
    /// The owner comes first, because chown(2) clears set-ID bits. Without an old file the mode is what open(2)
    /// would have given it.
    private func keepOwnership(of descriptor: Int32) -> Bool {
        var old = stat()
        guard stat(target, &old) == 0 else {
            let mask = umask(0)
            umask(mask)
            return fchmod(descriptor, 0o666 & ~mask) == 0
        }
        if fchown(descriptor, old.st_uid, old.st_gid) != 0 { _ = fchown(descriptor, uid_t.max, old.st_gid) }
        return fchmod(descriptor, old.st_mode & 0o7777) == 0
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// realpath(3) of a file, or of its folder if there is no file yet.
    private static func target(of path: String) throws(FeedListError) -> String {
        if let real = realPath(path) { return real }
        guard errno == ENOENT else { throw unwritable(path) }
        var link = stat()
        if lstat(path, &link) == 0 { throw .unwritable(path: path, reason: "it is a symbolic link to no file") }
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        guard let real = realPath(folder(of: path)), !name.isEmpty else { throw unwritable(path) }
        return (real == "/" ? "" : real) + "/" + name
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func unwritable(_ path: String, _ code: Int32 = errno) -> FeedListError {
        .unwritable(path: path, reason: String(cString: strerror(code)))
    }
}

extension OutlineFile {
    /// Reads a whole file, a little more than the largest list at most.
    static func bytes(of path: String) throws(FeedListError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= OutlineDocument.largest {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    private static func unreadable(_ path: String) -> FeedListError {
        .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
}
