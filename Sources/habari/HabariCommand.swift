import ArgumentParser
import News

/// The command line of `habari`, from which every other command hangs.
struct HabariCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "habari",
        abstract: "Asks what habarid has collected, manages its feeds, and explains its decisions.",
        discussion: """
            --config and --store may stand before or after the command. Exit status: 0 done, 1 it failed (one line \
            on standard error says what, where, and what to do), 64 wrong usage. NO_COLOR is honoured.
            """,
        version: Habari.version,
        subcommands: [
            QueryCommand.self, ShowCommand.self, StoriesCommand.self, StatsCommand.self, ExplainCommand.self,
            ClassifyCommand.self, LabelCommand.self, LabelsCommand.self, ReclassifyCommand.self, EvaluateCommand.self,
            TrainCommand.self,
            ParseCommand.self,
            FeedsCommand.self, StatusCommand.self, CheckCommand.self, VerifyCommand.self, BackupCommand.self,
            ExportCommand.self, ImportCommand.self, PruneCommand.self,
        ])

    @OptionGroup var common: CommonOptions
}

/// The options that every command has.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The configuration; else $HABARI_CONFIG, else /etc/habari/habari.toml.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The store; else the configuration says where it is.", valueName: "file"))
    var store: String?
}

/// A command that does something, with a console to do it on.
protocol ConsoleCommand: ParsableCommand {
    /// Does what was asked.
    ///
    /// - Throws: Whatever went wrong; its description is the one line for the person.
    func run(on console: Console) async throws
}
