import ArgumentParser

struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Say whose errors are whose, and what training cost: what the report's page shows, as text and JSON.",
    subcommands: [AnalyzeErrors.self, AnalyzeTax.self])
}
