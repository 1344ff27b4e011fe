/// What the rules of ``Inflections`` do not know of words.
enum WordLists {
    /// Names and words that look like a form of another and are none.
    ///
    /// They have no other forms, and none of them is made from another word either.
    static let exact: Set<String> = words(
        """
        adams andrews barnes brooks burns collins cummings edwards evans giles hastings hayes holmes hopkins hughes
        jacobs james jenkins johns jones manning marin marines martins matthews meles michaels moses myers nicholas
        nicolas owens parsons perkins peters phillips richards roberts rogers rubio ruto samuels sanders santos
        simmons simons soros stephens sterling stevens sykes thomas trump walters watkins watts williams withers yates

        angeles arkansas athens bahamas barbados beijing boeing caracas comoros dallas haiti hamas honduras kansas kenya kenyas
        laos lagos leeds maldives mars meru naples netherlands palmas paris philippines reuters seychelles state states
        texas thames united vegas wales

        aids arms always being beside besides ceiling christmas corps customs during does evening everything goes
        goods hundred means mers morning naked news nothing perhaps sacred sars series something species thus
        wedding

        ans dans des lors mais moins nos pays pris puis sans sous temps toujours tous vers vos
        """)

    /// Words of three letters that have forms all the same, beside those with forms of their own.
    static let short: Set<String> = words("act ban job law map oil tax war")

    /// Verbs and nouns with forms of their own: the base, then the forms.
    private static let irregular = """
        say says said saying/meet meets met meeting meetings/make makes made making/pay pays paid paying
        buy buys bought buying/sell sells sold selling/win wins winning/lose loses lost losing/lead leads led leading
        hold holds held holding holdings/send sends sent sending/spend spends spent spending
        build builds built building buildings/seek seeks sought seeking/rise rises rose risen rising
        fall fell fallen falling/strike strikes struck striking/speak speaks spoke spoken speaking
        give gives gave given giving/take takes took taken taking/begin begins began begun beginning
        grow grows grew grown growing/know knows knew known knowing/withdraw withdraws withdrew withdrawn withdrawing
        freeze freezes froze frozen freezing/choose chooses chose chosen choosing
        break breaks broke broken breaking/write writes wrote written writing writings
        draw draws drew drawn drawing drawings/drive drives drove driven driving/teach teaches taught teaching
        fight fights fought fighting/bring brings brought bringing/keep keeps kept keeping/become becomes became becoming
        forbid forbids forbade forbidden forbidding/undergo undergoes underwent undergone undergoing
        overthrow overthrows overthrew overthrown overthrowing/steal steals stole stolen stealing
        cut cuts cutting/hit hits hitting/put puts putting/bid bids bidding
        man men/woman women/child children/wife wives/life lives/crisis crises/analysis analyses/basis bases
        thesis theses/half halves/leaf leaves/thief thieves/criterion criteria/phenomenon phenomena
        spokesman spokesmen/spokeswoman spokeswomen/businessman businessmen/businesswoman businesswomen
        policeman policemen/congressman congressmen/congresswoman congresswomen/lawmaker lawmakers
        """

    /// The forms of a base.
    static let irregularForms: [String: [String]] = Dictionary(
        irregular.split { $0 == "/" || $0 == "\n" }.map { entry in
            let forms = entry.split(separator: " ").map(String.init)
            return (forms[0], Array(forms.dropFirst()))
        }, uniquingKeysWith: { first, _ in first })

    /// The base of a form.
    static let irregularBase: [String: String] = Dictionary(
        irregularForms.flatMap { base, forms in ([base] + forms).map { ($0, base) } },
        uniquingKeysWith: { first, _ in first })

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    }
}
