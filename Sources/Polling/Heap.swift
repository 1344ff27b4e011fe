/// A binary heap: the least element is at hand at once, and adding or removing one costs its logarithm.
struct Heap<Element: Comparable> {
    private var elements: [Element] = []

    /// The least element.
    var first: Element? { elements.first }

    /// How many elements there are.
    var count: Int { elements.count }

    /// Adds an element.
    mutating func insert(_ element: Element) {
        elements.append(element)
        var place = elements.count - 1
        while place > 0, elements[place] < elements[(place - 1) / 2] {
            elements.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Removes the least element.
    @discardableResult mutating func removeFirst() -> Element? {
        guard let first = elements.first else { return nil }
        elements.swapAt(0, elements.count - 1)
        elements.removeLast()
        var place = 0
        while let child = lesserChild(of: place), elements[child] < elements[place] {
            elements.swapAt(place, child)
            place = child
        }
        return first
    }

    private func lesserChild(of place: Int) -> Int? {
        let (left, right) = (2 * place + 1, 2 * place + 2)
        if right < elements.count { return elements[right] < elements[left] ? right : left }
        return left < elements.count ? left : nil
    }
}
