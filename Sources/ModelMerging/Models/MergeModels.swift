import Checkpoints
public import Files
import Merging
import Platform
import Tensors

/// The job of `assay merge`: opens and checks everything, then writes a model or an adapter, whole or not at all.
public final class MergeModels {
  public let configuration: MergeConfiguration
  let parents: MergeParents
  let pool: ThreadPool
  private let threads: Int
  private let plan: MergePlan?
  private let adapters: AdapterPlan?
  /// Taken before anything is read: of two at once the second is told at once.
  private let folder: StagedDirectory

  /// Opens all models; throws for the first thing that does not fit, by its name.
  public init(_ configuration: MergeConfiguration, threads: Int) throws(Diagnostic) {
    try configuration.check()
    self.configuration = configuration
    self.threads = threads
    pool = try ThreadPool.started(threads)
    let read = (configuration.models + [configuration.base].compactMap { $0 }).flatMap {
      [$0.path, $0.adapter].compactMap { $0 }
    }
    folder = try StagedDirectory(
      configuration.out, trees: ModelFolder.among(read), files: read, force: configuration.force)
    // Before digests of parents are written as if they were what was made.
    for model in configuration.models + (configuration.base.map { [$0] } ?? [])
    where FileSystem.isDirectory(model.path) {
      try FolderSeal.check(model.path)
    }
    var parents = try MergeParents(configuration)
    let isAdapter = try Self.writesAdapter(configuration, parents)
    adapters = isAdapter ? try AdapterPlan(configuration, parents) : nil
    if !isAdapter {
      try parents.checkDense()
    } else if configuration.chatTemplate != nil
      || (configuration.tokenizer.map { $0 != TokenizerChoice(.base) } ?? false)
    {
      throw Diagnostic(
        "merge", "the result is an adapter, which has no tokenizer",
        expected: "output: dense, or neither tokenizer_source nor chat_template", status: .wrongUsage)
    }
    self.parents = parents
    let needsTensors = !isAdapter || !configuration.method.worksOnFactors
    plan = needsTensors ? try MergePlan(configuration, parents, onlyUpdated: isAdapter) : nil
  }

  private static func writesAdapter(
    _ job: MergeConfiguration, _ parents: MergeParents
  ) throws(Diagnostic) -> Bool {
    let areAdapters = parents.all.allSatisfy(\.isBareAdapter)
    switch job.output {
    case .dense: return false
    case .auto:
      return areAdapters && job.method.worksOnFactors && job.dtype == nil
        && parents.all.allSatisfy { $0.denseOnly == nil }
    case .adapter, .svd, .adapterSpace:
      guard areAdapters else {
        let model = parents.all.first { !$0.isBareAdapter }?.model.text ?? ""
        throw Diagnostic(
          model, "is no adapter", expected: "adapters alone for output \(job.output.rawValue), or output: dense",
          status: .wrongUsage)
      }
      if let parent = parents.all.first(where: { $0.denseOnly != nil }) {
        throw Diagnostic(
          parent.model.text, "holds \(parent.denseOnly ?? ""), which no sum of low-rank updates is",
          expected: "output: dense with a base_model, or adapters of plain LoRA", status: .wrongUsage)
      }
      guard job.method.worksOnFactors || job.output == .svd else {
        throw Diagnostic(
          "output", "\(job.output.rawValue) of \(job.method.name), of which the result has full rank",
          expected: "svd with a rank, or dense", status: .wrongUsage)
      }
      guard job.method.operand == .taskVectors || job.method.worksOnFactors else {
        throw Diagnostic(
          "output", "svd of \(job.method.name)", expected: "a method of task vectors, or dense", status: .wrongUsage)
      }
      return true
    }
  }

  /// How many tensors, or adapted weights, there are.
  public var total: Int { plan?.tensors.count ?? adapters?.modules.count ?? 0 }

  /// Does it. `observe` is told before each tensor, and may throw to stop.
  public func run(observe: (_ done: Int) throws(Diagnostic) -> Void = { _ in }) throws(Diagnostic) -> MergeOutcome {
    let provenance = MergeProvenance(configuration, parents, threads: threads)
    var outcome = MergeOutcome(
      path: configuration.out, digest: nil, method: configuration.method.name,
      parents: configuration.models.map(\.text), hasBase: parents.base != nil || adapters != nil, tensors: [],
      notes: configuration.notes + configuration.defaulted + parents.warnings + parents.notes
        + configuration.idleFilters(parents.tensorNames))
    if adapters == nil, configuration.output == .auto, configuration.method.worksOnFactors,
      let parent = parents.all.first(where: { $0.denseOnly != nil && $0.isBareAdapter })
    {
      outcome.notes.append(
        "\(parent.model.text) holds \(parent.denseOnly ?? ""): the result is a model, not an adapter")
    }
    let weights: String
    if let adapters {
      weights = folder.path + "/" + AdapterCheckpoint.weightsName
      if let plan {
        try adapters.writeTruncated(plan, seed: configuration.seed, to: folder.path, &outcome, pool, observe)
      } else {
        try adapters.write(to: folder.path, &outcome, pool, observe)
      }
    } else {
      weights = folder.path + "/model.safetensors"
      try writeModel(to: folder.path, &outcome, observe)
    }
    if configuration.hasDigests { outcome.digest = try SHA256.known(ofFile: weights) }
    let record = try provenance.json(outcome)
    try FileSystem.write(record.text(pretty: true) + "\n", to: folder.path + "/provenance.json")
    try MappedFile.checkUnchanged(
      below: (configuration.models + (configuration.base.map { [$0] } ?? [])).flatMap {
        [$0.path] + ($0.adapter.map { [$0] } ?? [])
      })
    if configuration.hasDigests { try FolderSeal.seal(folder.path) }
    try folder.finish()
    return outcome
  }

  private func writeModel(
    to directory: String, _ outcome: inout MergeOutcome, _ observe: (Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard let plan else { return }
    try MergedFiles(
      job: configuration, parents: parents, layers: plan.layerCount,
      hasHead: plan.tensors.contains { $0.name == "lm_head.weight" }
    ).write(to: directory, &outcome.notes)
    let writer = try SafetensorsWriter(
      directory + "/model.safetensors",
      tensors: plan.tensors.map { SafetensorsWriter.Tensor($0.name, $0.dtype, $0.shape) })
    let merge = ModelMerge(configuration.method, plan.tensors, seed: configuration.seed, on: pool)
    let reports = try merge.run(observe: observe) { (_, bytes) throws(Diagnostic) in try writer.append(bytes) }
    outcome.tensors = plan.spread(reports)
    try writer.finish()
    // Averaged as wholes; of A and B apart there is something to say where both have a meaning.
    if configuration.method.worksOnFactors, parents.all.allSatisfy({ $0.isBareAdapter && $0.denseOnly == nil }) {
      outcome.adapterGap = try AdapterPlan(configuration, parents).gap(pool)
    }
  }
}
