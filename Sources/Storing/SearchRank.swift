import GRDB
import GRDBSQLite
import Glibc

/// The order of search results: BM25 as FTS5's own `bm25` has it, but that the forms of one word count as one word.
///
/// To FTS5 each form would be a word of its own, and a rare form a rare word: an item that says "traded" once would come
/// before one that says "trade" in its title. Here a word is as frequent as its forms together, in an item and in the
/// store. For words without other forms it is `bm25(search, 2.0, 6.0, 1.0)` to the last bit but rounding.
///
/// Source: the FTS5 extension's documentation, sections 5.1.1 and 7.1; sqlite3.h, `Fts5ExtensionApi`.
enum SearchRank {
    /// What the result is ordered by; the best comes first.
    ///
    /// - Parameters:
    ///   - table: The text index, as FTS5 wants it: its name, behind its alias where it has one.
    ///   - expression: What was looked for.
    static func term(_ table: String, _ expression: SearchExpression) -> String {
        "habari_rank(\(table), '\(expression.forms.map(String.init).joined(separator: ","))')"
    }

    /// The name of the type of pointer that `fts5()` answers by.
    ///
    /// SQLite keeps the name's address until the statement is bound anew, so it must be the program's own for ever: a
    /// string that is passed by itself is gone after the call. Source: sqlite3_bind_pointer.
    private static let pointerType: StaticString = "fts5_api_ptr"

    /// Makes the function known to a connection.
    static func register(in db: Database) throws {
        var api: UnsafeMutablePointer<fts5_api>?
        let select = try db.makeStatement(sql: "SELECT fts5(?)")
        try withUnsafeMutablePointer(to: &api) { place in
            let type = UnsafeRawPointer(pointerType.utf8Start).assumingMemoryBound(to: CChar.self)
            sqlite3_bind_pointer(select.sqliteStatement, 1, place, type, nil)
            defer { sqlite3_reset(select.sqliteStatement) }
            guard sqlite3_step(select.sqliteStatement) == SQLITE_ROW, let api = place.pointee else {
                throw DatabaseError(resultCode: .SQLITE_ERROR, message: "SQLite has no FTS5")
            }
            _ = api.pointee.xCreateFunction(api, "habari_rank", nil, rank, nil)
        }
    }

    /// Called by FTS5 for each row that matches.
    private static let rank: fts5_extension_function = { api, row, answer, count, values in
        guard let api, let row else { return }
        guard let statistics = SearchStatistics.current(api, row, forms: count == 1 ? values?[0] : nil) else {
            return sqlite3_result_error_code(answer, SQLITE_NOMEM)
        }
        sqlite3_result_double(answer, statistics.score(api, row))
    }
}

/// What does not change from row to row of one query.
///
/// Lives as long as FTS5's cursor, on its connection's thread.
private final class SearchStatistics {
    /// k1 and b of BM25, as FTS5 has them.
    private static let saturation = 1.2
    private static let lengthShare = 0.75
    /// By column, summary, title, content: a word in the title says three times as much as one in the summary, and that twice as much as one below.
    private static let weights = [2.0, 6.0, 1.0]
    /// A word in so many items is common whatever its exact number, which would take long to count.
    private static let most = 20_000

    /// Which word each phrase is a form of.
    private var words: [Int] = []
    /// The weight of each word: the rarer, the more.
    private var rarity: [Double] = []
    /// How often each word stands in the row at hand.
    private var frequency: [Double] = []
    private var averageLength = 1.0

    /// The statistics of the query at hand, gathered at its first row.
    static func current(
        _ api: UnsafePointer<Fts5ExtensionApi>, _ row: OpaquePointer, forms: OpaquePointer?
    ) -> SearchStatistics? {
        if let known = api.pointee.xGetAuxdata(row, 0) {
            return Unmanaged<SearchStatistics>.fromOpaque(known).takeUnretainedValue()
        }
        let statistics = SearchStatistics(api, row, forms: forms)
        // From here on FTS5 owns it, and releases it with the cursor.
        let owned = Unmanaged.passRetained(statistics).toOpaque()
        let code = api.pointee.xSetAuxdata(row, owned) { owned in
            if let owned { Unmanaged<SearchStatistics>.fromOpaque(owned).release() }
        }
        return code == SQLITE_OK ? statistics : nil
    }

    private init(_ api: UnsafePointer<Fts5ExtensionApi>, _ row: OpaquePointer, forms: OpaquePointer?) {
        let phrases = Int(api.pointee.xPhraseCount(row))
        let text = forms.flatMap { sqlite3_value_text($0) }.map { String(cString: $0) } ?? ""
        words = text.split(separator: ",").compactMap { Int($0) }.enumerated().flatMap { word, forms in
            Array(repeating: word, count: forms)
        }
        if words.count != phrases { words = Array(0..<phrases) }
        var rows: sqlite3_int64 = 0
        var tokens: sqlite3_int64 = 0
        _ = api.pointee.xRowCount(row, &rows)
        _ = api.pointee.xColumnTotalSize(row, -1, &tokens)
        averageLength = max(Double(tokens) / Double(max(rows, 1)), 1)
        var found = Array(repeating: 0.0, count: (words.last ?? -1) + 1)
        for phrase in 0..<phrases {
            found[words[phrase]] += Self.count(phrase, api, row, among: Double(rows))
        }
        rarity = found.map { found in
            let found = min(found, Double(rows))
            let weight = log((Double(rows) - found + 0.5) / (found + 0.5))
            return weight > 0 ? weight : 1e-6
        }
        frequency = Array(repeating: 0, count: found.count)
    }

    /// In how many items a phrase stands.
    ///
    /// Beyond ``most`` of them the rest is taken to have as many as those up to there: the numbers of items grow with
    /// time, and the logarithm of such a count says the same.
    private static func count(
        _ phrase: Int, _ api: UnsafePointer<Fts5ExtensionApi>, _ row: OpaquePointer, among rows: Double
    ) -> Double {
        var found = (count: 0, last: sqlite3_int64(0))
        _ = api.pointee.xQueryPhrase(row, CInt(phrase), &found) { api, hit, found in
            guard let found = found?.assumingMemoryBound(to: (count: Int, last: sqlite3_int64).self) else {
                return SQLITE_DONE
            }
            found.pointee.count += 1
            guard found.pointee.count == SearchStatistics.most else { return SQLITE_OK }
            found.pointee.last = api?.pointee.xRowid(hit) ?? 0
            return SQLITE_DONE
        }
        guard found.last > 0 else { return Double(found.count) }
        return max(Double(found.count) * rows / Double(found.last), Double(found.count))
    }

    /// The score of a row, the better the lower.
    func score(_ api: UnsafePointer<Fts5ExtensionApi>, _ row: OpaquePointer) -> Double {
        for word in frequency.indices { frequency[word] = 0 }
        for phrase in words.indices {
            var place = Fts5PhraseIter()
            var column: CInt = -1
            var offset: CInt = 0
            _ = api.pointee.xPhraseFirst(row, CInt(phrase), &place, &column, &offset)
            while column >= 0 {
                frequency[words[phrase]] += column < Self.weights.count ? Self.weights[Int(column)] : 1
                api.pointee.xPhraseNext(row, &place, &column, &offset)
            }
        }
        var length: CInt = 0
        _ = api.pointee.xColumnSize(row, -1, &length)
        let damping =
            Self.saturation * (1 - Self.lengthShare + Self.lengthShare * Double(length) / averageLength)
        return zip(rarity, frequency).reduce(0) { score, word in
            score - word.0 * word.1 * (Self.saturation + 1) / (word.1 + damping)
        }
    }
}
