/// Reads a file line by line in constant memory.
struct LineReader {
    /// One line, or what stands for it.
    enum Line: Equatable {
        /// The line's bytes without its end.
        case bytes([UInt8])
        /// A line longer than ``LineReader/longest``; it was passed over.
        case tooLong
    }

    /// The longest line that is kept, in bytes.
    static let longest = 16 << 20

    private let descriptor: Int32
    private let name: String
    private var buffer: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private var isAtEnd = false

    /// Reads from a descriptor; `name` is for messages.
    init(_ descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    /// The next line, or `nil` at the end.
    ///
    /// The last line needs no line feed.
    mutating func next() throws(CommandFailure) -> Line? {
        var isTooLong = false
        while true {
            if let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[start..<end]
                (start, scanned) = (end + 1, end + 1)
                return isTooLong ? .tooLong : .bytes(Array(line))
            }
            if isAtEnd { return isTooLong ? .tooLong : lastLine() }
            scanned = buffer.count
            if scanned - start > Self.longest {
                isTooLong = true
                start = scanned
            }
            try fill()
        }
    }

    /// Whether the next call has to read, and so may have to wait.
    var mayWait: Bool {
        !buffer[scanned...].contains(UInt8(ascii: "\n")) && !isAtEnd
    }

    private mutating func lastLine() -> Line? {
        guard start < buffer.count else { return nil }
        let line = Array(buffer[start...])
        (start, scanned) = (buffer.count, buffer.count)
        return .bytes(line)
    }

    private mutating func fill() throws(CommandFailure) {
        buffer.removeFirst(start)
        scanned -= start
        start = 0
        let count = InputFile.read(descriptor, into: &buffer, atMost: 64 << 10)
        guard count >= 0 else { throw InputFile.unreadable(name) }
        isAtEnd = count == 0
    }
}
