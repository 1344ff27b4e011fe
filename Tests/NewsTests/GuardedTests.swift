import News
import Testing

struct GuardedTests {
    @Test("nobody's change is lost where many change at once")
    func contended() async {
        let count = Guarded(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 { count.withLock { $0 += 1 } }
                }
            }
        }
        #expect(count.withLock { $0 } == 8000)
    }

    @Test("what the closure returns is handed on")
    func result() {
        let names = Guarded(["a"])
        #expect(names.withLock { $0.popLast() } == "a")
        #expect(names.withLock { $0.popLast() } == nil)
    }
}
