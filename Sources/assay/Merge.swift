import ArgumentParser
import Configuration
import Files
import Merging
import ModelMerging
import Pipelines
import Platform
import Reporting

struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Merge models or adapters into one.",
    discussion: """
      One tensor is in memory at a time. Adapters that are averaged become one adapter of the sum of their ranks, exactly. \
      --config reads mergekit's YAML; --set gives a key of it, or a parameter of the method. --help-config lists both. The result's folder holds provenance.json: parents with digests, parameters, and how \
      far the parents agree.
      """)

  @Argument(help: ArgumentHelp("Folders of models or adapters.", valueName: "parent"))
  var parents: [String] = []

  @OptionGroup var configured: ConfigurationArguments

  @Option(help: ArgumentHelp("The method: \(MergeMethod.examples), …", valueName: "name"))
  var method: String?

  @Option(help: ArgumentHelp("The model that task vectors are differences from.", valueName: "dir"))
  var base: String?

  @Option(help: ArgumentHelp("Folder of the result; must not exist.", valueName: "dir"))
  var out: String?

  @Option(help: ArgumentHelp("Weights of the parents, with commas between them.", valueName: "list"))
  var weights: String?

  @Option(
    name: .customLong(MergeParameter.thinning.name),
    help: ArgumentHelp("Share of each task vector that stays.", valueName: "share"))
  var share: Double?

  @Option(help: ArgumentHelp("auto, dense, adapter, svd (with --rank), adapter-space.", valueName: "form"))
  var output: String?

  @Option(help: ArgumentHelp("Rank of --output svd.", valueName: "n"))
  var rank: Int?

  @Option(
    help: ArgumentHelp(
      "Number format of the result: float32, float16, bfloat16; as on disk by default.", valueName: "type"))
  var dtype: String?

  @Option(help: ArgumentHelp("paper or mergekit: whose defaults hold where they differ.", valueName: "whose"))
  var definitions: String?

  @Option(help: ArgumentHelp("Seed of methods that draw: \(MergeKey.randomMethods).", valueName: "n"))
  var seed: Int?

  @OptionGroup var threads: ThreadArguments

  @Flag(help: "Leave SHA-256 digests of parents and result out of provenance.json: they take longer than many a merge.")
  var noDigests = false

  @Flag(help: "Replace what is there, if Assay made it.")
  var force = false

  @Flag(help: "Show lengths and cosines of each layer.")
  var perLayer = false

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    if try configured.printsHelp(MergeKey.help) { return }
    let configuration = try mergeConfiguration()
    progress.begin("reading the parents", patience: 5)
    let job = try MergeModels(
      configuration, threads: try threads.count())
    let total = job.total, count = "\(Quantity.count(total)) tensors"
    let outcome = try job.run { (done) throws(Diagnostic) in
      try Interruption.tell(
        JobProgress("merging", "tensor \(Quantity.count(done)) of \(Quantity.count(total))", done: done, of: total),
        configuration.out, "\(Quantity.count(done)) of \(count)", leaves: .nothing)
    }
    try Terminal.print(
      json ? outcome.json.text(pretty: true) + "\n" : outcome.text(perLayer: perLayer, width: Terminal.width))
  }

  private func mergeConfiguration() throws(Diagnostic) -> MergeConfiguration {
    var configuration: MergeConfiguration
    if let config = try configured.file() {
      guard parents.isEmpty, method == nil, base == nil, weights == nil else {
        throw Diagnostic(
          "--config", "beside parents, --method, --base or --weights", expected: "one or the other", status: .wrongUsage
        )
      }
      configuration = try MergeConfiguration(try ConfigurationFile(path: config).settings)
    } else {
      configuration = try fromFlags()
    }
    if let out { configuration.out = out }
    configuration.hasDigests = !noDigests
    configuration.force = force
    // What is said on the command line goes through the same reader as a file's keys.
    let keys = MergeKey.all.map(\.name)
    try configuration.apply(
      try configured.assignments { name in
        // What is no key of the file is a parameter of the method.
        keys.contains { name == $0 || name.hasPrefix($0 + ".") } ? name : "parameters." + name
      })
    let options: [(name: String, key: String, value: String?)] = [
      ("--output", "output", output), ("--rank", "rank", rank.map(String.init)), ("--dtype", "out_dtype", dtype),
      ("--definitions", "definitions", definitions), ("--seed", "seed", seed.map(String.init)),
    ]
    for option in options {
      guard let value = option.value else { continue }
      let file = try ConfigurationFile(assignment: "\(option.key)=\(value)", option: option.name)
      try configuration.apply(file.settings)
    }
    if let share { configuration.parameters[MergeParameter.thinning.name] = .number(share) }
    try configuration.check()
    return configuration
  }

  private func fromFlags() throws(Diagnostic) -> MergeConfiguration {
    guard let method else {
      throw Diagnostic(
        "--method", "is missing, and so is --config", expected: "'assay merge --help-config' lists the methods",
        status: .wrongUsage)
    }
    var configuration = MergeConfiguration(method: try MergeConfiguration.method(method, place: "--method"))
    configuration.base = base.map { MergeConfiguration.Model($0) }
    var sources = parents.map { MergeConfiguration.Source(MergeConfiguration.Model($0)) }
    if let weights {
      guard let parameter = configuration.method.parameters.first(where: \.isWeight) else {
        throw Diagnostic(
          "--weights", "\(method) has none", expected: "a method that weighs its parents", status: .wrongUsage)
      }
      let values = weights.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
      guard values.count == sources.count else {
        throw Diagnostic(
          "--weights", "\(values.count) for \(sources.count) parents", expected: "one for each", status: .wrongUsage)
      }
      for (index, value) in values.enumerated() {
        guard let value else {
          throw Diagnostic("--weights", "'\(weights)' is no list of numbers", expected: "0.4,0.6", status: .wrongUsage)
        }
        sources[index].parameters[parameter.name] = .number(value)
      }
    }
    configuration.slices = [MergeConfiguration.Slice(sources)]
    return configuration
  }
}
