import FoundationEssentials
import Glibc
import Testing

/// Certificates of an authority of the test's own, in a folder that goes with it.
final class Certificates {
    static let openssl = "/usr/bin/openssl"
    static var areAvailable: Bool { access(openssl, X_OK) == 0 }

    let folder = FileManager.default.temporaryDirectory.appending(path: "habari-\(UUID().uuidString)").path

    /// The authority's own certificate.
    var authority: String { folder + "/ca.pem" }

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try run("req -x509 \(Self.key("ca")) -days 2 -subj /CN=Authority -out ca.pem")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Makes a certificate for a name, `IP:127.0.0.1` for example, that holds for so many days from now.
    func issue(_ file: String, for name: String, days: Int = 1) throws {
        try write("\(file).ext", "subjectAltName=\(name)\n")
        try run("req \(Self.key(file)) -subj /CN=\(file) -out \(file).csr")
        try run(
            "x509 -req -in \(file).csr -CA ca.pem -CAkey ca.key -CAcreateserial -days \(days) -extfile \(file).ext"
                + " -out \(file).pem")
    }

    /// Makes a certificate that vouches for itself.
    func selfSigned(_ file: String) throws {
        try run("req -x509 \(Self.key(file)) -days 1 -subj /CN=localhost -out \(file).pem")
    }

    func write(_ file: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder + "/" + file))
    }

    private static func key(_ file: String) -> String {
        "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout \(file).key"
    }

    private func run(_ arguments: String) throws {
        try #require(system("cd \(folder) && \(Self.openssl) \(arguments) 2>/dev/null") == 0, "openssl \(arguments)")
    }
}

/// A TLS server for one connection: `openssl s_server` with a certificate.
final class TLSServer {
    let port: Int
    private let output: UnsafeMutablePointer<FILE>

    /// Starts a server; it ends by itself after one connection and, if none comes, after ten minutes.
    ///
    /// With `-HTTP` it serves the files of the folder, each of which is a whole answer, status line and all.
    init(_ certificates: Certificates, _ certificate: String, mode: String = "-HTTP", input: String = "/dev/null")
        throws
    {
        let command =
            "cd \(certificates.folder) && timeout 600 \(Certificates.openssl) s_server -accept 127.0.0.1:0 -naccept 1"
            + " \(mode) -cert \(certificate).pem -key \(certificate).key <\(input) 2>/dev/null"
        output = try #require(popen(command, "re"))
        port = try #require(Self.port(in: output), "no line like ACCEPT 127.0.0.1:12345")
    }

    deinit { pclose(output) }

    /// The next bytes that it prints, so many; fewer where it has ended.
    func read(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let length = fread(&bytes, 1, count, output)
        return Array(bytes[..<length])
    }

    private static func port(in output: UnsafeMutablePointer<FILE>) -> Int? {
        var buffer = [CChar](repeating: 0, count: 200)
        while fgets(&buffer, Int32(buffer.count), output) != nil {
            let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if line.hasPrefix("ACCEPT") { return line.dropLast().split(separator: ":").last.flatMap { Int($0) } }
        }
        return nil
    }
}
