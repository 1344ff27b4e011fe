import News

/// Receives the elements of one XML document and builds the feed from them.
///
/// It knows no parser: whoever calls it with start tags, texts and end tags that nest gets a feed. One sink serves
/// one parse on one thread.
struct FeedSink {
    /// The feed so far.
    var feed = FeedDraft()
    /// The items so far, in document order.
    var items: [ItemDraft] = []
    /// The format, once an element has told it.
    var format: FeedFormat?
    /// The root element, as spelled.
    private(set) var rootName: String?
    /// The dialect whose namespace the root element declares, whether or not anything is in it.
    private var rootNamespace: Vocabulary.NamespaceFormat?
    /// The most items that are kept of one document.
    let maximumItems: Int
    /// Whether an element that only feeds have was met where a feed has it.
    private var isSurelyFeed = false
    /// Whether items were left out because there were more than that.
    private(set) var isOverfull = false
    /// Whether a CDATA section seems to have run on into other items.
    private(set) var isSuspicious = false
    /// The document's own address, where it is one of the web.
    let documentBase: String?

    /// What an open element means for those within it.
    enum Context: UInt8 {
        /// Nothing of the feed yet.
        case document
        case feed, item
        /// Within a person, an Atom source, a text that is being collected, or something of no interest.
        case person, source, text, ignored
    }

    /// An open element.
    struct Frame {
        var element: Element
        var context: Context
        var base: String?
        var language: String?
    }

    /// What is known of a name: pointers into libxml2's dictionary are the key.
    struct NameFacts {
        var element: Element
        var isAtom: Bool
        var local: [UInt8]
        var namespace: Vocabulary.NamespaceFormat?
    }

    var frames: [Frame] = []
    /// How many files the items have.
    var enclosures = 0
    /// The items that are open, as indices; -1 stands for one beyond the limit.
    var openItems: [Int] = []
    var capture = TextCapture()
    var person = PersonDraft()
    /// The `isPermaLink` of the guid being collected: empty where it says nothing.
    var permalink = ""
    private var facts: [XMLName: NameFacts] = [:]
    /// The module that the root element, which is none of its own, belongs to by its namespace.
    private var defaultFamily: Family?

    init(documentBase: String?, maximumItems: Int) {
        self.documentBase = documentBase
        self.maximumItems = maximumItems
        frames.reserveCapacity(64)
    }

    // MARK: What the parser calls

    /// The namespaces that the root element declares: prefix and URI in turn, each ending with NUL.
    mutating func noteNamespaces(_ count: Int, _ names: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) {
        guard let names else { return }
        for index in 0..<count where rootNamespace == nil {
            rootNamespace = names[index * 2 + 1].flatMap { Vocabulary.format(ofNamespace: CName($0).bytes.text) }
        }
    }

    /// A start tag.
    mutating func startElement(_ name: XMLName, _ attributes: XMLAttributes) {
        let known = nameFacts(name)
        if known.element == .item, openItems.isEmpty { leaveText() }
        let parent = frames.last?.context ?? .document
        if parent == .text {
            capture.startChild(known.local)
            frames.append(Frame(element: known.element, context: .text, base: nil, language: nil))
            return
        }
        if rootName == nil { rootName = String(decoding: known.local, as: UTF8.self) }
        var frame = Frame(
            element: known.element, context: parent, base: frames.last?.base, language: frames.last?.language)
        if attributes.count > 0 { inherit(attributes, into: &frame) }
        frame.context = context(for: known, attributes, in: &frame, parent: parent)
        frames.append(frame)
    }

    /// Gives up a text of the feed in which an item starts: the text was never closed.
    private mutating func leaveText() {
        for index in frames.indices.reversed() {
            guard frames[index].context == .text else { return }
            frames[index].context = .feed
        }
    }

    /// An end tag; the parser sees to it that it belongs to the innermost open element.
    mutating func endElement() {
        guard let frame = frames.popLast() else { return }
        let parent = frames.last?.context ?? .document
        switch frame.context {
        case .text:
            if parent == .text { capture.endChild() } else { finishText(frame) }
        case .person where parent != .person:
            finishPerson(frame)
        case .item where frame.element == .item:
            finishItem(frame)
        default: break
        }
    }

    /// Text.
    mutating func text(_ bytes: Bytes) {
        switch frames.last?.context {
        case .text: capture.append(bytes)
        case .person: person.text.append(contentsOf: bytes)
        default: break
        }
    }

    /// Text of a CDATA section.
    mutating func cdata(_ bytes: Bytes) {
        // The rare "!" is looked for first.
        if !isSuspicious, bytes.firstIndex(of: "![cdata[", from: 0) != nil, XMLRepair.itemBoundary(in: bytes) != nil {
            isSuspicious = true
        }
        text(bytes)
    }

    // MARK: Names

    private mutating func nameFacts(_ name: XMLName) -> NameFacts {
        if let known = facts[name] { return known }
        let local = CName(name.local).bytes
        let uri = name.uri.map { CName($0).bytes.text }
        let family = Vocabulary.family(uri: uri, prefix: name.prefix.map { CName($0).bytes.text })
        let namespace = uri.flatMap(Vocabulary.format(ofNamespace:))
        var element = Vocabulary.element(local.lowercasedText, in: family)
        if element == .unknown, family != .core, name.prefix == nil {
            // Whoever makes a module's namespace the default one of the document means RSS all the same.
            if rootName == nil { defaultFamily = family }
            if family == defaultFamily { element = Vocabulary.element(local.lowercasedText, in: .core) }
        }
        let known = NameFacts(
            element: element,
            isAtom: namespace == .atom10 || namespace == .atom03,
            local: Array(local), namespace: namespace)
        facts[name] = known
        return known
    }

    /// Takes over `xml:base` and `xml:lang`, which hold for all that is within (XML Base; XML 1.0, section 2.12).
    private func inherit(_ attributes: XMLAttributes, into frame: inout Frame) {
        attributes.forEach { attribute in
            guard let prefix = attribute.prefix, CName(prefix).equals("xml") else { return }
            let name = CName(attribute.name)
            if name.equals("base") {
                frame.base = WebAddress.resolve(attribute.text, base: frame.base ?? documentBase) ?? frame.base
            } else if name.equals("lang") {
                let value = attribute.text
                // "en_GB" is how programs spell a locale; XML knows hyphens only (RFC 5646).
                frame.language = value.isEmpty ? nil : String(value.map { $0 == "_" ? "-" : $0 })
            }
        }
    }

    // MARK: Containers

    private mutating func context(
        for known: NameFacts, _ attributes: XMLAttributes, in frame: inout Frame, parent: Context
    ) -> Context {
        switch known.element {
        case .item:
            startItem(known, attributes, &frame)
            return .item
        case .rss, .rdf, .feed, .channel:
            if parent == .document || parent == .feed || parent == .ignored && openItems.isEmpty {
                startFeed(known, attributes, &frame)
                return .feed
            }
            return .ignored
        default: break
        }
        switch parent {
        case .feed, .item: return field(known, attributes, frame, isInItem: parent == .item)
        case .person: return startPersonPart(known)
        case .source: return known.element == .author ? startPerson() : .ignored
        case .document, .text, .ignored: return .ignored
        }
    }

    private mutating func startFeed(_ known: NameFacts, _ attributes: XMLAttributes, _ frame: inout Frame) {
        if format == nil || known.element == .channel { format = format(known, attributes) ?? format }
        let isBareChannel = known.element == .channel && format == .rss20
        isSurelyFeed =
            isSurelyFeed || known.element == .rss || known.namespace != nil || frames.isEmpty && !isBareChannel
        feed.language.offer(language: frame.language, rank: 1)
        guard known.element == .channel else { return }
        if let base = attributes.value("base") {
            frame.base = WebAddress.resolve(base, base: frame.base ?? documentBase)
        }
        startCDF(attributes, frame, isInItem: false)
    }

    /// What a container tells of the format; `nil` where it tells nothing.
    private mutating func format(_ known: NameFacts, _ attributes: XMLAttributes) -> FeedFormat? {
        switch known.element {
        case .rss:
            switch attributes.value("version") ?? "2.0" {
            case let version where version.hasPrefix("0.90"): return .rss090
            case let version where version.hasPrefix("0.91"): return .rss091
            case let version where version.hasPrefix("0.9"): return .rss092
            case let version where version.hasPrefix("1."): return .rss10
            default: return .rss20
            }
        case .rdf: return nil
        case .feed:
            if known.namespace == .atom03 { return .atom03 }
            if known.namespace == .atom10 { return .atom10 }
            return attributes.value("version")?.hasPrefix("0.") == true ? .atom03 : .atom10
        case .channel:
            if format == nil && frames.isEmpty {
                if known.namespace != nil { return rdfFormat(known) }
                let isCDF = known.local.first == UInt8(ascii: "C") || attributes.value("href") != nil
                return isCDF ? .cdf : .rss20
            }
            return format == nil ? rdfFormat(known) : nil
        default: return rdfFormat(known)
        }
    }

    private func rdfFormat(_ known: NameFacts) -> FeedFormat { known.namespace == .rss090 ? .rss090 : .rss10 }

    private mutating func startItem(_ known: NameFacts, _ attributes: XMLAttributes, _ frame: inout Frame) {
        if format == nil {
            let isInRDF = frames.contains { $0.element == .rdf }
            format = isInRDF ? rdfFormat(known) : known.isAtom || known.local.count == 5 ? .atom10 : .rss20
        }
        isSurelyFeed = isSurelyFeed || known.namespace != nil
        guard items.count < maximumItems else {
            isOverfull = true
            openItems.append(-1)
            return
        }
        openItems.append(items.count)
        items.append(ItemDraft())
        if attributes.count > 0 {
            let about = attributes.value(prefix: "rdf", "about") ?? attributes.value("about")
            if let about, !about.isEmpty {
                items[items.count - 1].id.offer(about, rank: 1)
                // RSS 1.0, section 5.5: it is the item's address, so it serves where no link is given.
                if WebAddress.isWeb(about) {
                    items[items.count - 1].link.offer(LinkDraft(text: about, base: nil), rank: 5)
                }
            }
            if format == .cdf { startCDF(attributes, frame, isInItem: true) }
        }
    }

    private mutating func finishItem(_ frame: Frame) {
        guard let index = openItems.popLast(), index >= 0 else { return }
        items[index].language.offer(language: frame.language, rank: 1)
    }

    /// CDF says with attributes what others say with elements (W3C note NOTE-CDFsubmit).
    private mutating func startCDF(_ attributes: XMLAttributes, _ frame: Frame, isInItem: Bool) {
        if let link = attributes.value("href") {
            let draft = LinkDraft(text: link, base: frame.base)
            if isInItem { withItem { $0.link.offer(draft, rank: 1) } } else { feed.link.offer(draft, rank: 1) }
        }
        if let date = attributes.value("lastmod").flatMap({ DateReader.date(in: $0) }) {
            if isInItem { withItem { $0.updated.offer(date, rank: 0) } } else { feed.updated.offer(date, rank: 0) }
        }
    }

    /// Changes the innermost open item, if it is one that is kept.
    mutating func withItem(_ body: (inout ItemDraft) -> Void) {
        guard let index = openItems.last, index >= 0 else { return }
        body(&items[index])
    }

    // MARK: The result

    /// The feed, once the document has ended; `nil` where no element of a feed was met.
    func parsedFeed(encoding: String) -> ParsedFeed? {
        guard let format = format ?? emptyFormat, isSurelyFeed || isLikelyFeed else { return nil }
        let link = feed.link.value.flatMap { WebAddress.resolve($0.text, base: $0.base ?? documentBase ?? selfAddress) }
        let base = itemBase(format, link: link)
        let authors = format == .atom10 || format == .atom03 ? feed.people.joined : nil
        let language = feed.language.value
        return ParsedFeed(
            format: format, encoding: encoding, title: feed.title.value, link: link,
            description: feed.description.value, language: language, updated: feed.updated.value, hints: feed.hints,
            items: items.map { $0.item(base: base, authors: authors, language: language) })
    }

    /// Whether a document whose root is no feed's holds one all the same.
    ///
    /// Bare elements called `item`, `entry`, `channel` and `feed` stand in catalogues, tables, settings and programme
    /// guides too; those of a feed say more than a name.
    private var isLikelyFeed: Bool {
        feed.title.value != nil && (feed.link.value != nil || feed.description.value != nil || !items.isEmpty)
            || items.contains { $0.title.value != nil && $0.saysMoreThanTitle }
    }

    /// The format of RDF in which there is nothing at all, but which says that it would be RSS.
    private var emptyFormat: FeedFormat? {
        guard rootName == "RDF", facts.count == 1 else { return nil }
        return rootNamespace == .rss090 ? .rss090 : rootNamespace == .rss10 ? .rss10 : nil
    }

    private var selfAddress: String? {
        feed.selfLink.flatMap { WebAddress.resolve($0.text, base: $0.base) }.flatMap { WebAddress.isWeb($0) ? $0 : nil }
    }

    /// What an item's links are relative to where no `xml:base` is in force: in RSS the channel's site, else the
    /// document itself; Atom knows only the document (RFC 4287, section 2), so its site serves when nothing else does.
    private func itemBase(_ format: FeedFormat, link: String?) -> String? {
        let site = link.flatMap { WebAddress.isWeb($0) ? $0 : nil }
        let isAtom = format == .atom10 || format == .atom03
        return isAtom ? documentBase ?? selfAddress ?? site : site ?? documentBase ?? selfAddress
    }
}
