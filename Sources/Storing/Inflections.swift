/// The other forms of a plain word: `tariff` for `tariffs`, `trade` and `traded` for `trading`.
///
/// (1) The index keeps words as they are; forms are made for the question only, so that a word in capitals or in
/// quotation marks is that word. (2) Only inflection is undone, by rules for English and for French plurals: plural,
/// third person, past, gerund; never a derivation, for a trader is no trade. (3) Swahili inflects at the front of a
/// word and ends it in a vowel, where these rules find little to do. (4) A form that no text has costs nothing and
/// finds nothing, so rules may make too many; they must not make another word. Where one would, the word stands in
/// ``WordLists/exact``. Pure: the same word has the same forms everywhere.
enum Inflections {
    /// A word's forms, itself first; itself alone if it has no others.
    ///
    /// - Parameter word: As typed. One with a capital, a figure or a sign in it, and one of fewer than four letters that
    ///   is in none of ``WordLists``, is taken as it stands.
    static func forms(of word: String) -> [String] {
        guard isPlain(word), !WordLists.exact.contains(word) else { return [word] }
        var forms = [word]
        let bases = bases(of: word)
        for form in bases.flatMap(forms(ofBase:)) + nounForms(word, among: bases)
        where !forms.contains(form) && !WordLists.exact.contains(form) { forms.append(form) }
        return forms
    }

    private static func isPlain(_ word: String) -> Bool {
        let letters = word.unicodeScalars
        return (letters.count >= 4 || WordLists.short.contains(word) || WordLists.irregularBase[word] != nil)
            && letters.allSatisfy { ("a"..."z").contains($0) || ("ß"..."ÿ").contains($0) && $0 != "÷" }
    }

    // MARK: - From a form to its base

    /// What the word may be a form of; the word itself where it is none.
    private static func bases(of word: String) -> [String] {
        if let base = WordLists.irregularBase[word] { return [base] }
        let bases = (singular(word) + present(word)).filter {
            $0.utf8.count >= 3 && $0.contains { isVowel($0) || $0 == "y" } && !WordLists.exact.contains($0)
        }
        return bases.isEmpty ? [word] : bases
    }

    /// What the word may be the plural or the third person of.
    private static func singular(_ word: String) -> [String] {
        if word.hasSuffix("eaux") { return [String(word.dropLast())] }
        if word.hasSuffix("aux") { return [word.dropLast(3) + "al"] }
        guard word.hasSuffix("s"), !["ss", "is", "us", "ics"].contains(where: word.hasSuffix) else { return [] }
        let short = String(word.dropLast())
        if word.hasSuffix("ies") { return word.utf8.count > 4 ? [word.dropLast(3) + "y", short] : [] }
        let isLong =
            ["sses", "shes", "ches", "xes", "zes", "oes"].contains(where: word.hasSuffix)
            || word.hasSuffix("uses") && syllables(word) > 2
        return isLong ? [String(word.dropLast(2)), short] : [short]
    }

    /// What the word may be the past or the gerund of.
    private static func present(_ word: String) -> [String] {
        if word.hasSuffix("ied") { return word.utf8.count > 4 ? [word.dropLast(3) + "y"] : [] }
        if word.hasSuffix("agreed") || word.hasSuffix("teed") { return [String(word.dropLast())] }
        if word.hasSuffix("ed"), !word.hasSuffix("eed") { return verbs(stem: String(word.dropLast(2))) }
        if word.hasSuffix("ing"), !word.hasSuffix("thing") { return verbs(stem: String(word.dropLast(3))) }
        return []
    }

    /// The verbs that what stands before `-ed` or `-ing` may come from: trade for `trad`, visit and visite for `visit`.
    private static func verbs(stem: String) -> [String] {
        let letters = Array(stem)
        guard letters.count > 1, letters.contains(where: isVowel), let last = letters.last else { return [] }
        let before = letters[letters.count - 2]
        let (plain, silent) = ([stem], [stem + "e"])
        if isVowel(last) { return last == "e" || last == "o" ? plain : silent }
        if last == before {
            return last == "s" || last == "f" ? plain : [String(stem.dropLast())] + (last == "l" ? plain : [])
        }
        if "wxy".contains(last) { return plain }
        if "cvz".contains(last) { return silent }
        if last == "s" || stem.hasSuffix("at") && letters.count > 3 { return plain + silent }
        guard isVowel(before) else { return last == "g" || last == "l" ? plain + silent : plain }
        let isLong = letters.count > 2 && isVowel(letters[letters.count - 3]) && !stem.dropLast(2).hasSuffix("qu")
        if isLong { return plain }
        return syllables(stem) == 1 ? silent : plain + silent
    }

    // MARK: - From a base to its forms

    private static func forms(ofBase base: String) -> [String] {
        if let irregular = WordLists.irregularForms[base] { return [base] + irregular }
        return [base] + plurals(base) + verbForms(base)
    }

    /// The plural of a word that is the base of nothing else, such as a gerund: meetings.
    private static func nounForms(_ word: String, among bases: [String]) -> [String] {
        word.hasSuffix("ing") && !bases.contains(word) ? [word + "s"] : []
    }

    private static func plurals(_ base: String) -> [String] {
        guard let last = base.last else { return [] }
        let ending = base.suffix(2)
        if base.hasSuffix("eau") { return [base + "x"] }
        // A plural in -is or -us cannot be told from a word that ends so: Paris, campus.
        if last == "i" || last == "u" { return [] }
        if "sxz".contains(last) || ending == "ch" || ending == "sh" { return [base + "es"] }
        if last == "y", let before = base.dropLast().last, !isVowel(before) { return [base.dropLast() + "ies"] }
        let regular = base + "s"
        if ending == "al" { return [regular, base.dropLast() + "ux"] }
        return last == "o" ? [regular, base + "es"] : [regular]
    }

    private static func verbForms(_ base: String) -> [String] {
        let letters = Array(base)
        let isNoun = ["ing", "ity", "ness", "ism"].contains(where: base.hasSuffix)
        guard letters.count > 2, let last = letters.last, !isNoun else { return [] }
        let before = letters[letters.count - 2]
        if last == "e" {
            let stem = base.dropLast()
            if before == "e" || before == "o" || before == "y" { return [base + "d", base + "ing"] }
            return before == "i" ? [base + "d", stem.dropLast() + "ying"] : [base + "d", stem + "ing"]
        }
        if isVowel(last) { return [] }
        if last == "y" { return [isVowel(before) ? base + "ed" : base.dropLast() + "ied", base + "ing"] }
        let plain = [base + "ed", base + "ing"]
        guard isVowel(before), !isVowel(letters[letters.count - 3]), !"wxy".contains(last) else { return plain }
        let doubled = [base + String(last) + "ed", base + String(last) + "ing"]
        // A stressed last syllable doubles its consonant, and in British English l always does.
        return syllables(base) == 1 ? doubled : plain + doubled
    }

    /// How many groups of vowels there are.
    private static func syllables(_ word: String) -> Int {
        zip(" " + word, word).count { !isVowel($0) && isVowel($1) }
    }

    private static func isVowel(_ letter: Character) -> Bool { "aeiouàâäéèêëîïôöùûü".contains(letter) }
}
