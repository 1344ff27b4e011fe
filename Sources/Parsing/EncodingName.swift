/// Names of encodings: what a label means, and what iconv calls it.
enum EncodingName {
    /// The name to report for a label: lower case, the common aliases folded into the IANA name.
    static func canonical(_ label: String) -> String {
        var name = label.lowercased()
        if name.hasPrefix("windows_") || name.hasPrefix("windows ") { name = "windows-" + name.dropFirst(8) }
        return aliases[name] ?? name
    }

    /// Whether a canonical name is ISO 8859-1, windows-1252 or ASCII, which browsers read alike.
    static func isLatin1(_ name: String) -> Bool { ["iso-8859-1", "windows-1252", "us-ascii"].contains(name) }

    /// Whether a canonical name needs more than one byte for `<`.
    static func isWide(_ name: String) -> Bool {
        name.hasPrefix("utf-16") || name.hasPrefix("utf-32") || name.hasPrefix("ucs-") || name.hasPrefix("iso-10646")
    }

    /// Whether text in an encoding of that canonical name can be read.
    static func isKnown(_ name: String) -> Bool {
        name == "utf-8" || isLatin1(name) || isWide(name) || IconvDecoder.knows(iconvNames(name))
    }

    /// The names to try with iconv, the superset in use first where a label is used for it.
    static func iconvNames(_ name: String) -> [String] {
        if let superset = supersets[name] { return [superset, name] }
        if name.hasPrefix("windows-") { return ["cp" + name.dropFirst(8), name] }
        if name.hasPrefix("x-") { return [String(name.dropFirst(2)), name] }
        let hyphened = String(name.map { $0 == "_" ? "-" : $0 })
        return [name, hyphened, name.filter { $0 != "-" && $0 != "_" }]
    }

    private static let aliases: [String: String] = [
        "utf8": "utf-8", "utf_8": "utf-8", "unicode-1-1-utf-8": "utf-8", "x-unicode20utf8": "utf-8", "utf-8n": "utf-8",
        "utf16": "utf-16", "utf_16": "utf-16", "utf16le": "utf-16le", "utf16be": "utf-16be", "utf-16-le": "utf-16le",
        "utf-16-be": "utf-16be", "utf32": "utf-32", "utf_32": "utf-32", "utf32le": "utf-32le", "utf32be": "utf-32be",
        "utf-32-le": "utf-32le", "utf-32-be": "utf-32be", "unicode": "utf-16",
        "ascii": "us-ascii", "ansi_x3.4-1968": "us-ascii", "ansi_x3.4-1986": "us-ascii", "iso646-us": "us-ascii",
        "iso-ir-6": "us-ascii", "us": "us-ascii", "ibm367": "us-ascii", "cp367": "us-ascii", "csascii": "us-ascii",
        "latin1": "iso-8859-1", "latin-1": "iso-8859-1", "iso8859-1": "iso-8859-1", "iso88591": "iso-8859-1",
        "iso_8859-1": "iso-8859-1", "iso_8859-1:1987": "iso-8859-1", "iso8859_1": "iso-8859-1", "l1": "iso-8859-1",
        "ibm819": "iso-8859-1", "cp819": "iso-8859-1", "csisolatin1": "iso-8859-1", "iso-ir-100": "iso-8859-1",
        "8859_1": "iso-8859-1", "iso-8859": "iso-8859-1", "iso 8859-1": "iso-8859-1", "iso-latin-1": "iso-8859-1",
        "cp1252": "windows-1252", "cp-1252": "windows-1252", "x-cp1252": "windows-1252", "win-1252": "windows-1252",
        "windows1252": "windows-1252", "ansi": "windows-1252", "x-ansi": "windows-1252", "1252": "windows-1252",
        "cp1250": "windows-1250", "cp1251": "windows-1251", "win-1251": "windows-1251", "x-cp1251": "windows-1251",
        "windows1251": "windows-1251", "cp1253": "windows-1253", "cp1254": "windows-1254", "cp1255": "windows-1255",
        "cp1256": "windows-1256", "cp1257": "windows-1257", "cp1258": "windows-1258",
        "sjis": "shift_jis", "shift-jis": "shift_jis", "x-sjis": "shift_jis", "ms_kanji": "shift_jis",
        "x-euc-jp": "euc-jp", "eucjp": "euc-jp", "euckr": "euc-kr", "koi8r": "koi8-r", "koi8u": "koi8-u",
        "big-5": "big5", "gb-2312": "gb2312", "x-gbk": "gbk", "latin2": "iso-8859-2", "latin9": "iso-8859-15",
        "iso8859-2": "iso-8859-2", "iso8859-15": "iso-8859-15", "tis620": "tis-620",
    ]

    /// Labels that are commonly put on text of a larger encoding (WHATWG Encoding Standard, section 4.2).
    private static let supersets: [String: String] = [
        "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "big5": "big5-hkscs", "shift_jis": "cp932",
        "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "ks_c_5601": "cp949",
        "windows-31j": "cp932", "windows-949": "cp949", "windows-936": "gb18030", "macroman": "macintosh",
        "mac-roman": "macintosh",
        "maccentraleurope": "mac-centraleurope", "maclatin2": "mac-centraleurope", "x-mac-ce": "mac-centraleurope",
        "maciceland": "mac-is", "cp_is": "cp861", "csibm861": "cp861", "windows-950": "big5-hkscs",
        "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874",
        "iso-8859-8-i": "iso-8859-8", "x-mac-cyrillic": "mac-cyrillic", "macintosh": "macintosh",
        "x-mac-roman": "macintosh", "iso-10646-ucs-2": "ucs-2be", "iso-10646-ucs-4": "ucs-4be",
    ]
}
