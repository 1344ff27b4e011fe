import Glibc

/// A value that one thread at a time may touch, guarded by a POSIX mutex.
///
/// It stands among the values because every room may import them and no room another.
///
/// The standard library's `Mutex` would do. But where two threads contend for it, its waiting is done in a library that
/// the thread sanitizer does not see into, which then reports every such use as a race, and the true races among them
/// with the rest. `pthread_mutex_lock(3)` it knows.
///
/// `@unchecked Sendable`: `value` is only touched in ``withLock(_:)``, by the thread that holds the mutex.
public final class Guarded<Value: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    /// Takes the value to guard.
    public init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        let code = pthread_mutex_init(mutex, nil)
        precondition(code == 0, "pthread_mutex_init cannot fail with default attributes on Linux")
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deinitialize(count: 1)
        mutex.deallocate()
    }

    /// Lets the caller have the value for as long as the closure runs; it must not ask for the same value again.
    public func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value)
    }
}
