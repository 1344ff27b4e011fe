extension Int {
    /// The number with its noun, in the plural where that is due: `1 feed`, `3 feeds`.
    func counted(_ noun: String) -> String {
        "\(self) \(noun)" + (self == 1 ? "" : "s")
    }
}
