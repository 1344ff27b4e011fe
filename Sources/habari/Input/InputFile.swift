import Glibc

/// Opens and reads what a person named on the command line: a file, or `-` for standard input.
enum InputFile {
    /// The largest document read whole, in bytes: what libxml2 can count.
    static let largest = 1 << 30

    /// A descriptor to read from; the caller closes it with ``close(_:)``.
    static func open(_ path: String) throws(CommandFailure) -> Int32 {
        if path == "-" { return STDIN_FILENO }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        var info = stat()
        if fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFDIR {
            Glibc.close(descriptor)
            throw CommandFailure("\(path): is a folder; name a file")
        }
        return descriptor
    }

    /// Closes a descriptor that ``open(_:)`` gave, unless it is standard input.
    static func close(_ descriptor: Int32) {
        if descriptor != STDIN_FILENO { Glibc.close(descriptor) }
    }

    /// Everything in a file.
    static func bytes(of path: String) throws(CommandFailure) -> [UInt8] {
        let descriptor = try open(path)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            let count = read(descriptor, into: &bytes, atMost: 256 << 10)
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { return bytes }
            guard bytes.count <= largest else {
                throw CommandFailure("\(path): larger than 1 GiB; no feed is")
            }
        }
    }

    /// Appends what can be read now, and says how much that was: 0 at the end, -1 for a fault in `errno`.
    static func read(_ descriptor: Int32, into bytes: inout [UInt8], atMost limit: Int) -> Int {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: limit))
        var count = -1
        repeat {
            count = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + start }, limit)
            }
        } while count < 0 && errno == EINTR
        let fault = errno
        bytes.removeLast(limit - max(count, 0))
        errno = fault
        return count
    }

    /// The failure that `errno` tells of.
    static func unreadable(_ path: String) -> CommandFailure {
        let name = path == "-" ? "standard input" : path
        return CommandFailure("\(name): cannot be read: \(String(cString: strerror(errno)))")
    }
}
