import Foundation
import LoopbackServing
import Testing

@Suite("What is given to the daemon in confidence", .serialized, .timeLimit(.minutes(10)))
struct SecretTests {
    /// Feeds that are shown to those alone who say the word.
    private func server(_ shelf: FeedShelf) throws -> LoopbackServer {
        try LoopbackServer { request, connection in
            let path = request.target.prefix { $0 != "?" }
            let isWelcome =
                switch path {
                case "/by-address": request["authorization"] == "Basic YW5uOmh1bnRlcjI="  // ann:hunter2
                case "/by-query": request.target == "/by-query?a=1&token=hunter2"
                case "/by-token": request["authorization"] == "Bearer hunter2-token"
                case "/by-header": request["x-key"] == "hunter2-key" && request["user-agent"] == "Own/1.0"
                case "/by-password": request["authorization"] == "Basic Ym9iOmh1bnRlcjI="  // bob:hunter2
                default: false
                }
            guard isWelcome, let number = Self.paths.firstIndex(of: String(path)) else {
                return connection.reply("403 Forbidden", ["Content-Type: text/plain"], "Members only")
            }
            connection.reply("200 OK", ["ETag: \"1\""], shelf.document(number).body)
        }
    }

    private static let paths = ["/by-address", "/by-query", "/by-token", "/by-header", "/by-password"]

    private func installation(_ server: LoopbackServer) throws -> Installation {
        let home = "127.0.0.1:\(server.port)"
        let feeds = [
            "http://ann:hunter2@\(home)/by-address", "http://\(home)/by-query?a=1&amp;token=hunter2",
            "http://\(home)/by-token", "http://\(home)/by-header", "http://\(home)/by-password",
            "http://ann:hunter2@\(home)/closed?token=hunter2", "http://ann:hunter2@127.0.0.1:1/dead?token=hunter2",
        ]
        let access = """
            [[access]]
            url = "http://\(home)/by-token"
            token_file = "token"
            [[access]]
            url = "http://\(home)/by-header"
            user_agent = "Own/1.0"
            headers = { X-Key = "hunter2-key" }
            [[access]]
            url = "http://\(home)/by-password"
            username = "bob"
            password = "hunter2"
            """
        let installation = try Installation(
            feeds: feeds, poll: Installation.alwaysDue, store: "keep = \"all\"", more: "level = \"trace\"\n" + access)
        try installation.write("hunter2-token\n", to: installation.folder.appending(path: "token"))
        return installation
    }

    @Test("secrets open the feeds that they were given for, and are told nowhere")
    func nowhere() async throws {
        let server = try server(FeedShelf(feeds: 5, itemsEach: 2))
        defer { server.stop() }
        let installation = try installation(server)
        let home = "127.0.0.1:\(server.port)"
        #expect(try await installation.run("habarid", ["--check"]).status == 0)
        var runs = [try await installation.once(), try await installation.once()]
        let feeds = try await installation.feeds()
        #expect(feeds.count == 7)
        for feed in feeds {
            let isOpen = Self.paths.contains { feed.url.contains($0) }
            #expect(feed.items == (isOpen ? 2 : 0), "\(feed.url): \(feed.error ?? "no error")")
            #expect(isOpen == (feed.error == nil), "\(feed.url): \(feed.error ?? "no error")")
        }
        #expect(feeds.map(\.url).contains("http://***@\(home)/by-address"))
        #expect(feeds.map(\.url).contains("http://\(home)/by-query?a=1&token=***"))

        let asked =
            [
                ["feeds", "list"], ["feeds", "list", "--format", "json"], ["feeds", "list", "--format", "csv"],
                ["feeds", "export"], ["feeds", "test", "http://ann:hunter2@\(home)/by-address"],
                ["feeds", "test", "http://ann:wrong@\(home)/closed?token=hunter2"],
                ["feeds", "test", "http://\(home)/by-token"], ["status"], ["status", "--format", "json"],
                ["status", "--format", "prometheus"], ["check"], ["verify"], ["stats", "--all"], ["stories", "--all"],
                ["show", "1"], ["explain", "1"], ["show", "1", "--format", "json"],
                ["parse", "http://ann:hunter2@\(home)/by-address"],
                ["parse", "http://ann:hunter2/x@\(home)/by-address"],
                ["feeds", "disable", "http://ann:hunter2@\(home)/by-address"],
                ["feeds", "enable", "http://***@\(home)/by-address"],
                ["feeds", "set", "http://\(home)/by-query?a=1&token=***", "--title", "By query"],
                ["feeds", "add", "http://ann:hunter2@\(home)/new?password=hunter2", "--no-check"],
                ["feeds", "add", "http://ann:hunter2@\(home)/by-address", "--no-check"],
                ["feeds", "remove", "http://ann:hunter2@\(home)/none"],
                ["feeds", "remove", "http://\(home)/new?password=hunter2"],
            ]
            + ["table", "json", "jsonl", "csv", "markdown", "atom", "bibtex"].map {
                ["query", "--all", "--format", $0]
            }
        for arguments in asked {
            let run = try await installation.run("habari", arguments)
            #expect(run.output.count + run.errors.count > 0, "\(arguments)")
            runs.append(run)
        }
        for (run, arguments) in zip(runs, [["--once"], ["--once"]] + asked) {
            for text in [run.output, run.errors] {
                let line = text.split(separator: "\n").first { $0.contains("hunter2") || $0.contains("aHVudGVyMg") }
                #expect(line == nil, "\(arguments): \(line ?? "")")
            }
        }
        let list = try String(contentsOf: installation.feedList, encoding: .utf8)
        #expect(list.contains("text=\"By query\"") && list.contains("ann:hunter2@\(home)/by-address"))
        #expect(try await installation.habari("feeds", "export", "--secrets").output.contains("ann:hunter2@"))
    }

    @Test("a feed that is shown without its secret can be asked for by what is shown")
    func byShownAddress() async throws {
        let server = try server(FeedShelf(feeds: 5, itemsEach: 2))
        defer { server.stop() }
        let installation = try installation(server)
        _ = try await installation.once()
        for address in ["http://***@127.0.0.1:\(server.port)/by-address", "/by-query?a=1&token=***"] {
            let run = try await installation.habari("query", "--all", "--format", "jsonl", "--feed", address)
            #expect(run.output.split(separator: "\n").count == 2, "\(run.errors)")
        }
    }

    @Test("a secret's file that cannot be read stops the start, and is named")
    func unreadable() async throws {
        let server = try server(FeedShelf(feeds: 5, itemsEach: 2))
        defer { server.stop() }
        let installation = try installation(server)
        try FileManager.default.removeItem(at: installation.folder.appending(path: "token"))
        for arguments in [["--check"], ["--once"]] {
            let run = try await installation.run("habarid", arguments)
            #expect(run.status == 1)
            #expect(run.complaints.count == 1)
            let line = String(run.complaints.first ?? "")
            #expect(line.contains("habari.toml:") && line.contains("\"token_file\" in [[access]]"), "\(line)")
            #expect(line.contains("/token cannot be read: No such file or directory"), "\(line)")
        }
        let check = try await installation.habari("check")
        #expect(check.status == 1 && check.errors.contains("/token cannot be read"), "\(check.errors)")
        #expect(server.requests.isEmpty)
    }
}
