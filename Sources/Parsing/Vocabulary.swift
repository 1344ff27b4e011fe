/// What an element says, whatever the format, prefix or spelling.
enum Element: UInt8 {
    case unknown
    // Containers.
    case rss, rdf, feed, channel, item, image, textInput, source, mediaGroup, mediaContent, skipHours, skipDays
    // Texts.
    case title, dcTitle, mediaTitle, itunesTitle
    case description, dcDescription, abstract, itunesSummary, itunesSubtitle, mediaDescription
    case content, contentEncoded, body
    // Identity and links.
    case id, guid, link, origLink, enclosure
    // People.
    case author, dcCreator, itunesAuthor, otherAuthor, name, email
    // Times.
    case published, issued, available, date, created, updated, modified
    // Classes and the rest.
    case category, subject, keywords, tagList, itunesCategory, mediaCategory, language
    case ttl, hour, day, updatePeriod, updateFrequency
}

/// Which family of names an element belongs to.
enum Family: UInt8 {
    /// RSS, Atom and CDF themselves, and no namespace at all.
    case core
    case rdf, dc, dcterms, content, syndication, media, itunes, googleplay, feedburner, xhtml, prism
    /// Any other namespace.
    case foreign
}

/// Knows the names that feeds use.
enum Vocabulary {
    /// What a name in a namespace says; the name in lower case.
    static func element(_ name: String, in family: Family) -> Element {
        let table: [String: Element]
        switch family {
        case .core: table = core
        case .rdf: table = rdf
        case .dc: table = dc
        case .dcterms: table = dcterms
        case .content: table = ["encoded": .contentEncoded]
        case .syndication: table = ["updateperiod": .updatePeriod, "updatefrequency": .updateFrequency]
        case .media: table = media
        case .itunes: table = itunes
        case .googleplay: table = ["author": .otherAuthor, "description": .itunesSummary]
        case .feedburner: table = ["origlink": .origLink]
        case .xhtml: table = ["body": .body, "div": .body]
        case .prism: table = ["publicationdate": .available]
        case .foreign: table = [:]
        }
        return table[name] ?? .unknown
    }

    private static let core: [String: Element] = [
        "rss": .rss, "feed": .feed, "channel": .channel, "item": .item, "entry": .item, "image": .image,
        "textinput": .textInput, "source": .source, "skiphours": .skipHours, "skipdays": .skipDays,
        "title": .title, "description": .description, "summary": .description, "subtitle": .description,
        "tagline": .description, "abstract": .abstract, "content": .content, "body": .body, "fullitem": .contentEncoded,
        "encoded": .contentEncoded, "guid": .guid, "id": .id, "link": .link, "enclosure": .enclosure,
        "author": .author, "creator": .dcCreator, "name": .name, "email": .email,
        "pubdate": .published, "published": .published, "issued": .issued, "date": .date, "created": .created,
        "updated": .updated, "modified": .modified, "lastbuilddate": .updated,
        "category": .category, "keywords": .category, "tags": .tagList, "subject": .subject, "language": .language,
        "ttl": .ttl, "hour": .hour, "day": .day,
    ]
    private static let rdf: [String: Element] = ["rdf": .rdf]
    private static let dc: [String: Element] = [
        "title": .dcTitle, "description": .dcDescription, "creator": .dcCreator, "author": .dcCreator, "date": .date,
        "subject": .subject, "language": .language,
    ]
    private static let dcterms: [String: Element] = [
        "title": .dcTitle, "description": .dcDescription, "creator": .dcCreator, "date": .date, "subject": .subject,
        "language": .language, "issued": .issued, "available": .available, "created": .created, "modified": .modified,
        "abstract": .abstract,
    ]
    private static let media: [String: Element] = [
        "group": .mediaGroup, "content": .mediaContent, "title": .mediaTitle, "description": .mediaDescription,
        "category": .mediaCategory, "keywords": .keywords,
    ]
    private static let itunes: [String: Element] = [
        "author": .itunesAuthor, "summary": .itunesSummary, "subtitle": .itunesSubtitle, "title": .itunesTitle,
        "keywords": .keywords, "category": .itunesCategory,
    ]

    // MARK: Namespaces

    /// The family of a namespace; where the URI is unknown or missing, the prefix decides.
    static func family(uri: String?, prefix: String?) -> Family {
        if let uri, !uri.isEmpty {
            let name = folded(uri)
            if let family = uris[name] { return family }
            for (part, family) in parts where name.contains(part) { return family }
        }
        guard let prefix, !prefix.isEmpty else { return .core }
        return prefixes[prefix.lowercased()] ?? .foreign
    }

    /// A URI without what is commonly misspelt: scheme, `www.`, case, the marks at the end.
    private static func folded(_ uri: String) -> String {
        var name = Substring(uri.lowercased())
        if let scheme = name.firstIndex(of: ":"), name[scheme...].hasPrefix("://") {
            name = name[scheme...].dropFirst(3)
        }
        if name.hasPrefix("www.") { name = name.dropFirst(4) }
        while let last = name.last, "/#? ".contains(last) { name.removeLast() }
        return String(name)
    }

    private static let uris: [String: Family] = [
        "w3.org/2005/atom": .core, "purl.org/atom/ns": .core, "purl.org/atom/app": .foreign, "purl.org/rss/1.0": .core,
        "my.netscape.com/rdf/simple/0.9": .core, "channel.netscape.com/rdf/simple/0.9": .core,
        "purl.org/rss/1.0/modules/rss091": .core, "purl.org/net/rss1.1": .core, "backend.userland.com/rss": .core,
        "backend.userland.com/rss2": .core, "blogs.law.harvard.edu/tech/rss": .core,
        "cyber.law.harvard.edu/rss/rss.html": .core, "w3.org/1999/02/22-rdf-syntax-ns": .rdf,
        "purl.org/dc/elements/1.1": .dc, "purl.org/dc/elements/1.0": .dc, "purl.org/dc/terms": .dcterms,
        "purl.org/rss/1.0/modules/dcterms": .dcterms, "purl.org/rss/1.0/modules/content": .content,
        "purl.org/rss/1.0/modules/syndication": .syndication, "search.yahoo.com/mrss": .media,
        "itunes.com/dtds/podcast-1.0.dtd": .itunes, "google.com/schemas/play-podcasts/1.0": .googleplay,
        "rssnamespace.org/feedburner/ext/1.0": .feedburner, "w3.org/1999/xhtml": .xhtml,
        "prismstandard.org/namespaces/1.2/basic": .prism, "prismstandard.org/namespaces/basic/2.0": .prism,
    ]

    /// Parts by which a misspelt or outdated URI is known, the longer ones first.
    private static let parts: [(String, Family)] = [
        ("backend.userland.com/creative", .foreign), ("backend.userland.com/blogchannel", .foreign),
        ("purl.org/rss/1.0/modules/content", .content), ("purl.org/rss/modules/content", .content),
        ("modules/syndication", .syndication), ("purl.org/dc/terms", .dcterms), ("purl.org/dc/elements", .dc),
        ("purl.org/rss/1.0/modules/dc", .dc), ("dublincore", .dc), ("yahoo.com/mrss", .media),
        ("itunes.com/dtds/podcast", .itunes), ("itunes.apple.com/dtds/podcast", .itunes),
        ("/play-podcasts/", .googleplay),
        ("feedburner/ext", .feedburner), ("w3.org/1999/xhtml", .xhtml), ("w3.org/tr/xhtml", .xhtml),
        ("prismstandard.org/namespaces", .prism), ("w3.org/2005/atom", .core), ("purl.org/atom/ns", .core),
        ("backend.userland.com/rss", .core), ("netscape.com/rdf/simple", .core), ("w3.org/1999/02/22-rdf", .rdf),
        ("purl.org/pie", .core), ("purl.org/echo", .core),
    ]

    private static let prefixes: [String: Family] = [
        "rss": .core, "atom": .core, "a10": .core, "atom10": .core, "atom03": .core, "rdf": .rdf, "dc": .dc,
        "dcterms": .dcterms, "dcterm": .dcterms, "content": .content, "sy": .syndication, "syn": .syndication,
        "media": .media, "mrss": .media, "itunes": .itunes, "googleplay": .googleplay, "feedburner": .feedburner,
        "xhtml": .xhtml, "prism": .prism,
    ]

    /// The dialect of Atom and RSS that a namespace stands for, where it stands for one.
    static func format(ofNamespace uri: String) -> NamespaceFormat? {
        let name = folded(uri)
        if name.contains("w3.org/2005/atom") { return .atom10 }
        if name.contains("purl.org/atom/ns") || name.contains("purl.org/pie") || name.contains("purl.org/echo") {
            return .atom03
        }
        if name.contains("netscape.com/rdf/simple") { return .rss090 }
        if name == "purl.org/rss/1.0" || name.hasPrefix("purl.org/net/rss1.1") { return .rss10 }
        return nil
    }

    /// See ``format(ofNamespace:)``.
    enum NamespaceFormat { case atom10, atom03, rss090, rss10 }
}
