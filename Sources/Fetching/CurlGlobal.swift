import CCurl

/// libcurl's global state, set up once before the first handle is made.
///
/// It is never torn down: `curl_global_cleanup(3)` may not run while any other thread exists, and a process
/// that ends needs no tidying. What must not outlive `main` is the transfer thread, and that one is joined.
enum CurlGlobal {
    /// The result of `curl_global_init(3)`; a `static let` runs once, whichever thread comes first.
    private static let result = habari_global_init()

    /// Whether libcurl can be used.
    static var isReady: Bool { result == CURLE_OK }
}
