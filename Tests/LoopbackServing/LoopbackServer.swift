import Glibc
import News

/// A raw HTTP/1.1 server on a loopback port of its own, whose every byte the test decides.
///
/// Each connection has a thread. The handler is called for each request, and answers through the connection; it
/// may as well send garbage, nothing at all, or hang up. ``stop()`` ends every connection and joins every thread.
public final class LoopbackServer: Sendable {
    /// A request as it came.
    public struct Request: Sendable {
        /// The method, as sent.
        public var method: String
        /// The request target: path and query.
        public var target: String
        /// The header lines in order, names in lower case.
        public var fields: [(name: String, value: String)]

        /// The first field of a name in lower case.
        public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
    }

    /// Answers a request through its connection; runs on the connection's own thread.
    public typealias Handler = @Sendable (Request, Connection) -> Void

    private struct State: Sendable {
        var requests: [Request] = []
        var open: Set<Int32> = []
        var mostOpen = 0
        var accepted = 0
        var threads: [pthread_t] = []
        var isStopping = false
    }

    /// The port it listens on.
    public let port: Int
    private let listener: Int32
    private let greeting: String?
    private let handler: Handler
    private let state = Guarded(State())

    /// Listens on 127.0.0.1, or on ::1, and starts to serve; with a greeting, each connection gets that and no more.
    public init(ipv6: Bool = false, greeting: String? = nil, _ handler: @escaping Handler) throws {
        self.greeting = greeting
        self.handler = handler
        (listener, port) = try Self.listen(ipv6: ipv6)
        spawn { $0.acceptAll() }
    }

    /// Every request so far, in the order they were read.
    public var requests: [Request] { state.withLock { $0.requests } }

    /// How many connections were open at once, at most.
    public var mostConnections: Int { state.withLock { $0.mostOpen } }

    /// How many connections were accepted.
    public var connections: Int { state.withLock { $0.accepted } }

    /// The address of a path on this server.
    public func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Ends every connection and waits for every thread.
    public func stop() {
        state.withLock { state in
            state.isStopping = true
            shutdown(listener, Int32(SHUT_RDWR))
            for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        while let thread = state.withLock({ $0.threads.popLast() }) { pthread_join(thread, nil) }
        close(listener)
    }

    private func acceptAll() {
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)  // not for the programs that tests start
            let isWelcome = state.withLock { state in
                if state.isStopping { return false }
                state.open.insert(socket)
                state.accepted += 1
                state.mostOpen = max(state.mostOpen, state.open.count)
                return true
            }
            if isWelcome { spawn { $0.serve(socket) } } else { close(socket) }
        }
    }

    private func serve(_ socket: Int32) {
        let connection = Connection(socket)
        if let greeting {
            connection.send(greeting)
            connection.fallSilent()
        }
        while !connection.isEnded, let request = connection.readRequest() {
            state.withLock { $0.requests.append(request) }
            handler(request, connection)
        }
        state.withLock { state in
            state.open.remove(socket)
            close(socket)
        }
    }

    private func spawn(_ work: @escaping @Sendable (LoopbackServer) -> Void) {
        let box = Unmanaged.passRetained(Work { work(self) })
        var id = pthread_t()
        let code = pthread_create(
            &id, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        precondition(code == 0, "no thread for the test server")
        state.withLock { $0.threads.append(id) }
    }

    private static func listen(ipv6: Bool) throws -> (listener: Int32, port: Int) {
        let listener = socket(ipv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw Unavailable(errno) }
        var storage = sockaddr_storage()
        var length = socklen_t(ipv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutableBytes(of: &storage) { bytes -> Int32 in
            if ipv6 {
                bytes.storeBytes(
                    of: sockaddr_in6(
                        sin6_family: sa_family_t(AF_INET6), sin6_port: 0, sin6_flowinfo: 0, sin6_addr: in6addr_loopback,
                        sin6_scope_id: 0), as: sockaddr_in6.self)
            } else {
                let address = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
                bytes.storeBytes(
                    of: sockaddr_in(
                        sin_family: sa_family_t(AF_INET), sin_port: 0, sin_addr: address,
                        sin_zero: (0, 0, 0, 0, 0, 0, 0, 0)),
                    as: sockaddr_in.self)
            }
            return bytes.withMemoryRebound(to: sockaddr.self) { address in
                guard let base = address.baseAddress else { return -1 }
                if bind(listener, base, length) != 0 || Glibc.listen(listener, 256) != 0 { return -1 }
                return getsockname(listener, base, &length)
            }
        }
        guard code == 0 else {
            defer { close(listener) }
            throw Unavailable(errno)
        }
        // The port stands at the same place in both kinds of address.
        let port = withUnsafeBytes(of: storage) { $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self) }
        return (listener, Int(UInt16(bigEndian: port)))
    }

    /// The system has no such socket.
    public struct Unavailable: Error {
        let code: Int32
        init(_ code: Int32) { self.code = code }
    }

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}

/// The server's end of a connection; lives on the thread that serves it.
public final class Connection {
    private let socket: Int32
    private var unread: [UInt8] = []
    /// Whether no further request is to be read.
    public private(set) var isEnded = false

    fileprivate init(_ socket: Int32) { self.socket = socket }

    /// The server's own port.
    public var localPort: Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutableBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { getsockname(socket, $0.baseAddress, &length) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Sends bytes as they are; whether the peer took them.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(socket, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else {
                isEnded = true
                return false
            }
            sent += count
        }
        return true
    }

    /// Sends text as it is; whether the peer took it.
    @discardableResult
    public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Answers as a well-behaved server does, and keeps the connection.
    public func reply(_ status: String = "200 OK", _ fields: [String] = [], _ body: [UInt8]) {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + fields
        send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    /// Answers as a well-behaved server does, and keeps the connection.
    public func reply(_ status: String = "200 OK", _ fields: [String] = [], _ body: String = "") {
        reply(status, fields, Array(body.utf8))
    }

    /// Says nothing more: returns when the peer has hung up.
    public func fallSilent() {
        var byte: UInt8 = 0
        while recv(socket, &byte, 1, 0) > 0 {}
        isEnded = true
    }

    /// Waits for so long, unless the peer hangs up first; whether it is still there.
    public func pause(milliseconds: Int32) -> Bool {
        var event = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        let isThere = poll(&event, 1, milliseconds) == 0
        if !isThere { isEnded = true }
        return isThere
    }

    /// Hangs up in good order once everything sent was taken.
    public func hangUp() { isEnded = true }

    /// Hangs up with RST in place of FIN.
    public func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        isEnded = true
    }

    fileprivate func readRequest() -> LoopbackServer.Request? {
        while true {
            if let end = headEnd {
                let head = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeFirst(end)
                return Self.parse(head)
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            unread += buffer[..<count]
        }
    }

    private var headEnd: Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard unread.count >= mark.count else { return nil }
        return (0...(unread.count - mark.count)).first { unread[$0..<$0 + mark.count].elementsEqual(mark) }
            .map { $0 + mark.count }
    }

    private static func parse(_ head: String) -> LoopbackServer.Request? {
        let lines = head.split(separator: "\r\n")
        guard let first = lines.first?.split(separator: " "), first.count == 3 else { return nil }
        let fields = lines.dropFirst().map { line in
            let name = line.prefix { $0 != ":" }
            return (name.lowercased(), String(line.dropFirst(name.count + 2)))
        }
        return LoopbackServer.Request(method: String(first[0]), target: String(first[1]), fields: fields)
    }
}
