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
    commandName: "merge",
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
    help: ArgumentHelp("Fraction of each task vector that is kept.", valueName: "share"))
  var share: Double?

  @Option(help: ArgumentHelp("auto, dense, adapter, svd (with --rank), adapter-space.", valueName: "form"))
  var output: String?

  @Option(help: ArgumentHelp("Rank of --output svd.", valueName: "n"))
  var rank: Int?

  @Option(
    help: ArgumentHelp(
      "Dtype of the result: float32, float16, bfloat16; as on disk by default.", valueName: "type"))
  var dtype: String?

  @Option(help: ArgumentHelp("paper or mergekit: whose defaults hold where they differ.", valueName: "whose"))
  var definitions: String?

  @Option(help: ArgumentHelp("Seed of methods that draw: \(MergeMethod.random).", valueName: "n"))
  var seed: Int?

  @OptionGroup var threads: ThreadArguments

  @Flag(help: "Leave SHA-256 digests of parents and result out of provenance.json: they take longer than many a merge.")
  var noDigests = false

  @Flag(help: "Replace what is there, if Assay made it.")
  var force = false

  @Flag(help: "Show norms and cosine similarities of each layer.")
  var perLayer = false

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    if try configured.printsHelp(MergeConfiguration.help) { return }
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
    let file = try configured.file(), outline = MergeConfiguration.schema.outline
    var asked: [OptionSetting] = []
    if file != nil {
      guard parents.isEmpty, method == nil, base == nil, weights == nil else {
        throw Diagnostic(
          "--config", "beside parents, --method, --base or --weights", expected: "one or the other", status: .wrongUsage
        )
      }
    } else {
      asked = try fromFlags()
    }
    let thinning = "parameters.\(MergeParameter.thinning.name)"
    asked += [
      OptionSetting("output", output), OptionSetting("rank", rank), OptionSetting("out_dtype", dtype, place: "--dtype"),
      OptionSetting("definitions", definitions), OptionSetting("seed", seed), OptionSetting("out", out),
      OptionSetting(thinning, share, place: "parameters"),
    ]
    let settings = try configured.settings(of: file, by: outline, options: asked) { name in
      // What is no key of the file is a parameter of the method.
      outline.has(name) ? name : "parameters." + name
    }
    var configuration = try MergeConfiguration(settings, definitions: file == nil ? .paper : .mergekit)
    configuration.hasDigests = !noDigests
    configuration.force = force
    try configuration.check()
    return configuration
  }

  /// What a file would say.
  private func fromFlags() throws(Diagnostic) -> [OptionSetting] {
    guard let name = method else {
      throw Diagnostic(
        "--method", "is missing, and so is --config", expected: "'assay merge --help-config' lists the methods",
        status: .wrongUsage)
    }
    let method = try MergeConfiguration.method(name, place: "--method")
    var models: [JSON] = parents.map { ["model": .string($0)] }
    if let weights {
      guard let parameter = method.parameters.first(where: \.isWeight) else {
        throw Diagnostic(
          "--weights", "\(name) has none", expected: "a method that weighs its parents", status: .wrongUsage)
      }
      let values = weights.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
      guard values.count == models.count else {
        throw Diagnostic(
          "--weights", "\(values.count) for \(models.count) parents", expected: "one for each", status: .wrongUsage)
      }
      for (index, value) in values.enumerated() {
        guard let value else {
          throw Diagnostic("--weights", "'\(weights)' is no list of numbers", expected: "0.4,0.6", status: .wrongUsage)
        }
        models[index] = [
          "model": .string(parents[index]), "parameters": .object([parameter.name: .number(value)]),
        ]
      }
    }
    guard !models.isEmpty else {
      throw Diagnostic(
        "merge", "nothing to merge", expected: "models, or folders as arguments", status: .wrongUsage)
    }
    return [
      OptionSetting("merge_method", name, place: "--method"),
      OptionSetting("models", models, place: weights == nil ? "merge" : "--weights"),
      OptionSetting("base_model", base, place: "--base"),
    ]
  }
}
