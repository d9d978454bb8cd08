import ArgumentParser
import Files
import Pipelines
import Reporting

struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract:
      "Write texts that a model makes of nothing: something to replay where its own pre-training text is not there.",
    discussion: """
      Each text begins behind the beginning token and ends where the model ends it, or at the maximum. The file holds \
      a line {"text": …} for each; 'assay train' replays it (replay.data) or learns from it. The same seed gives the \
      same texts, whatever the threads and batches; more of them begin with the same ones.
      """)

  @Option(help: ArgumentHelp("Model folder, or GGUF file.", valueName: "dir"))
  var model: String

  @OptionGroup var opening: ModelArguments

  @Option(help: ArgumentHelp("File to write.", valueName: "file"))
  var out: String

  @Option(help: ArgumentHelp("Texts.", valueName: "n"))
  var count: Int = 256

  @Option(help: ArgumentHelp("Maximum number of tokens of a text.", valueName: "n"))
  var maxNewTokens: Int = 512

  @Option(help: ArgumentHelp("Sampling temperature, above 0.", valueName: "t"))
  var temperature = 1.0

  @Option(
    help: ArgumentHelp(
      "Nucleus sampling: sample from the fewest tokens that have this probability together.", valueName: "p"))
  var topP = 1.0

  @Option(help: ArgumentHelp("Sample from this many of the most likely tokens.", valueName: "n"))
  var topK: Int?

  @Option(help: ArgumentHelp("Other texts.", valueName: "n"))
  var seed: Int = 0

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Write over a file that is there.")
  var force = false

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    guard temperature > 0, temperature <= 100 else {
      throw Diagnostic.wrongUsage("--temperature", "\(temperature) is out of range", "a number above 0, at most 100")
    }
    guard topP > 0, topP <= 1 else {
      throw Diagnostic.wrongUsage("--top-p", "\(topP) is out of range", "a number above 0, at most 1, such as 0.95")
    }
    var job = GenerateTexts(
      try opening.options(model: model), out: out, count: try NumberRange.texts(count) ?? count,
      tokens: try NumberRange.newTokens(maxNewTokens) ?? maxNewTokens, temperature: temperature, seed: seed)
    (job.topP, job.topK, job.force) = (topP, try NumberRange.topK(topK), force)
    progress.begin("opening \(model)", patience: 5)
    let (asked, total, place) = (job, count, out)
    let outcome = try asked.run(warn: { Terminal.warn($0) }) { (done) throws(Diagnostic) in
      let extent = "\(Quantity.count(done)) of \(Quantity.count(total)) texts"
      try Interruption.tell(JobProgress("generating", extent, done: done, of: total), place, extent, leaves: .nothing)
    }
    let digest = try SHA256.hexadecimal(ofFile: out)
    let report: JSON = [
      "file": .string(out), "texts": .integer(outcome.written), "empty": .integer(outcome.empty),
      "tokens": .integer(outcome.tokens), "sha256": .string(digest),
    ]
    let left = outcome.empty > 0 ? ", \(Quantity.count(outcome.empty)) empty ones left out" : ""
    try Terminal.print(
      json
        ? report.text(pretty: true) + "\n"
        : "\(out): \(Quantity.count(outcome.written)) texts, \(Quantity.count(outcome.tokens)) tokens\(left)\n")
  }
}
