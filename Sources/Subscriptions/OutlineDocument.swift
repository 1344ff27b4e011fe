/// A document as read: its bytes, the places of its outlines, and what libxml2 says of them.
struct OutlineDocument {
    /// The bytes for editing, with the places of the tags.
    let source: OutlineSource
    /// What libxml2 read.
    let reading: OutlineReading
    private let form: TextForm

    /// Lists are small; a file larger than this, in bytes, is something else.
    static let largest = 16 << 20

    /// An element with more attributes than this is an attack: libxml2 compares each with each.
    private static let mostAttributes = 200

    /// Reads the bytes of a file; `path` is its name in messages.
    init(_ file: [UInt8], path: String) throws(FeedListError) {
        guard file.count <= Self.largest else { throw .notOPML(path: path, found: "it is larger than 16 MiB") }
        guard file.contains(where: { !$0.isSpace }) else { throw .notOPML(path: path, found: "the file is empty") }
        let (text, form) = TextForm.editable(file)
        let source = OutlineSource(text)
        for case .tag(let tag) in source.pieces where tag.attributes.count > Self.mostAttributes {
            throw .notOPML(path: path, found: "line \(tag.line) has an element with \(tag.attributes.count) attributes")
        }
        let document = OutlineDocument(source, form: form)
        if let found = document.oddity { throw .notOPML(path: path, found: found) }
        self = document
    }

    /// Takes a document that this room wrote itself.
    init(trusted text: [UInt8]) {
        self.init(OutlineSource(text), form: .ascii)
    }

    private init(_ source: OutlineSource, form: TextForm) {
        self.form = form
        self.source = source
        let text = source.bytes
        // In UTF-16 the declaration names an encoding that these bytes no longer have; mending writes a new one.
        var reading = OutlineReader.read(text, recovering: false)
        if reading.flaw != nil {
            let mended = MarkupMender.mended(text, pieces: source.pieces)
            let flaw = reading.flaw
            reading = OutlineReader.read(mended, recovering: true)
            reading.flaw = form.isTranscoded ? reading.flaw : flaw
        }
        self.reading = reading
    }

    /// The document with other text, in the same form.
    func replacing(with text: [UInt8], path: String) throws(FeedListError) -> OutlineDocument {
        try OutlineDocument(form.file(text), path: path)
    }

    /// The bytes of the file.
    var file: [UInt8] { form.file(source.bytes) }

    /// Whether the places are those of the outlines that libxml2 saw.
    var isEditable: Bool { source.elements.count == reading.outlines.count }

    /// Whether the text is UTF-8 or UTF-16, and says so or says nothing.
    var isUnicode: Bool {
        if form.isTranscoded { return true }
        guard String(validating: source.bytes, as: UTF8.self) != nil else { return false }
        return ["utf-8", "utf8"].contains(EncodingDeclaration.name(in: source.bytes) ?? "utf-8")
    }

    /// The line of an outline, where it is known.
    func line(of outline: Int) -> Int? {
        isEditable ? source.elements[outline].tag.line : nil
    }

    /// What the document is if it is no OPML.
    private var oddity: String? {
        guard let root = reading.root else { return "it holds no XML element" }
        if root.lowercased() == "opml" { return nil }
        let known = [
            "html": "a web page", "rss": "an RSS feed", "feed": "an Atom feed", "rdf": "an RDF feed",
        ]
        let name = known[root.lowercased()].map { "\($0) " } ?? ""
        return "it is \(name.isEmpty ? "a document that starts with" : name + "(starts with")"
            + " <\(root)>\(name.isEmpty ? "" : ")")"
    }
}

extension TextForm {
    /// Whether the bytes for editing are not those of the file.
    var isTranscoded: Bool {
        if case .utf16 = self { true } else { false }
    }
}
