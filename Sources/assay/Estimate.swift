import ArgumentParser
import Configuration
import Files
import Merging
import Pipelines
import Reporting
import Training

struct Estimate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Measure on a corpus what 'assay merge' needs for merging by data.",
    discussion: """
      \(MergeStatistics.allCases.map { "\($0.rawValue): \($0.help)." }.joined(separator: " ")) The configuration is \
      that of 'assay train': model, data, template and lengths count. With --adapter the sub-model is measured, and only the \
      weights that the adapter changes.
      """)

  @Argument(
    help: ArgumentHelp("\(MergeStatistics.allCases.map(\.rawValue).joined(separator: " or ")).", valueName: "kind"))
  var kind: MergeStatistics

  @OptionGroup var configured: ConfigurationArguments

  @Option(help: ArgumentHelp("PEFT adapter folder over the model.", valueName: "dir"))
  var adapter: String?

  @Option(help: ArgumentHelp("Samples to measure on, drawn by the seed; 'all' takes all.", valueName: "n"))
  var samples = "256"

  @Option(
    help: ArgumentHelp(
      "Of Fisher information: sampled (drawn from the model) or empirical (the corpus's own).", valueName: "labels"))
  var labels = FisherEstimator.Labels.sampled.rawValue

  @Option(
    help: ArgumentHelp(
      "Of Fisher information: squares of the gradients of sequences, or of positions (of linear maps; quicker to settle, blind to what positions have in common).",
      valueName: "squares"))
  var squares = FisherEstimator.Squares.sequences.rawValue

  @Option(
    help: ArgumentHelp("File to write. Default: beside the adapter.", valueName: "file"))
  var out: String?

  @OptionGroup var machine: MachineArguments

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Write over a file that is something else.")
  var force = false

  mutating func run() throws {
    guard let labels = FisherEstimator.Labels(rawValue: labels) else {
      throw Diagnostic("--labels", "'\(labels)' are no labels", expected: "sampled or empirical", status: .wrongUsage)
    }
    guard let squares = FisherEstimator.Squares(rawValue: squares) else {
      throw Diagnostic(
        "--squares", "'\(squares)' are no squares", expected: "sequences or positions", status: .wrongUsage)
    }
    let keys = TrainingConfiguration.schema.outline
    if try configured.printsHelp(keys) { return }
    var configuration = TrainingConfiguration()
    try configuration.apply(try configured.settings(of: configured.file(), by: keys))
    var job = EstimateStatistics(
      EstimateStatistics.Kind(kind, labels: labels), configuration: configuration, adapter: adapter,
      samples: samples == "all" ? nil : try NumberRange.measured(try number(samples)), out: out)
    job.force = force
    job.squares = squares
    let bases = try TrainingBases(
      threads: try machine.threadCount())
    let budget = try machine.budget()
    progress.begin("opening \(configuration.model)", patience: 5)
    let count = try job.run(
      on: bases, budget: budget, note: { Terminal.note($0) }
    ) { (done, total) throws(Diagnostic) in
      let extent = "\(Quantity.count(done)) of \(Quantity.count(total)) samples"
      try Interruption.tell(
        JobProgress("measuring \(kind.rawValue)", extent, done: done, of: total), job.path, extent, leaves: .nothing)
    }
    let report: JSON = [
      "file": .string(job.path), "kind": .string(kind.rawValue), "samples": .integer(count),
      "sha256": .string(try SHA256.hexadecimal(ofFile: job.path)),
    ]
    try Terminal.print(
      json
        ? report.text(pretty: true) + "\n" : "\(job.path): \(kind.rawValue) of \(Quantity.count(count)) samples\n")
  }

  private func number(_ text: String) throws(Diagnostic) -> Int {
    guard let value = Int(text) else {
      throw Diagnostic("--samples", "'\(text)' is no number", expected: "a number, or all", status: .wrongUsage)
    }
    return value
  }
}
