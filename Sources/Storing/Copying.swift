import GRDB

import struct FoundationEssentials.Data

/// Appends entries as they are.
struct Copying {
    let header: ImportHeader

    func take(_ entry: ImportEntry, _ writing: inout ItemWriting, _ journal: inout JournalWriter) throws {
        guard journal.last + 1 == entry.number else {
            throw ImportFault("another program has written to the store meanwhile; import again, which then merges")
        }
        try journal.append(entry.kind, at: entry.time, digest: entry.digest, to: writing.db)
        if let forgotten = entry.forgotten { return try bury(entry, forgotten.rows, forgotten.item, writing) }
        let db = writing.db
        switch entry.kind {
        case .feed: try addFeed(entry, db)
        case .move, .forget, .imported:
            guard let table = entry.kind.tables.first, let fields = entry.fields[table] else { return }
            let columns = table.columns.joined(separator: ", ")
            let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
            try db.run(
                "INSERT INTO \(table.rawValue) (entry, \(columns)) VALUES (?, \(marks))",
                [field(entry.number)] + fields)
        case .item: try addItem(entry, &writing)
        case .revision:
            guard let revision = entry.fields[.revision], let verdict = entry.fields[.verdict] else { return }
            try writing.show(
                RevisionRow(fields: revision), VerdictRow(fields: verdict),
                of: entry.number(.revision, "item"), entry: entry.number)
        case .verdict:
            guard let verdict = entry.fields[.verdict] else { return }
            try writing.show(
                VerdictRow(fields: verdict), of: entry.number(.verdict, "item"), entry: entry.number)
        case .label:
            guard let label = entry.fields[.label] else { return }
            try writing.show(label: label, of: entry.number(.label, "item"), entry: entry.number)
        }
    }

    private func addFeed(_ entry: ImportEntry, _ db: Database) throws {
        guard let fields = entry.fields[.feed] else { return }
        try db.run("INSERT INTO feed (entry, id, url) VALUES (?, ?, ?)", [field(entry.number)] + fields)
        guard let state = entry.other("state", ExportFormat.feedState) else { return }
        for (column, value) in zip(ExportFormat.feedState, state) where !value.isNull {
            try db.run("UPDATE feed SET \(column) = ? WHERE id = ?", [value, fields[0]])
        }
    }

    private func addItem(_ entry: ImportEntry, _ writing: inout ItemWriting) throws {
        guard let identity = entry.fields[.item], let revision = entry.fields[.revision],
            let verdict = entry.fields[.verdict]
        else { return }
        let state = entry.other("state", ["story", "seen", "renamed"])
        try writing.add(
            identity, RevisionRow(fields: revision), VerdictRow(fields: verdict),
            ItemWriting.State(
                story: state?[0].integer ?? entry.number(.item, "id"), seen: state?[1].integer ?? 0,
                isRenamed: state?[2].integer == 1, marks: entry.marks("state")),
            entry: entry.number)
    }

    /// An entry whose rows were forgotten there is one without rows here.
    private func bury(_ entry: ImportEntry, _ rows: Data, _ item: Int64, _ writing: ItemWriting) throws {
        let db = writing.db
        try db.run(
            "INSERT INTO tombstone (entry, item, digest) VALUES (?, ?, ?)",
            [field(entry.number), field(item), rows.databaseValue])
        guard entry.kind == .item else { return }
        guard var traces = entry.other("traces", ExportFormat.traces), let forgotten = traces[0].integer else {
            throw ImportFault("`traces` is missing")
        }
        // The entry that tells of it may come after the moment of the export: then there will be none here.
        if forgotten > header.entries { traces[0] = ForgottenCheck.elsewhere.databaseValue }
        let columns = ExportFormat.traces.joined(separator: ", ")
        let marks = ExportFormat.traces.map { _ in "?" }.joined(separator: ", ")
        try db.run("INSERT INTO forgotten (item, \(columns)) VALUES (?, \(marks))", [field(item)] + traces)
        try writing.mark(entry.marks("traces"), item)
    }
}
