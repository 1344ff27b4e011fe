import FoundationEssentials
import News

@testable import Classifying

/// A small made-up pair of countries for tests of single parts.
enum Small {
    static let toml = """
        name = "small"

        [[side]]
        id = "home"
        country = "HH"
        [[side]]
        id = "away"

        [[topic]]
        id = "trade"
        words = ["trade", "tariff*", "embargo"]
        hints = ["goods"]
        [[topic]]
        id = "arms"
        words = ["rifle*", "embargo"]

        [[cue]]
        id = "sport"
        effect = "against"
        words = ["match"]

        [[entity]]
        id = "home"
        side = "home"
        type = "country"
        names = ["Homeland"]
        words = ["homely"]
        [[entity]]
        id = "home.chief"
        side = "home"
        type = "person"
        years = [2010, 2020]
        names = ["Chief Ade", "Ade"]
        unless = { before = ["Little"], after = ["Street"], near = ["novel"], text = ["obituary column"] }
        [[entity]]
        id = "away"
        side = "away"
        type = "country"
        exact = ["AW"]
        names = ["Awayland"]
        [[entity]]
        id = "away.envoy"
        side = "both"
        otherwise = "away"
        type = "mission"
        years = [2015]
        names = ["Oru"]
        [[entity]]
        id = "away.bank"
        side = "away"
        type = "firm"
        topics = ["trade"]
        names = ["First Bank"]
        needs = { text = ["Awayland"] }
        [[entity]]
        id = "both.pact"
        side = "both"
        type = "programme"
        names = ["Home-Away Pact"]
        [[entity]]
        id = "home.ministry"
        side = "home"
        type = "agency"
        supporting = true
        names = ["Big Ministry"]
        [[entity]]
        id = "away.oil"
        side = "away"
        type = "firm"
        names = ["Match Oil"]

        [[roll]]
        side = "away"
        type = "person"
        titles = ["Secretary"]
        holders = ["2001-2005 Bo Ek", "2005- Ida Ul, Ul"]

        [[entity]]
        id = "world.one"
        side = "third"
        type = "country"
        names = ["Oneland"]
        [[entity]]
        id = "world.two"
        side = "third"
        type = "country"
        names = ["Twoland"]

        [[lookalike]]
        cue = "sport"
        names = ["Homeland Rovers"]

        [[outlet]]
        side = "home"
        names = ["The Home Post"]

        [[language]]
        id = "en"
        words = ["the", "and", "of"]
        [[language]]
        id = "de"
        rival = true
        words = ["der", "und", "von"]

        [text]
        abbreviations = ["Gen"]
        tails = ["read more"]
        links = ["in", "with", "the"]
        ands = ["and"]
        """

    static func contents() throws -> LexiconContents {
        try Lexicon(toml: [(name: "small.toml", text: toml)]).contents
    }

    static func reading(
        _ title: String, _ summary: String = "", source: String? = nil, year: Int? = nil
    ) throws -> Reading {
        let published = year.flatMap { CivilDate(year: $0, month: 6, day: 1) }
            .flatMap { Date(rfc3339: "\($0.year)-06-01T00:00:00Z") }
        return Reading(
            ItemText(title: title, summary: summary, source: source, published: published), try contents())
    }

    /// The identifiers of the mentions, in order.
    static func mentions(_ title: String, _ summary: String = "", year: Int? = nil) throws -> [String] {
        let contents = try contents()
        return try reading(title, summary, year: year).mentions.map { contents.entities[Int($0.entity)].id }
    }

    static func words(_ text: String) -> [String] {
        tokens(text).map { token in
            let bytes = Array(text.utf8)[Int(token.start)..<Int(token.end)]
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    static func tokens(_ text: String) -> [Token] { PhraseCompiler.tokens(in: text) }
}
