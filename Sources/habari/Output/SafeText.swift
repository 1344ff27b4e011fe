/// Makes text from feeds harmless for a terminal.
///
/// A control character could move the cursor, change colours or, as part of an escape sequence, rewrite what is on
/// the screen; a bidirectional override could make a line read as its opposite. Neither ever reaches a terminal.
enum SafeText {
    /// The text on one line: every run of white space is one space, other control characters are made visible.
    static func line(_ text: String) -> String {
        if isClean(text), !text.utf8.contains(UInt8(ascii: "\n")) { return text }
        var result = String.UnicodeScalarView()
        var isAfterSpace = true
        for scalar in text.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            if isSpace {
                if !isAfterSpace { result.append(" ") }
            } else if let shown = shown(scalar) {
                result.append(shown)
            }
            isAfterSpace = isSpace
        }
        if result.last == " " { result.removeLast() }
        return String(result)
    }

    /// The text with its line breaks; a tab becomes a space, other control characters are made visible.
    static func paragraph(_ text: String) -> String {
        if isClean(text) { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result.append(scalar)
            case "\t", "\r": result.append(" ")
            default: if let shown = shown(scalar) { result.append(shown) }
            }
        }
        return String(result)
    }

    /// Whether the text holds nothing that has to be replaced; line feeds are let pass.
    static func isClean(_ text: String) -> Bool {
        var suspect = false
        for byte in text.utf8 {
            if byte < 0x20 && byte != 0x0A || byte == 0x7F { return false }
            // C2 begins the C1 controls; E2 the bidirectional controls and the separators of lines.
            if byte == 0xC2 || byte == 0xE2 { suspect = true }
        }
        guard suspect else { return true }
        return text.unicodeScalars.allSatisfy { shown($0) == $0 && $0.value & ~1 != 0x2028 }
    }

    /// What stands for a character: itself, a picture of it, or nothing.
    private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        // U+2400… pictures the C0 controls: ESC is shown as ␛.
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value)
        case 0x7F: "\u{2421}"
        case 0x80...0x9F: "\u{FFFD}"
        case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: nil
        default: scalar
        }
    }
}
