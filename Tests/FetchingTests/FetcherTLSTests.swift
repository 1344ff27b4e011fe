import Fetching
import FoundationEssentials
import Glibc
import LoopbackServing
import News
import Testing

/// Certificates are checked.
struct FetcherTLSTests {
    private static let openssl = "/usr/bin/openssl"

    /// Tries the address with every network allowed.
    private func failure(of url: String) async throws -> FetchFailure {
        let fetcher = try Fetcher(FetcherConfiguration(limits: FetchLimits(allowPrivateNetworks: true)))
        defer { fetcher.close() }
        return try await fetcher.fetch(url).failure()
    }

    @Test(
        "a certificate that nobody vouches for is refused",
        .enabled(if: access(openssl, X_OK) == 0, "needs openssl"))
    func selfSigned() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "habari-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = "\(folder)/key.pem -out \(folder)/cert.pem"
        let made = system(
            "\(Self.openssl) req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1"
                + " -subj /CN=localhost -keyout \(files) 2>/dev/null")
        try #require(made == 0)
        // One connection, then it ends by itself; if none comes, by the clock.
        let server = try #require(
            popen(
                "timeout 60 \(Self.openssl) s_server -accept 127.0.0.1:0 -naccept 1 -www -cert \(folder)/cert.pem"
                    + " -key \(folder)/key.pem </dev/null 2>/dev/null", "re"))
        defer { pclose(server) }
        let port = try #require(acceptingPort(of: server))
        let failure = try await failure(of: "https://127.0.0.1:\(port)/")
        #expect(failure.kind == .tls)
        #expect(failure.reason.contains("certificate"))
    }

    @Test("a server that does not speak TLS is refused")
    func noTLS() async throws {
        let server = try LoopbackServer(greeting: "HTTP/1.1 400 Bad Request\r\n\r\n") { _, _ in }
        defer { server.stop() }
        let failure = try await failure(of: "https://127.0.0.1:\(server.port)/")
        #expect(failure.kind == .tls, "\(failure.reason)")
    }

    /// The port that the server tells of, in a line like `ACCEPT 127.0.0.1:12345`.
    private func acceptingPort(of output: UnsafeMutablePointer<FILE>) -> Int? {
        var buffer = [CChar](repeating: 0, count: 200)
        while fgets(&buffer, Int32(buffer.count), output) != nil {
            let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if line.hasPrefix("ACCEPT") { return line.dropLast().split(separator: ":").last.flatMap { Int($0) } }
        }
        return nil
    }
}
