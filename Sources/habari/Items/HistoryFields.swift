import News

/// How an item with its history is spelled in JSON: the fields of a query, then what only `show` tells.
enum HistoryFields {
    /// Writes the members of an item's history into an object.
    static func write(_ history: ItemHistory, into json: inout JSONWriter) {
        ItemFields.write(history.item, into: &json)
        json.member("identity_rule", history.identityRule.rawValue)
        json.key("evidence")
        write(history.verdicts.last?.verdict.evidence ?? [], into: &json)
        json.key("revisions")
        json.array { json in
            for revision in history.revisions {
                json.object { write(revision, into: &$0) }
            }
        }
        json.key("verdicts")
        json.array { json in
            for verdict in history.verdicts {
                json.object { write(verdict, into: &$0) }
            }
        }
        json.key("labels")
        json.array { json in
            for label in history.labels {
                json.object { write(label, into: &$0) }
            }
        }
    }

    /// Writes a list of evidence.
    static func write(_ evidence: [Evidence], into json: inout JSONWriter) {
        json.array { json in
            for piece in evidence {
                json.object { json in
                    json.member("text", piece.text)
                    json.member("entity", piece.entity)
                    json.member("side", piece.side)
                    json.member("field", piece.field)
                    json.member("weight", piece.weight)
                }
            }
        }
    }

    private static func write(_ revision: ItemRevision, into json: inout JSONWriter) {
        json.member("revision", revision.number)
        json.member("seen", revision.seen.rfc3339)
        ParsedItemFields.write(revision.item, into: &json)
    }

    private static func write(_ entry: ItemLabelling, into json: inout JSONWriter) {
        json.member("labelled", entry.labelled.rfc3339)
        json.key("relevant")
        if let relevant = entry.label.relevant { json.value(relevant) } else { json.null() }
        json.member("topics", (entry.label.topics ?? []).map(\.rawValue))
        json.member("note", entry.label.note)
    }

    private static func write(_ entry: ItemVerdict, into json: inout JSONWriter) {
        json.member("judged", entry.judged.rfc3339)
        json.member("revision", entry.revision)
        json.member("relevant", entry.verdict.relevant)
        json.member("relevance", entry.verdict.relevance)
        json.member("topics", entry.verdict.topics.map(\.rawValue))
        json.member("language", entry.verdict.language)
        json.member("judge", entry.verdict.judge)
        json.key("evidence")
        write(entry.verdict.evidence, into: &json)
    }
}

/// How an item as parsed is spelled in JSON, as the contract of `habari parse` has it.
enum ParsedItemFields {
    /// Writes the members of an item into an object.
    static func write(_ item: ParsedItem, into json: inout JSONWriter) {
        json.member("id", item.id)
        json.member("title", item.title)
        json.member("link", item.link)
        json.member("summary", item.summary)
        json.member("content", item.content)
        json.member("author", item.author)
        json.member("published", item.published?.rfc3339)
        json.member("updated", item.updated?.rfc3339)
        json.member("categories", item.categories)
        json.key("enclosures")
        json.array { json in
            for enclosure in item.enclosures {
                json.object { json in
                    json.member("url", enclosure.url)
                    json.member("type", enclosure.type)
                    json.member("length", enclosure.length)
                }
            }
        }
        json.member("language", item.language)
    }
}
