public import News

/// Turns the bytes of one document into a feed.
///
/// RSS 0.90 to 2.0, RDF Site Summary 1.0, Atom 0.3 and 1.0, CDF and JSON Feed are understood. A document with
/// faults is mended as far as it can be, so that one bad item costs at most itself; `recovered` and `problems` say
/// so. Time and memory are bounded by the document's size; nothing outside the document is ever read.
///
/// A parser keeps no state: one value may be used from any number of threads at once.
public struct FeedParser: Sendable {
    /// The most items that are kept of one document.
    public let maximumItems: Int

    /// Makes a parser; of a document with more items than `maximumItems` the first ones are kept, and a problem says so.
    public init(maximumItems: Int = 10_000) { self.maximumItems = maximumItems }

    /// Parses one document.
    ///
    /// - Parameter document: The bytes, where they came from (the base of relative links) and what the server said
    ///   of their encoding.
    /// - Returns: What the document says, with at most ``maximumItems`` items.
    /// - Throws: ``ParseError`` when the document is no feed.
    public func parse(_ document: Document) throws(ParseError) -> ParsedFeed {
        if let name = BinarySignature.name(of: document.bytes) { throw ParseError(.notAFeed(root: name)) }
        let source = SourceText(document)
        guard let first = source.bytes.first(where: { !$0.isASCIISpace && $0 != 0 }) else { throw ParseError(.empty) }
        let base = WebAddress.isWeb(document.url) ? document.url : nil
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            return try JSONFeedReader.read(source, documentBase: base, maximumItems: maximumItems)
        }
        return try XMLFeedReader(source, documentBase: base, maximumItems: maximumItems).read()
    }
}
