import ArgumentParser

/// `habari feeds`: the subscriptions.
struct FeedsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feeds",
        abstract: "List and change the subscribed feeds.",
        discussion: """
            Feeds are kept in the OPML files that the configuration names. A change leaves everything else in the file \
            as it is, replaces it at once, and is taken up by a running daemon within two seconds.
            """,
        subcommands: [
            FeedsListCommand.self, FeedsShowCommand.self, FeedsAddCommand.self, FeedsRemoveCommand.self,
            FeedsEnableCommand.self,
            FeedsDisableCommand.self, FeedsSetCommand.self, FeedsImportCommand.self, FeedsExportCommand.self,
            FeedsTestCommand.self,
        ],
        defaultSubcommand: FeedsListCommand.self)

    @OptionGroup var common: CommonOptions
}
