import FoundationEssentials
import News

/// Values of which the store knows nothing but that they are kept, written as JSON objects.
enum ValueText {
    /// The text of a value; `nil` for none.
    static func encode(_ value: (some Encodable)?) -> String? {
        guard let value, let data = try? JSONEncoder().encode(value) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    /// The value of a text; `nil` for one that another version wrote and this one cannot read, which is then learned
    /// anew.
    static func decode<Value: Decodable>(_ text: String?, as type: Value.Type) -> Value? {
        text.flatMap { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
    }
}
