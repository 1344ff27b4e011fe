import FoundationEssentials
import Glibc
import Logging
import News
import Settings

/// Where log lines go, and how they look; shared by every logger, changed by a reload.
final class LogOutput: Sendable {
    private let settings: Guarded<Settings.Log>

    init(_ settings: Settings.Log) { self.settings = Guarded(settings) }

    /// Writes by other settings from now on.
    func use(_ next: Settings.Log) { settings.withLock { $0 = next } }

    /// The least urgent level that is written.
    var level: Logger.Level {
        Logger.Level(rawValue: settings.withLock(\.level).rawValue) ?? .info
    }

    /// Writes one event as one line to standard error.
    func write(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        let fields = metadata.map { ($0.key, "\($0.value)".withoutControlCharacters) }.sorted { $0.0 < $1.0 }
        let message = message.withoutControlCharacters
        let line =
            switch settings.withLock(\.format) {
            case .journal: "<\(level.priority)>" + message + Self.tail(fields)
            case .text: "\(Date().rfc3339) \(level) \(message)" + Self.tail(fields)
            case .json: Self.json(level, message, fields)
            }
        printError(line)
    }

    private static func tail(_ fields: [(String, String)]) -> String {
        fields.isEmpty ? "" : " (" + fields.map { "\($0)=\($1)" }.joined(separator: ", ") + ")"
    }

    private static func json(_ level: Logger.Level, _ message: String, _ fields: [(String, String)]) -> String {
        var object = Dictionary(fields) { first, _ in first }
        object["time"] = Date().rfc3339
        object["level"] = level.rawValue
        object["message"] = message
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = try? encoder.encode(object)  // strings alone cannot fail to encode
        return String(decoding: bytes ?? Data(), as: UTF8.self)
    }
}

/// Writes log events as single lines.
struct LineLogHandler: LogHandler {
    let output: LogOutput
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    /// A level of this logger's own; `nil` follows the configuration.
    private var ownLevel: Logger.Level?

    init(output: LogOutput) { self.output = output }

    var logLevel: Logger.Level {
        get { ownLevel ?? output.level }
        set { ownLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        all.merge(metadataProvider?.get() ?? [:]) { _, new in new }
        all.merge(event.metadata ?? [:]) { _, new in new }
        output.write(event.level, "\(event.message)", all)
    }
}

extension Logger.Level {
    /// The priority that systemd's journal reads off the front of a line (sd-daemon(3), syslog(3)).
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}

extension String {
    /// The text on one line: what a feed or a server wrote can neither forge a log line nor steer a terminal.
    fileprivate var withoutControlCharacters: String {
        guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
        return String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
