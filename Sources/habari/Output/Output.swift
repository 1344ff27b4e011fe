import Glibc

/// Where a command's data goes: standard output in large writes, or memory for whoever wants to look at it.
///
/// Not safe to share between tasks; a command has one and passes it down.
final class Output {
    /// Why nothing more can be written.
    enum Failure: Error, CustomStringConvertible {
        /// The reader has gone, as with `| head`: no mistake, there is nobody left to write for.
        case closed
        /// write(2) failed for another reason, given by its error number.
        case failed(Int32)

        var description: String {
            switch self {
            case .closed: "standard output is closed"
            case .failed(let code): "standard output: \(String(cString: strerror(code)))"
            }
        }
    }

    /// What has not been written yet, or everything where there is no descriptor.
    private(set) var bytes: [UInt8] = []
    private let descriptor: Int32?

    /// Makes an output that writes to a descriptor, or keeps everything in memory.
    init(descriptor: Int32? = nil) {
        self.descriptor = descriptor
    }

    /// How many bytes are gathered before they are written.
    private static let capacity = 64 << 10

    /// Takes some text.
    func write(_ text: String) throws(Failure) {
        bytes.append(contentsOf: text.utf8)
        if bytes.count >= Self.capacity { try flush() }
    }

    /// Takes some text and ends the line.
    func line(_ text: String) throws(Failure) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\n"))
        if bytes.count >= Self.capacity { try flush() }
    }

    /// Takes some bytes.
    func write(_ some: [UInt8]) throws(Failure) {
        bytes.append(contentsOf: some)
        if bytes.count >= Self.capacity { try flush() }
    }

    /// Writes what is gathered.
    func flush() throws(Failure) {
        guard let descriptor else { return }
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                start += count
            } else if errno != EINTR {
                throw errno == EPIPE ? .closed : .failed(errno)
            }
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
