import Foundation
import Glibc

/// A file system of its own, in memory, that can be filled and made read-only.
final class SmallDisk: Sendable {
    let directory: URL
    var path: String { directory.appendingPathComponent("habari.db").path }

    /// Whether this user may mount one.
    static let canMount: Bool = { geteuid() == 0 && (try? SmallDisk(megabytes: 1)) != nil }()

    init(megabytes: Int) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("habari-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        do {
            try mount("-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs")
        } catch {
            try? FileManager.default.removeItem(at: directory)
            throw error
        }
    }

    /// Changes an option, `size=4m` or `ro`, of the mounted file system.
    func remount(_ option: String) throws { try mount("-o", "remount,\(option)") }

    deinit {
        try? Self.run("umount", "-l", directory.path)
        try? FileManager.default.removeItem(at: directory)
    }

    private func mount(_ arguments: String...) throws { try Self.run(["mount"] + arguments + [directory.path]) }

    private static func run(_ command: String...) throws { try run(command) }

    private static func run(_ command: [String]) throws {
        struct Failed: Error {}
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
    }
}
