import Testing

@testable import Polling

@Suite struct HeapTests {
    @Test(
        "elements come out in order, whatever the order in which they went in", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func order(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var heap = Heap<Int>()
        var model: [Int] = []
        for _ in 0..<2000 {
            if chance.flip(0.6) {
                let number = Int.random(in: 0..<50, using: &chance)
                heap.insert(number)
                model.append(number)
            } else {
                model.sort()
                #expect(heap.first == model.first)
                #expect(heap.removeFirst() == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(heap.count == model.count)
        }
    }
}
