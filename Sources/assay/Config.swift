import ArgumentParser
import Configuration
import Dispersal
import Experiments
import Files
import Gating
import Leaderboards
import Merging
import ModelMerging
import Pipelines
import Reporting
import Training
import Worlds

/// What may stand in the files that commands read: for people, and for editors.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "The keys of configuration files: explained, or as a JSON Schema for editors.",
    subcommands: [Keys.self, Schema.self])

  /// Every command that reads a file which a person writes.
  static let outlines: [(command: String, outline: @Sendable () -> ConfigurationOutline)] = [
    ("select", { SelectionConfiguration.schema.outline }),
    ("disperse", { DispersalConfiguration.schema.outline }), ("train", { TrainingConfiguration.schema.outline }),
    ("merge", { MergeConfiguration.schema.outline }), ("search", { SearchConfiguration.schema.outline }),
    ("dtm", { DTMConfiguration.schema.outline }), ("study", { StudyConfiguration.schema.outline }),
    ("gate", { GatePolicy.schema.outline }), ("report", { ReportConfiguration.schema.outline }),
    ("world", { WorldSpec.schema.outline }),
    ("estimate", { TrainingConfiguration.schema.outline }),
  ]

  /// Maps whose keys are those of other commands: `train` of dtm.
  static let linked = ["train", "world", "base", "dtm", "dispersals", "merges", "baselines", "select"]

  static func outline(of command: String) throws(Diagnostic) -> ConfigurationOutline {
    guard let known = outlines.first(where: { $0.command == command }) else {
      throw Diagnostic(
        "COMMAND", "'\(command)' reads no configuration",
        expected: outlines.map(\.command).joined(separator: ", "), status: .wrongUsage)
    }
    return known.outline()
  }
}

extension Config {
  struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "keys",
      abstract: "Explain the keys of a command's configuration, or those below one of them.")

    @Argument(help: "The command: \(Config.outlines.map(\.command).joined(separator: ", ")).")
    var command: String

    @Argument(help: "A key with keys of its own: train of dtm.")
    var key: String?

    @Flag(help: "Print a table in Markdown.")
    var markdown = false

    mutating func run() throws {
      var outline = try Config.outline(of: command)
      if let key {
        guard let section = outline.section(key) else {
          throw Diagnostic(
            "KEY", "'\(key)' has no keys of its own", expected: "'assay config keys \(command)' lists them",
            status: .wrongUsage)
        }
        outline = section
      }
      let table = TextTable([.left, .left, .left, .left], rows: outline.rows(without: Config.linked))
      try Terminal.print(markdown ? table.markdown : outline.help)
    }
  }

  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema",
      abstract: "Print the JSON Schema of a command's configuration, by which editors complete and check YAML.",
      discussion: """
        With 'assay config schema train > train.schema.json', the first line of a YAML file that editors with the YAML language \
        server understand is: # yaml-language-server: $schema=train.schema.json
        """)

    @Argument(help: "The command: \(Config.outlines.map(\.command).joined(separator: ", ")).")
    var command: String

    mutating func run() throws {
      try Terminal.print(try Config.outline(of: command).jsonSchema.text(pretty: true) + "\n")
    }
  }
}
