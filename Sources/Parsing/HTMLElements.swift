/// What an element of HTML does to the text around it.
enum HTMLElements {
    /// The kinds that matter to plain text.
    enum Kind {
        /// Words before and after it are apart.
        case block
        /// It stands within a line.
        case inline
        /// An inline element that no one opens without meaning it: `b`, `em`, `a`, `font`, …
        case formatting
        /// An element without content.
        case void
        /// Its content is no text for a reader.
        case hidden
        /// HTML has no such element.
        case unknown
    }

    /// The kind of an element, by its name in lower case.
    static func kind(of name: String) -> Kind { kinds[name] ?? .unknown }

    private static let kinds: [String: Kind] = {
        var result: [String: Kind] = [:]
        for (words, kind) in [
            (block, Kind.block), (inline, .inline), (formatting, .formatting), (hidden, .hidden), (void, .void),
        ] {
            for word in words.split(separator: " ") { result[String(word)] = kind }
        }
        return result
    }()

    private static let block = """
        address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure \
        footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav noscript ol optgroup option \
        p pre section select summary table tbody td textarea tfoot th thead tr ul video audio marquee
        """
    private static let formatting = """
        a abbr acronym b big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var
        """
    private static let inline = """
        applet bdi bdo blink button canvas data label map meter nobr object output picture progress rb rp rt rtc ruby slot \
        svg math time title
        """
    private static let hidden = "script style head template iframe noembed noframes"
    private static let void = "area base basefont bgsound col embed frame img input link meta param source track wbr"
}
