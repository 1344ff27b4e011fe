import Glibc

import struct FoundationEssentials.Date

/// What a command talks to: its output, and what is known of who reads it.
struct Console {
    /// Takes data, and nothing but data.
    let output: Output
    /// The terminal's width in columns; `nil` where the output is no terminal.
    let width: Int?
    /// Whether colours are welcome.
    let usesColour: Bool
    /// Whether a person watches standard error, so that progress may be shown there.
    let showsProgress: Bool
    /// The instant that the command takes for now.
    let now: Date
    /// Says a line to the person, not to the next program.
    let say: (String) -> Void

    /// Says a line to the person, with the program's name in front.
    func note(_ message: String) { say("habari: " + SafeText.line(message)) }

    /// Says a line to the person that belongs to the one before.
    func explain(_ message: String) { say(SafeText.paragraph(message)) }

    /// Whether the data goes to a terminal.
    var isTerminal: Bool { width != nil }

    /// Some text in a style, where colours are welcome.
    func styled(_ text: String, _ style: Style) -> String {
        usesColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The styles in use, each by its number in ECMA-48 (SGR).
    enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }
}

extension Console {
    /// The console of this process.
    ///
    /// Colours need a terminal, and neither `NO_COLOR` (no-color.org: set and not empty) nor `TERM=dumb`.
    static func standard(now: Date) -> Console {
        let width = terminalWidth(STDOUT_FILENO)
        let refusesColour = environment("NO_COLOR") != nil || environment("TERM") == "dumb"
        return Console(
            output: Output(descriptor: STDOUT_FILENO), width: width, usesColour: width != nil && !refusesColour,
            showsProgress: isatty(STDERR_FILENO) == 1, now: now,
            say: { Console.complain($0 + "\n") })
    }

    /// Writes text to standard error as it stands; nothing can be done if that fails.
    static func complain(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
        }
    }

    /// A variable of the environment; `nil` where it is not set or empty.
    static func environment(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The width of the terminal behind a descriptor; `nil` where there is none.
    private static func terminalWidth(_ descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        // TIOCGWINSZ, ioctl_tty(2); a terminal that does not know its size says 0.
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return environment("COLUMNS").flatMap { Int($0) } ?? 80
        }
        return Int(size.ws_col)
    }
}
