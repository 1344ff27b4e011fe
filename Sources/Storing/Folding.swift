/// Text reduced to what matters, so that two spellings of the same words compare equal.
enum Folding {
    /// Text without differences of white space and typography: what a revision is compared by.
    ///
    /// White space of any kind and length is one space; curly and angular quotes are straight, all dashes are
    /// hyphens, an ellipsis is three dots; soft hyphens, joiners and other invisible characters are gone.
    static func typography(_ text: String?) -> String {
        guard var text, !text.isEmpty else { return "" }
        return text.withUTF8 { utf8 in
            // Nothing becomes longer: an ellipsis and three dots are three bytes each.
            String(unsafeUninitializedCapacity: utf8.count) { result in
                var folded = FoldedBytes(result)
                var reader = ScalarReader(utf8)
                while let scalar = reader.next() {
                    if isSpace(scalar) {
                        folded.pendSpace()
                    } else if scalar.isASCII, scalar.value != 0 {
                        folded.add(UInt8(truncatingIfNeeded: scalar.value))
                    } else if scalar == "…" {
                        for _ in 0..<3 { folded.add(UInt8(ascii: ".")) }
                    } else if !isInvisible(scalar) {
                        folded.add(plain(scalar))
                    }
                }
                return folded.count
            }
        }
    }

    /// Text without what a clock changes: figures are alike, and words of dates and durations are gone.
    static func timeless(_ text: String?) -> String {
        words(typography(text)).split(separator: " ").map { word in
            var masked = String.UnicodeScalarView()
            for scalar in word.unicodeScalars where !(scalar.isDigit && masked.last == "0") {
                masked.append(scalar.isDigit ? "0" : scalar)
            }
            return String(masked)
        }.filter { !clockWords.contains($0) }.joined(separator: " ")
    }

    /// A title as it is compared: lower case, without punctuation.
    static func title(_ title: String?) -> String { Self.title(typed: typography(title)) }

    /// The same of a title whose typography is plain already.
    static func title(typed: String) -> String { words(typed) }

    /// The headline by which reports of one event are recognised; `nil` where it says too little.
    ///
    /// An outlet's name after the last ` - `, ` | ` or the like is dropped. A headline has five words at least.
    static func headline(_ title: String?) -> String? {
        let typed = typography(title)
        return headline(typed: typed, title: Self.title(typed: typed))
    }

    /// The same of a title whose typography is plain already, and which is at hand as it is compared.
    static func headline(typed: String, title: String) -> String? {
        let words = outletSuffix(of: typed).map { Self.words(String(typed[..<$0])) } ?? title
        return count(words) >= 5 ? words : nil
    }

    /// Runs of letters, digits and marks, in lower case, with a space between; apostrophes within words are dropped.
    private static func words(_ text: String) -> String {
        var text = text.lowercased()
        return text.withUTF8 { utf8 in
            String(unsafeUninitializedCapacity: utf8.count) { result in
                var folded = FoldedBytes(result)
                var reader = ScalarReader(utf8)
                while let scalar = reader.next() {
                    if isWordPart(scalar) {
                        folded.add(scalar)
                    } else if scalar != "'" {
                        folded.pendSpace()
                    }
                }
                return folded.count
            }
        }
    }

    /// How many words there are, one space between each.
    private static func count(_ words: String) -> Int {
        words.isEmpty ? 0 : words.utf8.reduce(1) { $0 + ($1 == UInt8(ascii: " ") ? 1 : 0) }
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar.isDigit || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .decimalNumber, .otherNumber, .letterNumber, .currencySymbol: return true
        default: return properties.isAlphabetic
        }
    }

    /// Where an outlet's name begins at the end of a headline: at most five words after the last separator.
    private static func outletSuffix(of text: String) -> String.Index? {
        var text = text
        let offset = text.withUTF8 { utf8 in
            utf8.indices.dropLast(2).last { start in
                utf8[start] == UInt8(ascii: " ") && separators.contains { utf8[start...].starts(with: $0) }
            }
        }
        guard let offset else { return nil }
        let cut = text.utf8.index(text.startIndex, offsetBy: offset)
        return count(words(String(text[cut...]))) <= 5 ? cut : nil
    }

    /// What stands between a headline and its outlet's name.
    private static let separators = [" - ", " | ", " :: ", " * "].map { Array($0.utf8) }

    /// White space of any kind (Unicode's White_Space).
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x09...0x0D: true
        case ..<0x85: false
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF: true
        default: false
        }
    }

    /// The plain form of a typographic character; itself where it is none.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x2018...0x201B, 0x2032, 0x02BC, 0x00B4, 0x2039, 0x203A: "'"
        case 0x201C...0x201F, 0x2033, 0x00AB, 0x00BB: "\""
        case 0x2010...0x2015, 0x2212: "-"
        default: scalar
        }
    }

    /// Words that tell a moment or how long ago it was: English, Swahili, French.
    private static let clockWords: Set<String> = [
        "am", "pm", "a", "an", "ago", "just", "now", "today", "yesterday", "updated", "min", "mins", "minute",
        "minutes", "hr", "hrs", "hour", "hours", "sec", "secs", "second", "seconds", "day", "days", "week", "weeks",
        "0h", "0m", "0s", "0d", "0am", "0pm", "0st", "0nd", "0rd", "0th", "0min", "gmt", "utc", "eat", "est", "edt",
        "bst", "cet", "cest", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon",
        "tue", "wed", "thu", "fri", "sat", "sun", "january", "february", "march", "april", "may", "june", "july",
        "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
        "sep", "sept", "oct", "nov", "dec", "sasa", "leo", "jana", "dakika", "saa", "sekunde", "siku", "wiki",
        "iliyopita", "zilizopita", "jumatatu", "jumanne", "jumatano", "alhamisi", "ijumaa", "jumamosi", "jumapili",
        "il", "y", "maintenant", "hier", "heure", "heures", "jour", "jours", "semaine", "semaines", "lundi", "mardi",
        "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ]
}

extension Unicode.Scalar {
    /// Whether the character is an ASCII digit.
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
