import FoundationEssentials

/// Rings once at a time of day; belongs to one task, which sets it.
struct Alarm {
    private var time: Date?
    private var task: Task<Void, Never>?

    /// Sets the alarm to ring at a time, or never; one that is set for that time already goes on.
    ///
    /// - Parameter ring: waits for the time, which may have passed, then rings, unless its task is cancelled.
    mutating func set(for time: Date?, _ ring: @escaping @Sendable (Date) async -> Void) {
        guard time != self.time else { return }
        task?.cancel()
        self.time = time
        task = time.map { time in Task { await ring(time) } }
    }

    /// Takes note that the alarm has rung: it can be set for the same time again.
    mutating func hasRung() { time = nil }

    /// Stops the alarm for good.
    func stop() { task?.cancel() }
}
