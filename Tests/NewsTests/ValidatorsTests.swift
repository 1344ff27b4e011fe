import News
import Testing

struct ValidatorsTests {
    @Test(
        "a value that could start a header of its own is dropped",
        arguments: ["\"a\"\r\nX-Evil: 1", "a\n", "\r", "\u{0}", "a\u{7F}", "a\u{1B}[31m", ""])
    func control(value: String) {
        let validators = Validators(etag: value, lastModified: value)
        #expect(validators.etag == nil)
        #expect(validators.lastModified == nil)
        #expect(validators.isEmpty)
    }

    @Test(
        "any other value is kept as it stands", arguments: ["\"a\"", "W/\"b\"", "bare", "two words", "\"é\"", "a\tb"])
    func kept(value: String) {
        #expect(Validators(etag: value).etag == value)
        #expect(Validators(lastModified: value).lastModified == value)
    }

    @Test("one bad value does not take the other with it")
    func independent() {
        let validators = Validators(etag: "a\nb", lastModified: "Wed, 24 Sep 2025 18:05:00 GMT")
        #expect(validators.etag == nil)
        #expect(validators.lastModified == "Wed, 24 Sep 2025 18:05:00 GMT")
        #expect(!validators.isEmpty)
    }

    @Test("no validator is no condition")
    func none() {
        #expect(Validators.none.isEmpty)
        #expect(Validators() == .none)
    }

    @Test("a value that is changed later is checked as well")
    func mutation() {
        var validators = Validators.none
        validators.etag = "a\r\nX-Evil: 1"
        #expect(validators.etag == nil)
    }
}
