import Glibc

/// What libFuzzer may be pointed at, by the name in `FUZZ_TARGET`.
enum FuzzTarget: String, CaseIterable {
    /// A whole document through `FeedParser`.
    case feed
    /// Anything at all inside one item, between two good ones.
    case item
    /// An HTML page through `FeedDiscovery`.
    case page
    /// A text through `PlainText`.
    case text
    /// A date through `DateReader`.
    case date
    /// A feed list through `FeedList`.
    case outline

    /// The target of this process.
    static let chosen: FuzzTarget = {
        let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? feed.rawValue
        guard let target = FuzzTarget(rawValue: name) else {
            let names = allCases.map(\.rawValue).joined(separator: ", ")
            fatalError("FUZZ_TARGET is \"\(name)\"; it must be one of \(names)")
        }
        return target
    }()

    /// Tries one input; whatever is wrong ends the process.
    func run(_ input: [UInt8]) {
        switch self {
        case .feed: FeedTarget.run(input)
        case .item: ItemTarget.run(input)
        case .page: PageTarget.run(input)
        case .text: TextTarget.run(input)
        case .date: DateTarget.run(input)
        case .outline: OutlineTarget.run(input)
        }
    }
}

/// Called by libFuzzer with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    let peak = MemoryMeter.peak { FuzzTarget.chosen.run(input) }
    // The promise is 64 MiB or eight times the document; small documents keep to much less, and what grows faster than
    // the document shows sooner.
    claim(peak <= 8 << 20 + 64 * count, "memory rose by \(peak) bytes for a document of \(count)")
    return 0
}

/// Ends the process, which libFuzzer takes for a finding, where a promise is not kept.
func claim(_ isKept: Bool, _ message: @autoclosure () -> String) {
    if !isKept { fatalError("broken promise: \(message())") }
}
