import News

/// Writes outlines and values as XML.
struct OutlineText {
    /// Whether letters beyond ASCII stand for themselves; else they become numeric references, which mean the same
    /// in every encoding.
    var isUnicode = true

    /// One feed as an empty element, attributes in the order of the OPML 2.0 specification, Habari's own last.
    func outline(_ subscription: Subscription) -> String {
        let attributes =
            [("type", "rss")]
            + Self.attributes(of: subscription).compactMap { name, value in
                value.map { (name, $0) }
            }
        let text = attributes.map { " \($0.0)=\"\(escaped($0.1, quote: UInt8(ascii: "\"")))\"" }.joined()
        return "<outline\(text)/>"
    }

    /// The attributes that carry a subscription; those that are at their default are `nil`.
    private static func attributes(of subscription: Subscription) -> [(String, String?)] {
        [
            ("text", subscription.title),
            ("xmlUrl", subscription.url.string),
            ("category", subscription.tags.isEmpty ? nil : subscription.tags.joined(separator: ",")),
            ("country", subscription.country),
            ("interval", subscription.interval?.spelling),
            ("enabled", subscription.enabled ? nil : "false"),
        ]
    }

    /// A value as it stands between quotes of that kind; what XML does not allow is dropped.
    func escaped(_ text: String, quote: UInt8?) -> String {
        var result = ""
        for scalar in text.unicodeScalars where scalar.isAllowedInXML {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"" where quote != UInt8(ascii: "'"): result += "&quot;"
            case "'" where quote == UInt8(ascii: "'"): result += "&apos;"
            case _ where scalar.value < 0x20 || (!isUnicode && !scalar.isASCII): result += "&#\(scalar.value);"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A whole new document.
    static func document(title: String, _ subscriptions: [Subscription]) -> String {
        let writer = OutlineText()
        let outlines = subscriptions.map { "    \(writer.outline($0))\n" }.joined()
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <opml version="2.0">
              <head>
                <title>\(writer.escaped(title, quote: nil))</title>
              </head>
              <body>
            \(outlines)  </body>
            </opml>

            """
    }
}
