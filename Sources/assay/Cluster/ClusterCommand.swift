import ArgumentParser

struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster", abstract: "Job scripts for clusters; nothing is submitted.",
    subcommands: [SlurmCommand.self])
}
