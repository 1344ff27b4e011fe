/// Guesses the encoding of a text that declares none and is not UTF-8, by the letters that would come out.
///
/// In every language a few letters make up much of a text. The right encoding shows them; any other shows letters that
/// are rare, signs, or nothing at all. Western European wins a tie, because its texts have few such letters to go by.
enum EncodingGuess {
    /// The canonical name of the encoding; `nil` where the text is Western, or too short to say.
    static func name(of bytes: Bytes) -> String? {
        // Cut before a tag, which no multi-byte character runs into.
        let sample = bytes.part(0..<(bytes.count <= 65_536 ? bytes.count : lastTag(in: bytes, before: 65_536)))
        guard sample.count(where: { $0 >= 0x80 }) >= fewest else { return nil }
        var best = (name: nil as String?, score: score(of: sample, as: western) + 0.1)
        for language in languages {
            let score = score(of: sample, as: language)
            if score > best.score { best = (language.name, score) }
        }
        return best.name
    }

    /// The fewest characters that are taken for evidence.
    private static let fewest = 12

    /// An encoding, the name that iconv has for it, and the commonest characters of what is written in it.
    private typealias Language = (name: String, iconv: String, letters: Set<Unicode.Scalar>)

    private static let western: Language = (
        "windows-1252", "CP1252", letters("áàâäãåæçéèêëíìîïñóòôöõøœßúùûüÁÀÂÄÅÆÇÉÈÊÍÑÓÔÖØÚÜ’‘“”–—…«»°€£©®·¡¿")
    )

    private static let languages: [Language] = [
        ("shift_jis", "CP932", kana), ("euc-jp", "EUC-JP", kana),
        ("euc-kr", "CP949", letters("이다는에의가을로하고은지를서도사한기그나인어시자대리아수해들만것게스정전부장일주상보원제성무구오국적여으라요거면년없있었했않습니까소공유조트미선과와")),
        ("gb2312", "GB18030", han), ("big5", "BIG5-HKSCS", han),
        ("windows-1251", "CP1251", cyrillic), ("koi8-r", "KOI8-R", cyrillic), ("koi8-u", "KOI8-U", cyrillic),
        ("iso-8859-5", "ISO-8859-5", cyrillic),
        ("windows-1253", "CP1253", letters("αοιετσνρκπυςμηλόάίέή")),
        ("windows-1255", "CP1255", letters("יוהלארתמבשנדקחפםע")),
        ("windows-1256", "CP1256", arabic), ("iso-8859-6", "ISO-8859-6", arabic),
        ("tis-620", "CP874", letters("านรอกเงมยลวดทตส่้ัีิ")),
        ("windows-1250", "CP1250", central), ("iso-8859-2", "ISO-8859-2", central),
        ("windows-1254", "CP1254", letters("ıışğçöüİŞĞÇÖÜâ")),
    ]

    /// The encodings of languages that are written in Latin letters.
    private static let latin: Set<String> = ["windows-1252", "windows-1250", "iso-8859-2", "windows-1254"]

    private static let kana = letters(
        "あいうえおかがきくけこごさしじすせそただちっつてでとどなにのはばひべほまみむめもやゆよらりるれろわをんアイクグコジスタッテトドフプムメャュラリルレロンー、。")
    private static let han = letters(
        "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經十三之进進着著等部度家电電力里裡如水化高自二理起小物现現实實加量都两兩体體制机機当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内內数數正心反你明看原又么麼利比或但质質气氣第向道命此变變条條只没沒结結解问問意建月公无無系係军軍很情者最立代想已通并並提直题題党黨程展五果料象员員革位入常文总總次品式活设設及管特件长長求老头頭基资資边邊流路级級少图圖山统統接知较較将將组組见見计計别別她手角期根论論运運农農指几幾九区區强強放决決西被干做必战戰先回则則任取,。、"
    )
    private static let arabic = letters("اليمنروتبةعدسفكحقه")
    private static let central = letters("łąęóżśćńźěščřžýáíéúůťďňőűöüŁŚŻŠČŘŽ")
    private static let cyrillic = letters("оеаинтсрвлкмдпуії")

    private static func letters(_ text: String) -> Set<Unicode.Scalar> { Set(text.unicodeScalars) }

    /// Which part of the characters beyond ASCII are common ones; 0 where there are few, or the bytes do not fit.
    private static func score(of sample: Bytes, as language: Language) -> Double {
        guard let decoded = IconvDecoder.decode(sample, names: [language.iconv]) else { return 0 }
        let isLatin = latin.contains(language.name)
        let text = Array(String(decoding: decoded.bytes, as: UTF8.self).unicodeScalars)
        var (all, common) = (0, 0)
        for (index, scalar) in text.enumerated() where scalar.value >= 0x80 {
            all += 1
            guard language.letters.contains(scalar) else { continue }
            // Accents stand among letters of ASCII, other scripts never do.
            let touchesLatin =
                index > 0 && isLetter(text[index - 1]) || index + 1 < text.count && isLetter(text[index + 1])
            if touchesLatin == isLatin { common += 1 }
        }
        guard all >= fewest, decoded.invalid * 50 <= all else { return 0 }
        return Double(common) / Double(all)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && scalar.properties.isAlphabetic }

    private static func lastTag(in bytes: Bytes, before end: Int) -> Int {
        bytes.part(0..<end).lastIndex(of: UInt8(ascii: "<")) ?? end
    }
}
