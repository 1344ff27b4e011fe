import Glibc
import News

/// Held by the one process that writes; the kernel lets go of it when the process ends, however it ends.
///
/// A file of its own beside the store, because SQLite's locks on the database file vanish when another descriptor
/// of it is closed. Source: flock(2).
final class WriterLock: Sendable {
    /// `nil` once released.
    private let descriptor: Guarded<Int32?>

    /// Takes the lock, or says who has it.
    init(path: String) throws(StoreError) {
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw StoreError(creating: path + ".lock", errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError(
                kind: .locked,
                message: "\(path): another habarid is writing this store; stop it, or set another `path` under [store]")
        }
        self.descriptor = Guarded(descriptor)
    }

    /// Whether some process holds the lock of a store.
    static func isHeld(path: String) -> Bool {
        let descriptor = open(path + ".lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    deinit { release() }

    /// Lets another writer in.
    func release() {
        descriptor.withLock { held in
            if let held { close(held) }
            held = nil
        }
    }
}
