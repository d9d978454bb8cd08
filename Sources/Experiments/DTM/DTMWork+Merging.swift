import Checkpoints
import Files
import Merging
import ModelMerging
import Pipelines
import Tensors

/// Sub-models made one, and what merging needs to know of them.
extension DTMWork {
  /// Fisher information or Gram matrices of a sub-model on its own cluster.
  func estimate(
    _ kind: EstimateStatistics.Kind, of adapter: Artefact, _ share: Share
  ) throws(Diagnostic) -> Artefact {
    let job = try trainingConfiguration(share)
    let recipe: JSON = [
      "kind": .string("\(kind)"), "samples": .integer(configuration.statisticSamples), "seed": .integer(share.seed),
    ]
    schedule.begin("measuring \(share.name)")
    return try store.artefact("statistics", recipe: recipe, parents: [adapter]) { (folder) throws(Diagnostic) in
      let estimate = EstimateStatistics(
        kind, configuration: job, adapter: Self.adapter(adapter), samples: configuration.statisticSamples,
        out: folder + "/" + kind.fileName)
      _ = try estimate.run(on: bases, budget: budget) { (done, total) throws(Diagnostic) in
        try schedule.tell("sample \(done) of \(total)")
      }
    }
  }

  /// One model of several adapters, in the folder `merged` of its artefact.
  func merge(
    _ way: DTMConfiguration.Way, _ adapters: [Artefact], _ shares: [Share] = [], weights: [Double]? = nil
  ) throws(Diagnostic) -> Artefact {
    var job = try configuration.merge(way)
    var parents = adapters, sources: [MergeConfiguration.Source] = []
    for (index, adapter) in adapters.enumerated() {
      var source = MergeConfiguration.Source(MergeConfiguration.Model(Self.adapter(adapter)))
      if let kind = job.method.statistics {
        let artefact = try estimate(EstimateStatistics.Kind(kind), of: adapter, shares[index])
        source.statistics = "\(artefact.path)/\(kind.fileName)"
        parents.append(artefact)
      }
      sources.append(source)
    }
    job.base = MergeConfiguration.Model(configuration.base)
    job.slices = [MergeConfiguration.Slice(sources)]
    if let weights { job.addUp(weights) }
    let recipe: JSON = [
      "base": .string(base), "way": .object(way.members),
      "weights": .array((weights ?? []).map { .number($0) }),
    ]
    schedule.begin("merging by \(way.name)")
    return try store.artefact("merge", recipe: recipe, parents: parents) { (folder) throws(Diagnostic) in
      job.out = folder + "/merged"
      try FileSystem.removeDirectory(job.out)
      let merge = try MergeModels(job, threads: bases.threads)
      let total = merge.total
      _ = try merge.run { (done) throws(Diagnostic) in try schedule.tell("tensor \(done) of \(total)") }
    }
  }

  /// Of a merge: its folder, and the length of its update.
  static func merged(_ artefact: Artefact) throws(Diagnostic) -> (path: String, norm: Double?) {
    let path = artefact.path + "/merged"
    let provenance = try JSON(file: path + "/provenance.json")
    return (path, provenance["diagnostics"]?["merged_norm"]?.number)
  }

  /// The length of an adapter's update, over all weights.
  func norm(_ adapter: Artefact) throws(Diagnostic) -> Double {
    if let norm = norms[adapter.key] { return norm }
    let modules = try AdapterCheckpoint(directory: Self.adapter(adapter)).modules
    let norm = modules.reduce(0) { sum, part in
      let update = LowRankMerge(
        [LowRankUpdate(a: part.a, b: part.b, scaling: part.scaling)], weights: [1], on: bases.pool)
      return sum + update.gram()[0, 0]
    }.squareRoot()
    norms[adapter.key] = norm
    return norm
  }
}
