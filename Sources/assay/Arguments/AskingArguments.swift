import ArgumentParser
import Benchmarks
import Datasets
import Pipelines

/// What the names of tasks mean, and where their items are.
struct AskingArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Which protocols the names mean: \(Self.presets).", valueName: "name"))
  var preset = ScoreCheckpoint.standardPreset

  @Option(
    help: ArgumentHelp(
      "Folder with the official files, or '\(DataDirectory.miniatureName)'.", valueName: "dir"))
  var data = DataDirectory.miniatureName

  @Option(
    help: ArgumentHelp(
      "Exemplars of each prompt, in place of the protocol's number; the result says so.", valueName: "n"))
  var shots: Int?

  private static var presets: String {
    let names = Preset.all.map(\.name)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }
}
