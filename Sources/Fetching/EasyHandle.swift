import CCurl

/// Owns one libcurl easy handle: made with it, freed with it.
///
/// Lives on the transfer thread. Freed in the order that libcurl asks for: the handle, then the header list and
/// the error buffer that it points to. It must have been removed from its multi handle before.
struct EasyHandle: ~Copyable {
    /// The handle itself, for the calls of the multi interface.
    let pointer: OpaquePointer
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private var headers: UnsafeMutablePointer<curl_slist>?

    /// The first option that was refused, as `curl_easy_setopt(3)` reports it.
    ///
    /// Then this libcurl was built without it, or memory is short. Without one of its bounds a fetch may not begin.
    private(set) var refusal: CURLcode?

    /// Calls `curl_easy_init(3)`; `nil` where memory is short.
    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        headers = nil
        refusal = nil
        check(habari_easy_set_error_buffer(pointer, errorBuffer))
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headers)
        errorBuffer.deallocate()
    }

    /// Sets an option that takes a number.
    mutating func set(_ option: CURLoption, _ value: Int) {
        assert(option.rawValue / 10_000 == 0, "not an option of kind long")
        check(habari_easy_set_long(pointer, option, value))
    }

    /// Sets an option that takes a size.
    mutating func setSize(_ option: CURLoption, _ value: Int) {
        assert(option.rawValue / 10_000 == 3, "not an option of kind curl_off_t")
        check(habari_easy_set_offset(pointer, option, curl_off_t(value)))
    }

    /// Sets an option that takes a string, which libcurl copies.
    mutating func set(_ option: CURLoption, _ value: String) {
        assert(option.rawValue / 10_000 == 1, "not an option of kind pointer")
        check(habari_easy_set_string(pointer, option, value))
    }

    /// Takes an option that holds a string back to its default.
    mutating func clear(_ option: CURLoption) {
        assert(option.rawValue / 10_000 == 1, "not an option of kind pointer")
        check(habari_easy_set_string(pointer, option, nil))
    }

    /// Sets the lines of the request's header beside libcurl's own (`CURLOPT_HTTPHEADER`), in place of any before.
    mutating func set(headers lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                return check(CURLE_OUT_OF_MEMORY)
            }
            list = longer
        }
        check(habari_easy_set_headers(pointer, list))
        curl_slist_free_all(headers)  // only now: libcurl held on to it until here
        headers = list
    }

    /// A number that libcurl knows of the last transfer; 0 where it does not.
    func number(_ info: CURLINFO) -> Int { Int(habari_easy_info_long(pointer, info)) }

    /// A size or a time in microseconds that libcurl knows of the last transfer; 0 where it does not.
    func size(_ info: CURLINFO) -> Int { Int(habari_easy_info_offset(pointer, info)) }

    /// A string that libcurl knows of the last transfer.
    func string(_ info: CURLINFO) -> String? { habari_easy_info_string(pointer, info).map { String(cString: $0) } }

    /// What libcurl wrote of the last error (`CURLOPT_ERRORBUFFER`); empty where it wrote nothing.
    var errorText: String { String(cString: errorBuffer) }

    /// Keeps the first refusal.
    mutating func check(_ code: CURLcode) {
        if code != CURLE_OK && refusal == nil { refusal = code }
    }
}
