import News
import TOMLKit

/// Turns a TOML document into settings, one section after the other, and collects everything that is wrong.
struct SettingsReader {
    private let document: TOMLTable
    private let file: String
    private let lines: KeyLines
    private var settings: Settings
    private var sections: [Section] = []

    /// The settings that a text spells.
    static func settings(from text: String, path: String) throws(SettingsError) -> Settings {
        var reader = try SettingsReader(text, path: path)
        reader.readStore()
        reader.readFeeds()
        reader.readPoll()
        reader.readAccess()
        reader.readClassify()
        reader.readLog()
        let problems = reader.sections.flatMap(\.problems) + reader.unknownNames()
        guard problems.isEmpty else {
            throw SettingsError(path: path, problems: problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
        }
        return reader.settings
    }

    private init(_ text: String, path: String) throws(SettingsError) {
        do {
            document = try TOMLTable(string: text)
        } catch {
            throw SettingsError(path: path, problems: [Self.problem(error)])
        }
        file = path
        lines = KeyLines(text)
        settings = Settings(directory: ConfigurationFile.directory(of: path))
    }

    /// What TOMLKit says about a document that is no TOML.
    private static func problem(_ error: any Error) -> SettingsError.Problem {
        guard let error = error as? TOMLParseError else { return .init(message: "not valid TOML: \(error)") }
        let words = error.description.split(whereSeparator: \.isNewline).joined(separator: " ")
        return .init(
            line: error.source.begin.line, message: "not valid TOML, at column \(error.source.begin.column): \(words)")
    }

    private func absolute(_ path: String) -> String {
        ConfigurationFile.absolutePath(path, in: settings.directory)
    }
}

// The sections, in the order of the documented file.
extension SettingsReader {
    private mutating func readStore() {
        var section = Section("store", in: document, lines: lines)
        if let path = section.fileName("path") { settings.store.path = absolute(path) }
        settings.store.keep = section.choice("keep", of: Settings.Store.Keep.self) ?? settings.store.keep
        if let age = section.duration("forget_after", in: .zero ... .days(36_500)) {
            settings.store.forgetAfter = age
        }
        sections.append(section)
    }

    private mutating func readFeeds() {
        var section = Section("feeds", in: document, lines: lines)
        settings.feeds.files = section.fileNames("files") ?? settings.feeds.files
        sections.append(section)
    }

    private mutating func readPoll() {
        var section = Section("poll", in: document, lines: lines)
        readIntervals(&section)
        readTimeouts(&section)
        settings.poll.concurrency = section.integer("concurrency", in: 1...1024) ?? settings.poll.concurrency
        settings.poll.perHost = section.integer("per_host", in: 1...64) ?? settings.poll.perHost
        var limits = settings.poll.limits
        // A body is handed to libxml2, which counts bytes in 32 bits.
        limits.maxBytes = section.bytes("max_bytes", in: 1...(1 << 30)) ?? limits.maxBytes
        limits.maxRedirects = section.integer("max_redirects", in: 0...50) ?? limits.maxRedirects
        limits.allowPrivateNetworks = section.bool("allow_private_networks") ?? limits.allowPrivateNetworks
        limits.allowFileURLs = section.bool("allow_file_urls") ?? limits.allowFileURLs
        settings.poll.limits = limits
        if let contact = section.string("contact"), !contact.isEmpty {
            if WebAddress.isContact(contact) {
                settings.poll.contact = contact
            } else {
                section.report("contact", "be a \"mailto:\" or \"https://\" address without spaces, not \"\(contact)\"")
            }
        }
        if let proxy = section.string("proxy") {
            if WebAddress.isProxy(proxy) {
                settings.poll.proxy = proxy
            } else {
                section.report("proxy", "be empty or like \"http://host:3128\" or \"socks5h://host:1080\"")
            }
        }
        sections.append(section)
    }

    /// Minimum ≤ default ≤ maximum: two written values at odds are an error; an unwritten one makes way.
    private mutating func readIntervals(_ section: inout Section) {
        // No time at all means "due at every turn", which is what a trial run by hand wants.
        let range = Duration.zero ... .days(366)
        let least = section.duration("min_interval", in: range)
        let usual = section.duration("default_interval", in: range)
        let most = section.duration("max_interval", in: .seconds(1)...range.upperBound)
        section.reportUnlessOrdered(("min_interval", least), ("default_interval", usual))
        section.reportUnlessOrdered(("default_interval", usual), ("max_interval", most))
        section.reportUnlessOrdered(("min_interval", least), ("max_interval", most))
        let defaults = settings.poll
        let lowest = [usual, most].compactMap(\.self).reduce(defaults.minInterval, min)
        let highest = [usual, least].compactMap(\.self).reduce(defaults.maxInterval, max)
        settings.poll.minInterval = least ?? lowest
        settings.poll.maxInterval = most ?? highest
        settings.poll.defaultInterval =
            usual ?? max(settings.poll.minInterval, min(defaults.defaultInterval, settings.poll.maxInterval))
    }

    /// The connection is part of the whole: its bound makes way to that of the whole, unless both are written.
    private mutating func readTimeouts(_ section: inout Section) {
        let range = Duration.milliseconds(1) ... .seconds(3600)
        let whole = section.duration("timeout", in: range)
        let connect = section.duration("connect_timeout", in: range)
        section.reportUnlessOrdered(("connect_timeout", connect), ("timeout", whole))
        let defaults = settings.poll.limits
        settings.poll.limits.timeout = whole ?? max(defaults.timeout, connect ?? .zero)
        settings.poll.limits.connectTimeout = connect ?? min(defaults.connectTimeout, settings.poll.limits.timeout)
    }

    /// The tables of `[[access]]`; where there is none, one that says nothing tells which keys there could be.
    private mutating func readAccess() {
        let value = document["access"]
        let tables = value?.array.map { Array($0.map(\.table)) } ?? []
        if let value, value.array == nil || tables.contains(where: { $0 == nil }) {
            var section = Section("access", number: 0, nil, lines: lines)
            section.report(whole: "must be a list of tables, each beginning with a line [[access]]")
            return sections.append(section)
        }
        for (number, table) in (tables.isEmpty ? [nil] : tables).enumerated() {
            let section = Section("access", number: number, table, lines: lines)
            var reader = AccessReader(section, file: file, directory: settings.directory)
            if let access = reader.access(after: settings.access), table != nil { settings.access.append(access) }
            sections.append(reader.section)
        }
    }

    private mutating func readClassify() {
        var section = Section("classify", in: document, lines: lines)
        settings.classify.threshold = section.number("threshold", in: 0...1) ?? settings.classify.threshold
        if let files = section.fileNames("lexicon") { settings.classify.lexicon = files.map(absolute) }
        sections.append(section)
    }

    private mutating func readLog() {
        var section = Section("log", in: document, lines: lines)
        settings.log.level = section.choice("level", of: Settings.Log.Level.self) ?? settings.log.level
        settings.log.format = section.choice("format", of: Settings.Log.Format.self) ?? settings.log.format
        sections.append(section)
    }
}

// Names that nobody asked for.
extension SettingsReader {
    private func unknownNames() -> [SettingsError.Problem] {
        let names = sections.map(\.name)
        let outside = document.keys.filter { !names.contains($0) }.map { unknownAtTop($0) }
        let inside = sections.flatMap { section in
            section.unknownKeys.map { unknown($0, in: section) }
        }
        return outside + inside
    }

    private func unknown(_ key: String, in section: Section) -> SettingsError.Problem {
        let home = sections.first { $0.name != section.name && $0.validKeys.contains(key) }
        let advice = home.map { "it belongs in \($0.label)" } ?? Self.advice(key, section.validKeys) { "\"\($0)\"" }
        return .init(line: section.line(of: key), message: "unknown key \"\(key)\" in \(section.label); \(advice)")
    }

    private func unknownAtTop(_ name: String) -> SettingsError.Problem {
        let line = lines.line(of: [name])
        if document[name]?.table != nil {
            let labels = Dictionary(sections.map { ($0.name, $0.label) }) { first, _ in first }
            var seen: Set<String> = []
            let names = sections.map(\.name).filter { seen.insert($0).inserted }
            let advice = Self.advice(name, names) { labels[$0] ?? $0 }
            return .init(line: line, message: "unknown section [\(name)]; \(advice)")
        }
        if let home = sections.first(where: { $0.validKeys.contains(name) }) {
            return .init(line: line, message: "key \"\(name)\" outside any section; it belongs in \(home.label)")
        }
        let everywhere = sections.flatMap { section in section.validKeys.map { "\(section.name).\($0)" } }
        let byKey = everywhere.map { String($0.split(separator: ".").last ?? "") }
        let nearest = NearestName.among(byKey, to: name).flatMap { found in
            byKey.firstIndex(of: found.name).map { (name: everywhere[$0], isNear: found.isNear) }
        }
        let advice = nearest.map { $0.isNear ? "did you mean \"\($0.name)\"?" : "the nearest key is \"\($0.name)\"" }
        return .init(line: line, message: "unknown key \"\(name)\" outside any section; \(advice ?? "")")
    }

    private static func advice(_ name: String, _ valid: [String], quote: (String) -> String) -> String {
        guard let nearest = NearestName.among(valid, to: name) else { return "remove it" }
        if nearest.isNear { return "did you mean \(quote(nearest.name))?" }
        let all = valid.map(quote).joined(separator: ", ")
        return "the nearest is \(quote(nearest.name)) of \(all)"
    }
}

extension Section {
    /// Reports the second of two written durations if it is shorter than the first.
    fileprivate mutating func reportUnlessOrdered(
        _ first: (key: String, value: Duration?), _ second: (key: String, value: Duration?)
    ) {
        guard let shorter = first.value, let longer = second.value, shorter > longer else { return }
        report(
            second.key,
            "not be shorter than \"\(first.key)\": \(longer.spelling) is less than \(shorter.spelling)")
    }
}

extension Duration {
    fileprivate static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
