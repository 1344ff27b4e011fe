import CXML

/// One `outline` element as libxml2 understood it.
struct Outline {
    /// The attributes without a prefix, by name in lower case, because readers spell `xmlUrl` in every way; of two
    /// that differ in case only, the first counts.
    var attributes: [String: String]
    /// The names of the folders around it, outermost first.
    var folders: [String]
}

/// What libxml2 made of a document.
struct OutlineReading {
    /// The root element's name, as written; `nil` where there is none.
    var root: String?
    /// The outlines in document order, at every depth.
    var outlines: [Outline] = []
    /// Where the document is not well formed, and why.
    var flaw: (line: Int, reason: String)?
}

/// Reads outlines through libxml2's SAX interface; see `habari_xml_parse` in `CXML`.
enum OutlineReader {
    /// xmlInitParser(3), once and before the first parse.
    private static let initialised: Void = habari_xml_init()

    /// Reads a document; with `recovering` beyond the first error, as far as libxml2 can.
    static func read(_ bytes: [UInt8], recovering: Bool) -> OutlineReading {
        _ = initialised
        let collector = OutlineCollector()
        var callbacks = habari_xml_callbacks()
        callbacks.startElement = { owner, name, _, _, _, _, count, attributes in
            OutlineCollector.of(owner)?.start(name, attributes, count: Int(count))
            return 1
        }
        callbacks.endElement = { owner, name, _, _ in
            OutlineCollector.of(owner)?.end(name)
        }
        callbacks.problem = { owner, line, isFatal, isNamespace, message in
            guard isFatal != 0, isNamespace == 0 else { return }
            OutlineCollector.of(owner)?.flaw(line: Int(line), message)
        }
        // The collector outlives the call, which keeps no pointer to it.
        let owner = Unmanaged.passUnretained(collector).toOpaque()
        let wellFormed = withExtendedLifetime(collector) {
            bytes.withUnsafeBytes { buffer in
                habari_xml_parse(
                    buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: buffer.count),
                    recovering ? 1 : 0, owner, &callbacks)
            }
        }
        if wellFormed != 1, collector.reading.flaw == nil {
            collector.reading.flaw = (1, "the document cannot be read at all")
        }
        return collector.reading
    }
}

/// Keeps what the callbacks of one parse bring.
private final class OutlineCollector {
    var reading = OutlineReading()
    /// One entry for each open outline: the folder's name, or `nil` for a feed or a nameless folder.
    private var openOutlines: [String?] = []

    static func of(_ owner: UnsafeMutableRawPointer?) -> OutlineCollector? {
        owner.map { Unmanaged<OutlineCollector>.fromOpaque($0).takeUnretainedValue() }
    }

    func start(
        _ name: UnsafePointer<xmlChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
    ) {
        let element = name.map { String(cString: $0) } ?? ""
        if reading.root == nil { reading.root = element }
        guard element.isOutline else { return }
        let values = Self.values(attributes, count: count)
        reading.outlines.append(Outline(attributes: values, folders: openOutlines.compactMap(\.self)))
        openOutlines.append(values["xmlurl"] == nil ? Self.folderName(values) : nil)
    }

    private static func folderName(_ attributes: [String: String]) -> String? {
        let name = (attributes["text"] ?? attributes["title"] ?? "").foldingWhiteSpace()
        return name.isEmpty ? nil : name
    }

    func end(_ name: UnsafePointer<xmlChar>?) {
        if let name, String(cString: name).isOutline { _ = openOutlines.popLast() }
    }

    func flaw(line: Int, _ message: UnsafePointer<CChar>?) {
        guard reading.flaw == nil else { return }
        reading.flaw = (line, (message.map { String(cString: $0) } ?? "").foldingWhiteSpace())
    }

    /// Five pointers an attribute: name, prefix, namespace, and the value's first byte and end.
    private static func values(
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
    ) -> [String: String] {
        guard let attributes else { return [:] }
        var values: [String: String] = [:]
        for index in 0..<count {
            let parts = attributes + index * 5
            guard let name = parts[0], parts[1] == nil, let start = parts[3], let end = parts[4] else { continue }
            let key = String(cString: name).lowercased()
            if values[key] == nil { values[key] = text(UnsafeBufferPointer(start: start, count: end - start)) }
        }
        return values
    }

    /// The text of a value.
    ///
    /// Where entities are not substituted, libxml2 hands an ampersand in a value on as "&#38;", however it was written
    /// (xmlParseAttValueComplex in parser.c).
    private static func text(_ value: UnsafeBufferPointer<xmlChar>) -> String {
        let text = String(decoding: value, as: UTF8.self)
        return value.contains(UInt8(ascii: "&")) ? text.replacing("&#38;", with: "&") : text
    }
}

extension String {
    /// Whether this is the name of an outline element, in any case.
    var isOutline: Bool { lowercased() == "outline" }

    /// The text with each run of white space as one space, and none at the ends.
    func foldingWhiteSpace() -> String {
        split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
