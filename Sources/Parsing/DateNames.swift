/// The words of dates: months, weekdays, zones and halves of the day, in the languages that feeds use.
enum DateNames {
    /// The number of a month named by a word in lower case.
    static func month(_ word: String) -> Int? { months[word] }

    /// The number of a weekday, 1 for Monday, named by a word in any case.
    static func weekday(_ word: String) -> Int? { weekdays[word.lowercased()] }

    /// Whether a word means the second half of the day; `nil` where it is no such word.
    static func half(_ word: String) -> Bool? {
        switch word {
        case "am", "오전", "上午", "午前": false
        case "pm", "오후", "下午", "午後": true
        default: nil
        }
    }

    /// Whether a word may stand in a date without meaning anything: "at", "de", "ya".
    static func isFiller(_ word: String) -> Bool { fillers.contains(word) }

    private static let fillers: Set<String> = [
        "at", "on", "etc", "of", "the", "de", "del", "à", "a", "le", "um", "uhr", "ya", "saa", "tarehe", "den", "o",
        "el",
        "om", "г", "в",
    ]

    /// An offset from UTC in seconds, for a name of a zone in lower case.
    ///
    /// The single letters are those of RFC 822 as it printed them. Of names with several owners the one that feeds
    /// mean is listed: EST is New York, EAT Nairobi, BST London in summer, IST India, CST Chicago.
    static func zone(_ word: String) -> Int? {
        if word.utf8.count == 1, let letter = word.utf8.first { return military(letter) }
        return zones[word]
    }

    private static func military(_ letter: UInt8) -> Int? {
        switch letter {
        case UInt8(ascii: "z"): 0
        case UInt8(ascii: "a")...UInt8(ascii: "i"): -3600 * (Int(letter) - 0x60)
        case UInt8(ascii: "k")...UInt8(ascii: "m"): -3600 * (Int(letter) - 0x61)
        case UInt8(ascii: "n")...UInt8(ascii: "y"): 3600 * (Int(letter) - 0x6D)
        default: nil
        }
    }

    /// Every row is an offset in minutes and the names for it.
    private static let zones: [String: Int] = {
        let rows: [(Int, String)] = [
            (0, "utc gmt ut zulu wet azot egst gst0 uct"), (60, "cet met bst ist1 wat west mez nft"),
            (120, "cest mest eet cat sast mesz kst2 usz1"), (180, "eest eat msk trt ast3 arabia fet"),
            (210, "irst"), (240, "msd gst samt aztt mut ret sct"), (270, "irdt aft"), (300, "pkt uzt yekt mvt"),
            (330, "ist slst"), (345, "npt"), (360, "bdt btt omst almt"), (390, "mmt"), (420, "ict wib krat novt hovt"),
            (480, "hkt sgt pht myt awst wita irkt ulat cst8"), (540, "jst kst wit yakt"), (570, "acst"),
            (600, "aest chst vlat pgt"), (630, "acdt lhst"), (660, "aedt sbt nct magt"), (720, "nzst fjt pett"),
            (780, "nzdt tot"), (-60, "azot1 cvt egt"), (-120, "fnt brst uyst"), (-150, "ndt"),
            (-180, "adt brt art clst gft srt uyt pmst"), (-210, "nst"), (-240, "edt ast at bot clt gyt vet amt"),
            (-300, "est et cdt cot pet ect act eastern"), (-360, "cst ct mdt galt central"),
            (-420, "mst mt pdt mountain"), (-480, "pst pt akdt pacific"),
            (-540, "akst hadt hdt gamt"), (-600, "hst hast ckt taht"), (-660, "sst nut"),
        ]
        var result: [String: Int] = [:]
        for (minutes, names) in rows {
            for name in names.split(separator: " ") where !name.contains(where: \.isNumber) {
                result[String(name)] = minutes * 60
            }
        }
        return result
    }()

    /// English, German, Dutch, Scandinavian, French, Spanish, Italian, Portuguese, Swahili, Polish, Czech, Hungarian,
    /// Turkish, Indonesian, Somali, Greek, Russian, Ukrainian and Arabic, long and short; a line for each month.
    private static let months: [String: Int] = numbered(
        """
        jan january januar januari janvier janv enero ene gennaio gen janeiro janar styczeń stycznia sty leden
        ledna led január janu ocak oca jannaayo ιαν ιανουαρίου ιανουάριος янв января январь січня يناير január;
        feb february februar februari février fevrier févr fevr fév fev febrero febbraio fevereiro luty lutego
        lut únor února február febr şubat şub feebraayo φεβ φεβρουαρίου φεβρουάριος фев февр февраля февраль
        лютого فبراير;
        mar march märz marz mrz maart mrt mars marzo março marco machi mac marzec marca březen března bře
        március márc mart maret maarso μαρ μάρ μάρτ μαρτίου μάρτιος мар марта март березня مارس;
        apr april avril avr abril abr aprile aprili kwiecień kwietnia kwi duben dubna dub április ápr nisan nis
        abriil απρ απριλίου απρίλιος апр апреля апрель квітня أبريل;
        may mai mei maj mayo maggio mag maio maja květen května kvě május máj mayıs μαι μάι μαϊ μαΐου μάιος μαϊ
        мая май травня مايو;
        jun june juni juin junio giugno giu junho czerwiec czerwca cze červen června čvn június jún haziran haz
        juun ιουν ιούν ιουνίου ιούνιος июн июня июнь червня يونيو;
        jul july juli juillet juil julio luglio lug julho julai lipiec lipca lip červenec července čvc július
        júl temmuz tem luulyo ιουλ ιούλ ιουλίου ιούλιος июл июля июль липня يوليو;
        aug august augustus augusti août aout aoû agosto ago agosti sierpień sierpnia sie srpen srpna srp
        augusztus ağustos ağu agustus agt agoosto αυγ αύγ αυγούστου αύγουστος авг августа август серпня أغسطس;
        sep sept september septembre septiembre settembre set setembro septemba wrzesień września wrz září zář
        szeptember szept eylül eyl sebteembar σεπ σεπτ σεπτεμβρίου σεπτέμβριος сен сент сентября сентябрь
        вересня سبتمبر;
        oct october oktober okt octobre octubre ottobre ott outubro out oktoba październik października paź
        říjen října říj október ekim eki oktoobar οκτ οκτωβρίου οκτώβριος окт октября октябрь жовтня أكتوبر;
        nov november novembre noviembre novembro novemba listopad listopada lis listopadu kasım kas nofeembar
        νοε νοέ νοεμ νοεμβρίου νοέμβριος ноя нояб ноября ноябрь листопада نوفمبر;
        dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro desemba des desember
        grudzień grudnia gru prosinec prosince pro aralık ara diseembar δεκ δεκεμβρίου δεκέμβριος дек декабря
        декабрь грудня ديسمبر
        """)

    private static let weekdays: [String: Int] = numbered(
        """
        mon monday lundi lun lunes lunedì segunda montag mo maandag mandag måndag jumatatu poniedziałek pondělí
        hétfő pazartesi δευ δευτέρα пн понедельник 월 月;
        tue tues tuesday mardi mar martes martedì terça dienstag di dinsdag tirsdag tisdag jumanne wtorek úterý
        kedd salı τρι τρί τρίτη вт вторник 화 火;
        wed weds wednesday mercredi mer miércoles mié mercoledì quarta mittwoch mi woensdag onsdag jumatano
        środa středa szerda çarşamba τετ τετάρτη ср среда 수 水;
        thu thur thurs thursday jeudi jeu jueves jue giovedì gio quinta donnerstag do donderdag torsdag
        alhamisi czwartek čtvrtek csütörtök perşembe πεμ πέμ πέμπτη чт четверг 목 木;
        fri friday vendredi ven viernes vie venerdì sexta freitag fr vrijdag fredag ijumaa piątek pátek péntek
        cuma παρ παρασκευή пт пятница 금 金;
        sat saturday samedi sam sábado sáb sabato sab samstag sa zaterdag lørdag lördag jumamosi sobota szombat
        cumartesi σαβ σάβ σάββατο сб суббота 토 土;
        sun sunday dimanche dim domingo dom domenica sonntag so zondag søndag söndag jumapili niedziela neděle
        vasárnap pazar κυρ κυριακή вс воскресенье 일
        """)

    private static func numbered(_ table: String) -> [String: Int] {
        var result: [String: Int] = [:]
        for (index, row) in table.split(separator: ";").enumerated() {
            for word in row.split(whereSeparator: \.isWhitespace) { result[String(word)] = index + 1 }
        }
        return result
    }
}
