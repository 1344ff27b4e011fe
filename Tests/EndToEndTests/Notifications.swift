import Foundation

/// Listens where a service manager would (sd_notify(3)).
final class Notifications: Sendable {
    let path: String
    private let socket: Int32

    /// Listens at a path that no file has.
    init(path: String) throws {
        self.path = path
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }

    deinit { close(socket) }

    /// Waits for a message with this text in it, and forgets those before it.
    func wait(for text: String) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var buffer = [UInt8](repeating: 0, count: 4096)
                var message = ""
                repeat {
                    let count = recv(self.socket, &buffer, buffer.count, 0)
                    message = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
                } while !message.contains(text)
                continuation.resume()
            }
        }
    }
}
