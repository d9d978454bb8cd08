import ArgumentParser

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Is the candidate worse than the reference? For CI: exit code 2 for a regression.",
    discussion: """
      A reference is the folder of a run, a file that 'assay gate accept' wrote, or FOLDER#NAME: a model of a report of 'assay dtm'. \
      Exit codes: 0 not worse; 2 a regression; 3 the runs cannot be compared, are not finished, or it cannot be told; 64 wrong usage. \
      'assay gate check --help' lists the options of a comparison: policy, reports, --intersect. 'assay gate plan' says before anything \
      is run what could be seen.
      """,
    subcommands: [GateCheck.self, GateInit.self, GatePlanCommand.self, GateAccept.self, GateLog.self],
    defaultSubcommand: GateCheck.self)
}
