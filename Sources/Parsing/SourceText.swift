import News

/// A document's text in UTF-8, and how it was read.
///
/// Which encoding is tried follows RFC 7303, section 3: the byte order mark, then the server's `charset`, then the
/// XML declaration, then UTF-8. After that comes what browsers do: a claim that the bytes refute is not believed,
/// ISO 8859-1 is read as windows-1252, and so is a stray byte in UTF-8. What declares nothing and is not UTF-8 is guessed.
struct SourceText {
    /// The text; always valid UTF-8, without a byte order mark.
    var bytes: [UInt8]
    /// The encoding that the document was read in, in lower case.
    var encoding: String
    /// What was wrong with the encoding, where anything was.
    var fault: String?

    /// Reads a document's bytes.
    init(_ document: Document) {
        self = document.bytes.withUnsafeBufferPointer {
            Self.read($0, whole: document.bytes, charset: document.charset)
        }
    }

    private init(_ bytes: [UInt8], _ encoding: String, fault: String? = nil) {
        self.bytes = bytes
        self.encoding = encoding
        self.fault = fault
    }

    /// - Parameter whole: The array that the bytes belong to, which is shared instead of copied where it can be.
    private static func read(_ bytes: Bytes, whole: [UInt8], charset: String?) -> SourceText {
        if let mark = Signature(mark: bytes) {
            return decode(bytes.part(mark.length..<bytes.count), as: mark.encoding, fault: nil)
        }
        if let wide = Signature(unmarked: bytes) { return decode(bytes, as: wide.encoding, fault: nil) }
        if bytes.count > 4, bytes[0] == 0x4C, bytes[1] == 0x6F, bytes[2] == 0xA7, bytes[3] == 0x94 {
            return readEBCDIC(bytes)
        }
        let declared = XMLDeclaration(in: bytes)?.encoding.map(EncodingName.canonical)
        let labels = [charset.map(EncodingName.canonical), declared].compactMap { $0 }
            .filter { !EncodingName.isWide($0) }
        let fault = declared.map(EncodingName.isWide) == true ? "the declared encoding is not that of the bytes" : nil
        return read(bytes, whole: whole, labels: labels, declared: declared, fault: fault)
    }

    /// Reads bytes in which `<` is one ASCII byte.
    private static func read(
        _ bytes: Bytes, whole: [UInt8], labels: [String], declared: String?, fault: String?
    ) -> SourceText {
        let survey = UTF8Survey(bytes)
        let isUTF8 = survey.invalid == 0
        var fault = fault
        for label in labels where label != "utf-8" {
            guard EncodingName.isKnown(label) else {
                if label == declared { fault = "the encoding “\(label)” is not known" }
                continue
            }
            if survey.isASCII && !label.hasPrefix("iso-2022") && !isShifting(label) {
                return SourceText(whole, label, fault: fault)
            }
            if EncodingName.isLatin1(label) {
                if isUTF8 {
                    let wrong = declared == label ? "the text is UTF-8, not \(label) as declared" : fault
                    return SourceText(whole, "utf-8", fault: wrong)
                }
                if label == "us-ascii" { break }
                let name = survey.c1 > 0 ? "windows-1252" : label
                return SourceText(bytes.fromWindows1252(), name, fault: fault)
            }
            if isUTF8 && survey.sequences >= 3 { break }
            if let decoded = IconvDecoder.decode(bytes, names: EncodingName.iconvNames(label)) {
                let broken = decoded.invalid > 0 ? "\(decoded.invalid) bytes are not \(label)" : fault
                return SourceText(decoded.bytes, label, fault: broken)
            }
        }
        if isUTF8 || survey.isASCII {
            let wrong = labels.first.map { $0 != "utf-8" } == true ? "the text is UTF-8, not \(labels[0])" : fault
            return SourceText(whole, "utf-8", fault: survey.isASCII ? fault : wrong)
        }
        if survey.invalid > survey.sequences, let name = EncodingGuess.name(of: bytes),
            let decoded = IconvDecoder.decode(bytes, names: EncodingName.iconvNames(name))
        {
            return SourceText(decoded.bytes, name, fault: "the text is \(name), which it does not declare")
        }
        let message = "\(survey.invalid) bytes are not UTF-8 and were read as windows-1252"
        // Where most are not UTF-8, the few sequences that are came about by chance.
        return survey.invalid > survey.sequences
            ? SourceText(bytes.fromWindows1252(), "windows-1252", fault: message)
            : SourceText(bytes.mendedUTF8(), "utf-8", fault: message)
    }

    /// Whether a 7-bit encoding uses ASCII bytes for other letters.
    private static func isShifting(_ name: String) -> Bool { name == "utf-7" || name == "hz-gb-2312" || name == "hz" }

    /// Reads EBCDIC: its declaration is legible in any of its code pages (XML 1.0, appendix F).
    private static func readEBCDIC(_ bytes: Bytes) -> SourceText {
        let start = IconvDecoder.decode(bytes.part(0..<min(bytes.count, 256)), names: ["CP037"])?.bytes ?? []
        let declared = start.withUnsafeBufferPointer { XMLDeclaration(in: $0)?.encoding.map(EncodingName.canonical) }
        for name in [declared, "cp037"].compactMap({ $0 }) {
            let text = IconvDecoder.decode(bytes, names: EncodingName.iconvNames(name))?.bytes ?? []
            // A code page in which the document does not begin as it does is not the one.
            guard text.starts(with: "<?xm".utf8) else { continue }
            // NEL is EBCDIC's line end.
            return SourceText(text.withUnsafeBufferPointer(withoutNextLine), name)
        }
        return SourceText(bytes.fromWindows1252(), "windows-1252", fault: "the encoding is not known")
    }

    private static func withoutNextLine(_ bytes: Bytes) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == 0xC2, position + 1 < bytes.count, bytes[position + 1] == 0x85 {
                result.append(0x0A)
                position += 2
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return result
    }

    /// Decodes UTF-8, UTF-16 or UTF-32 that a signature gave away.
    private static func decode(_ bytes: Bytes, as encoding: String, fault: String?) -> SourceText {
        switch encoding {
        case "utf-8":
            let survey = UTF8Survey(bytes)
            guard survey.invalid > 0 else { return SourceText(Array(bytes), encoding, fault: fault) }
            let message = "\(survey.invalid) bytes are not UTF-8 and were read as windows-1252"
            return SourceText(bytes.mendedUTF8(), encoding, fault: message)
        default:
            let (text, isWhole) = WideDecoder.decode(bytes, as: encoding)
            return SourceText(text, encoding, fault: isWhole ? fault : "the text is not \(encoding) throughout")
        }
    }
}

/// What the first bytes of a document give away about its encoding.
private struct Signature {
    let encoding: String
    let length: Int

    /// A byte order mark (RFC 7303, section 3.3).
    init?(mark bytes: Bytes) {
        let first = (0..<4).map { $0 < bytes.count ? bytes[$0] : 1 }
        switch (first[0], first[1], first[2], first[3]) {
        case (0xEF, 0xBB, 0xBF, _): (encoding, length) = ("utf-8", 3)
        case (0xFF, 0xFE, 0, 0): (encoding, length) = ("utf-32le", 4)
        case (0, 0, 0xFE, 0xFF): (encoding, length) = ("utf-32be", 4)
        case (0xFF, 0xFE, _, _): (encoding, length) = ("utf-16le", 2)
        case (0xFE, 0xFF, _, _): (encoding, length) = ("utf-16be", 2)
        default: return nil
        }
    }

    /// Where the zero bytes of the first character stand (XML 1.0, appendix F).
    init?(unmarked bytes: Bytes) {
        guard bytes.count >= 4 else { return nil }
        length = 0
        let isZero = (0..<4).map { bytes[$0] == 0 }
        switch (isZero[0], isZero[1], isZero[2], isZero[3]) {
        case (true, true, true, false): encoding = "utf-32be"
        case (false, true, true, true): encoding = "utf-32le"
        case (true, false, true, false): encoding = "utf-16be"
        case (false, true, false, true): encoding = "utf-16le"
        default: return nil
        }
    }
}

/// Decodes UTF-16 and UTF-32.
private enum WideDecoder {
    /// The bytes in UTF-8, and whether all could be read.
    static func decode(_ bytes: Bytes, as encoding: String) -> (bytes: [UInt8], isWhole: Bool) {
        let isBig = encoding.hasSuffix("be")
        return encoding.hasPrefix("utf-16") ? utf16(bytes, isBig: isBig) : utf32(bytes, isBig: isBig)
    }

    private static func utf16(_ bytes: Bytes, isBig: Bool) -> (bytes: [UInt8], isWhole: Bool) {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 2)
        var isWhole = bytes.count % 2 == 0
        var position = 0
        func unit(_ position: Int) -> UInt32? {
            guard position + 1 < bytes.count else { return nil }
            let (first, second) = (UInt32(bytes[position]), UInt32(bytes[position + 1]))
            return isBig ? first << 8 | second : second << 8 | first
        }
        while let first = unit(position) {
            position += 2
            var value = first
            if first & 0xFC00 == 0xD800, let second = unit(position), second & 0xFC00 == 0xDC00 {
                value = 0x10000 + (first & 0x3FF) << 10 + second & 0x3FF
                position += 2
            }
            isWhole = append(value, to: &result) && isWhole
        }
        return (result, isWhole)
    }

    private static func utf32(_ bytes: Bytes, isBig: Bool) -> (bytes: [UInt8], isWhole: Bool) {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count / 2)
        var isWhole = bytes.count % 4 == 0
        var position = 0
        while position + 4 <= bytes.count {
            let four = (0..<4).map { UInt32(bytes[position + $0]) }
            let value =
                isBig
                ? four[0] << 24 | four[1] << 16 | four[2] << 8 | four[3]
                : four[3] << 24 | four[2] << 16 | four[1] << 8 | four[0]
            isWhole = append(value, to: &result) && isWhole
            position += 4
        }
        return (result, isWhole)
    }

    private static func append(_ value: UInt32, to result: inout [UInt8]) -> Bool {
        if value < 0x80 {
            result.append(UInt8(value))
            return true
        }
        guard let scalar = Unicode.Scalar(value) else {
            result.append(scalar: "\u{FFFD}")
            return false
        }
        result.append(scalar: scalar)
        return true
    }
}
