import FoundationEssentials
import Glibc

/// Tells the service manager how the daemon is doing, by the protocol of sd_notify(3).
///
/// A message is one datagram of `NAME=VALUE` lines to the socket that `NOTIFY_SOCKET` names. Where there is no
/// service manager there is no socket, and nothing is sent.
final class SupervisorSocket: Sendable {
    private let descriptor: Int32
    /// Half the time within which the service manager wants to hear of us; `nil` where it does not watch.
    let beat: Duration?

    /// The socket named in the environment; `nil` where none is, or it cannot be reached.
    static func fromEnvironment(_ environment: [String: String] = ProcessInfo.processInfo.environment)
        -> SupervisorSocket?
    {
        guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@") else { return nil }
        return SupervisorSocket(path: path, beat: beat(environment))
    }

    private init?(path: String, beat: Duration?) {
        self.beat = beat
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }  // a name of the abstract namespace, unix(7)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count < room else {
            Glibc.close(descriptor)
            return nil
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
        }
        guard result == 0 else {
            Glibc.close(descriptor)
            return nil
        }
    }

    deinit { Glibc.close(descriptor) }

    /// Sends lines; a service manager that does not listen is not waited for.
    func send(_ lines: String) {
        let bytes = Array(lines.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    }

    /// The monotonic clock in microseconds, as `RELOADING=1` wants it.
    static var monotonicMicroseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
    }

    /// Half of `WATCHDOG_USEC`, if it is meant for this process (sd_watchdog_enabled(3)).
    private static func beat(_ environment: [String: String]) -> Duration? {
        guard let limit = environment["WATCHDOG_USEC"].flatMap(Int64.init), limit > 0 else { return nil }
        if let process = environment["WATCHDOG_PID"], process != "\(getpid())" { return nil }
        return .microseconds(limit / 2)
    }
}
