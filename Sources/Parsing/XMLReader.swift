import CXML
import News

/// One attribute of a start tag, valid only within the call that passes it.
struct XMLAttribute {
    let name: UnsafePointer<UInt8>
    let prefix: UnsafePointer<UInt8>?
    let value: Bytes

    /// The value without white space at its ends; libxml2 hands an ampersand over as `&#38;`.
    var text: String {
        let trimmed = value.trimmed
        guard var next = trimmed.firstIndex(of: "&#38;", from: 0) else { return trimmed.text }
        var result: [UInt8] = []
        var copied = 0
        while true {
            result.append(contentsOf: trimmed.part(copied..<next + 1))
            copied = next + 5
            guard let more = trimmed.firstIndex(of: "&#38;", from: copied) else { break }
            next = more
        }
        result.append(contentsOf: trimmed.part(copied..<trimmed.count))
        return String(decoding: result, as: UTF8.self)
    }
}

/// The name of an element; the pointers stay the same for the same name throughout one parse.
struct XMLName: Hashable {
    let local: UnsafePointer<UInt8>
    let prefix: UnsafePointer<UInt8>?
    let uri: UnsafePointer<UInt8>?

    func hash(into hasher: inout Hasher) { hasher.combine(local) }

    /// A number that is likely another for another name, and costs next to nothing.
    var slot: Int { Int(bitPattern: local) >> 3 }
}

/// Reads one XML document with libxml2's SAX interface and passes what it meets to a ``FeedSink``.
enum XMLReader {
    /// How a parse ended.
    struct Outcome {
        /// Whether the document was well formed.
        var isWellFormed: Bool
        /// Whether its prefixes and namespaces were as Namespaces in XML has them.
        var hasSoundNamespaces: Bool
        /// What libxml2 complained of, at most 20.
        var problems: [ParseProblem]
    }

    /// `xmlInitParser`, which must run once and before any other call; never undone in a living process.
    private static let initialised: Void = habari_xml_init()

    /// The longest document, in bytes, of which libxml2 may have a copy.
    static let longestCopy = 4 << 20

    /// The most namespace declarations that may be in force at once.
    static let maxNamespaces = 1024

    /// Parses a document (`xmlParseDocument`).
    ///
    /// - Parameters:
    ///   - bytes: The document in UTF-8 without XML declaration and DOCTYPE.
    ///   - sink: Receives the elements and texts; libxml2's parser is made and freed in this call.
    static func read(_ bytes: Bytes, into sink: inout FeedSink) -> Outcome {
        precondition(bytes.count < Int(Int32.max), "the fetcher bounds a document far below 2 GiB")
        guard isFit(bytes) else { return Outcome(isWellFormed: false, hasSoundNamespaces: true, problems: []) }
        // Given a long document whole, libxml2 would copy it first.
        guard bytes.count > longestCopy else {
            return run(into: &sink) { session, callbacks in
                bytes.withMemoryRebound(to: CChar.self) {
                    habari_xml_parse($0.baseAddress, Int32($0.count), 0, session, callbacks)
                }
            }
        }
        var rest = bytes[...]
        return withUnsafeMutablePointer(to: &rest) { rest in
            run(into: &sink) { session, callbacks in
                habari_xml_parse_from(
                    { owner, buffer, count in
                        guard let rest = owner?.assumingMemoryBound(to: Slice<Bytes>.self), let buffer else {
                            return -1
                        }
                        let piece = UnsafeRawBufferPointer(Bytes(rebasing: rest.pointee.prefix(Int(count))))
                        UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)).copyMemory(from: piece)
                        rest.pointee = rest.pointee.dropFirst(piece.count)
                        return Int32(piece.count)
                    }, rest, 0, session, callbacks)
            }
        }
    }

    /// Parses a document while it is mended, going on after a fault as well as libxml2 can.
    ///
    /// The mended document is never whole in memory: it may be several times as long as the broken one.
    static func read(_ repair: inout XMLRepair, into sink: inout FeedSink) -> Outcome {
        withUnsafeMutablePointer(to: &repair) { repair in
            run(into: &sink) { session, callbacks in
                habari_xml_parse_from(
                    { owner, buffer, count in
                        guard let repair = owner?.assumingMemoryBound(to: XMLRepair.self), let buffer else { return -1 }
                        let room = UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))
                        return Int32(repair.pointee.take(into: room))
                    }, repair, 1, session, callbacks)
            }
        }
    }

    /// Makes the callbacks and what they work on, for one call to libxml2.
    private static func run(
        into sink: inout FeedSink,
        _ parse: (UnsafeMutableRawPointer, UnsafePointer<habari_xml_callbacks>) -> Int32
    ) -> Outcome {
        _ = initialised
        var callbacks = habari_xml_callbacks(
            startElement: { owner, name, prefix, uri, declared, namespaces, count, attributes in
                guard let session = Session.of(owner) else { return 0 }
                if session.pointee.isAtRoot { session.pointee.sink.pointee.noteNamespaces(Int(declared), namespaces) }
                return session.pointee.start(name, prefix, uri, Int(declared), Int(count), attributes)
            },
            endElement: { owner, _, _, _ in Session.of(owner)?.pointee.end() },
            characters: { owner, bytes, count in
                Session.of(owner)?.pointee.sink.pointee.text(Bytes(start: bytes, count: Int(count)))
            },
            cdata: { owner, bytes, count in
                Session.of(owner)?.pointee.sink.pointee.cdata(Bytes(start: bytes, count: Int(count)))
            },
            problem: { owner, line, isFatal, isNamespace, message in
                Session.of(owner)?.pointee.note(Int(line), isNamespace != 0, message)
            })
        // Both pointers are good until libxml2 has let go of them, within this call.
        return withUnsafeMutablePointer(to: &sink) { sink in
            var session = Session(sink)
            let result = withUnsafeMutablePointer(to: &session) { parse($0, &callbacks) }
            return Outcome(
                isWellFormed: result == 1, hasSoundNamespaces: session.hasSoundNamespaces, problems: session.problems)
        }
    }

    /// Whether libxml2 may see the document at all.
    ///
    /// A NUL or another XML declaration is a fault in any case, and would make libxml2 change the encoding. A tag of
    /// endless attributes would make it compare each with each.
    private static func isFit(_ bytes: Bytes) -> Bool {
        let isDeclaration = bytes.holds("<?xml", at: 0) && bytes.count > 5 && bytes[5].isASCIISpace
        return !isDeclaration && bytes.firstIndex(of: 0, from: 0) == nil && !TagScanner.findsOverlongTag(in: bytes)
    }

    /// What libxml2's user data points to during one parse.
    ///
    /// It is a value behind a pointer, as the sink is, because a class would have every access checked at run time, a
    /// million times a document.
    private struct Session {
        let sink: UnsafeMutablePointer<FeedSink>
        var problems: [ParseProblem] = []
        var hasSoundNamespaces = true
        /// How many namespaces each open element declares, and all of them together.
        private var declared: [Int] = []
        private var live = 0
        /// Whether no element has been met yet.
        private(set) var isAtRoot = true

        init(_ sink: UnsafeMutablePointer<FeedSink>) { self.sink = sink }

        static func of(_ owner: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<Session>? {
            owner?.assumingMemoryBound(to: Session.self)
        }

        /// Answers whether the declarations in force are few enough for libxml2 to search them at every name.
        mutating func start(
            _ local: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?,
            _ namespaces: Int, _ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
        ) -> Int32 {
            isAtRoot = false
            declared.append(namespaces)
            live += namespaces
            guard let local else { return 1 }
            sink.pointee.startElement(
                XMLName(local: local, prefix: prefix, uri: uri), XMLAttributes(count: count, base: attributes))
            return live <= XMLReader.maxNamespaces ? 1 : 0
        }

        mutating func end() {
            live -= declared.popLast() ?? 0
            sink.pointee.endElement()
        }

        mutating func note(_ line: Int, _ isNamespace: Bool, _ message: UnsafePointer<CChar>?) {
            if isNamespace { hasSoundNamespaces = false }
            guard problems.count < XMLRepair.maxProblems, let message else { return }
            let text = String(cString: message).split(separator: "\n").joined(separator: " ")
            problems.append(ParseProblem(line: line, message: text))
        }
    }
}

/// The attributes of a start tag as libxml2 hands them over: five pointers each.
struct XMLAttributes {
    let count: Int
    let base: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

    /// Calls `body` with each attribute.
    func forEach(_ body: (XMLAttribute) -> Void) {
        guard let base else { return }
        for index in 0..<count {
            guard let name = base[index * 5], let start = base[index * 5 + 3], let end = base[index * 5 + 4] else {
                continue
            }
            body(XMLAttribute(name: name, prefix: base[index * 5 + 1], value: Bytes(start: start, count: end - start)))
        }
    }

    /// The value of an attribute without a prefix, its name compared without case; trimmed, `nil` where empty.
    func value(_ name: StaticString) -> String? {
        var found: String?
        forEach { attribute in
            if found == nil, attribute.prefix == nil, CName(attribute.name).equals(name) {
                found = attribute.text
            }
        }
        return found.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value of an attribute with the prefix; `nil` where there is none, empty where it is empty.
    func value(prefix: StaticString, _ name: StaticString) -> String? {
        var found: String?
        forEach { attribute in
            if let own = attribute.prefix, CName(own).equals(prefix), CName(attribute.name).equals(name) {
                found = attribute.text
            }
        }
        return found
    }
}

/// A name that ends with NUL.
struct CName {
    let bytes: Bytes

    init(_ pointer: UnsafePointer<UInt8>) {
        var count = 0
        while pointer[count] != 0 { count += 1 }
        bytes = Bytes(start: pointer, count: count)
    }

    /// Compares with a name in lower case, letters without case.
    func equals(_ name: StaticString) -> Bool { bytes.equals(name) }
}
