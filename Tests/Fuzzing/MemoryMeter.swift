import CSanitizer
import Synchronization

/// Measures what a stretch of work allocates, at its highest, through the sanitizer's hooks.
enum MemoryMeter {
    private static let live = Atomic<Int>(0)
    private static let highest = Atomic<Int>(0)

    /// Whether the sanitizer calls the two hooks; installed once, never removed.
    private static let isInstalled: Bool =
        __sanitizer_install_malloc_and_free_hooks(
            { _, size in
                let now = MemoryMeter.live.add(size, ordering: .relaxed).newValue
                MemoryMeter.highest.max(now, ordering: .relaxed)
            },
            { pointer in
                guard let pointer else { return }
                MemoryMeter.live.subtract(__sanitizer_get_allocated_size(pointer), ordering: .relaxed)
            }) != 0

    /// The most bytes that were allocated at once during the work, above what was there before.
    static func peak(of work: () -> Void) -> Int {
        claim(isInstalled, "the sanitizer takes no allocation hooks")
        let before = live.load(ordering: .relaxed)
        highest.store(before, ordering: .relaxed)
        work()
        return highest.load(ordering: .relaxed) - before
    }
}
