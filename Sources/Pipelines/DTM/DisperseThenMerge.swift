import Checkpoints
import Evaluation
public import Files
import Inference
import Tokenization
import Transformers

/// The job of `assay dtm` (arXiv:2405.13432): disperses a corpus, trains a sub-model on each cluster, merges them, and scores
/// everything beside the controls without which a gain means nothing. What is done is never done again.
public final class DisperseThenMerge {
  private let configuration: DTMConfiguration
  private let work: DTMWork
  private let observe: (String) throws(Diagnostic) -> Void

  /// Reads base and corpus.
  /// - Parameters:
  ///   - budget: bytes of memory for training.
  ///   - observe: told what is being done; may throw to stop, and all that is finished is kept.
  public init(
    _ configuration: DTMConfiguration, threads: Int, budget: Int,
    observe: @escaping (String) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    self.configuration = configuration
    self.observe = observe
    for scoring in configuration.scorings {
      try ScoreCheckpoint(
        preset: configuration.preset, tasks: scoring.tasks, data: try DataChoice.directory(configuration.scoreData)
      ).check()
    }
    for way in configuration.dispersals { try configuration.dispersal(way, seed: 0).check() }
    for way in configuration.merges { try configuration.merge(way).check(place: way.place) }
    work = try DTMWork(
      configuration, bases: try TrainingBases(threads: threads), budget: budget, observe: observe)
  }

  /// Makes what is not there yet, and the report.
  public func run() throws(Diagnostic) -> DTMReport {
    var rows: [DTMReport.Row] = []
    var models = [DTMModel(name: "base", label: "base", role: .base, seed: configuration.seeds[0], source: .base)]
    for seed in configuration.seeds { models += try self.models(seed: seed) }
    for (index, model) in models.enumerated() {
      let scores = try score(model, "scoring \(model.name) (\(index + 1) of \(models.count))")
      rows.append(DTMReport.Row(model: model, scores: scores))
    }
    let report = DTMReport(
      rows: rows, count: configuration.count, records: work.records, facts: configuration.facts)
    try FileSystem.write(report.markdown, to: configuration.out + "/report.md")
    try FileSystem.write(report.json.text(pretty: true) + "\n", to: configuration.out + "/report.json")
    return report
  }

  private func models(seed: Int) throws(Diagnostic) -> [DTMModel] {
    let suffix = configuration.seeds.count > 1 ? " s\(seed)" : ""
    func model(
      _ name: String, _ role: DTMModel.Role, _ source: DTMModel.Source, dispersal: String? = nil, norm: Double? = nil
    ) -> DTMModel {
      DTMModel(
        name: name + suffix, label: name, role: role, seed: seed, dispersal: dispersal, source: source, norm: norm)
    }
    let vanilla = try work.train(DTMWork.Share("vanilla", seed: seed)), length = try work.norm(vanilla)
    func scaled(_ lambda: Double, _ name: String, _ role: DTMModel.Role, dispersal: String? = nil) throws(Diagnostic)
      -> DTMModel
    {
      let way = DTMConfiguration.Way(name: name, members: ["method": "linear"], place: "lambdas")
      let merged = try DTMWork.merged(try work.merge(way, [vanilla], weights: [lambda]))
      return model(name, role, .adapter(merged.path), dispersal: dispersal, norm: lambda * length)
    }
    var models = [model("vanilla", .vanilla, .adapter(DTMWork.adapter(vanilla)), norm: length)]
    for lambda in configuration.lambdas { models.append(try scaled(lambda, "vanilla x\(lambda)", .scaled)) }
    models.append(try sizeMatched(seed, model))
    models.append(try soup(seed, model))
    for dispersal in configuration.dispersals {
      let clusters = try work.disperse(dispersal, seed: seed)
      let shares = (0..<(try DTMWork.clusterCount(clusters))).map {
        DTMWork.Share("\(dispersal.name) \($0)", seed: seed, cluster: (clusters, $0))
      }
      let adapters = try shares.map { (share) throws(Diagnostic) in try work.train(share) }
      for (share, adapter) in zip(shares, adapters) {
        models.append(
          model(
            share.name, .subModel, .adapter(DTMWork.adapter(adapter)), dispersal: dispersal.name,
            norm: try work.norm(adapter)))
      }
      for way in configuration.merges {
        let merged = try DTMWork.merged(try work.merge(way, adapters, shares))
        let isAdapter = FileSystem.exists(merged.path + "/adapter_config.json")
        models.append(
          model(
            "\(dispersal.name), \(way.name)", .merge, isAdapter ? .adapter(merged.path) : .model(merged.path),
            dispersal: dispersal.name, norm: merged.norm))
        if let norm = merged.norm, length > 0 {
          let name = "\(dispersal.name), \(way.name)"
          models.append(
            try scaled(norm / length, "vanilla as long as \(name)", .normMatched, dispersal: dispersal.name))
        }
      }
      for mixing in configuration.ensembles {
        models.append(
          model(
            "\(dispersal.name), ensemble of \(mixing.rawValue)", .ensemble,
            .ensemble(adapters.map(DTMWork.adapter), mixing), dispersal: dispersal.name))
      }
    }
    return models
  }

  private typealias Naming = (String, DTMModel.Role, DTMModel.Source, String?, Double?) -> DTMModel

  /// Vanilla on a random part as large as a cluster.
  private func sizeMatched(_ seed: Int, _ model: Naming) throws(Diagnostic) -> DTMModel {
    let way = DTMConfiguration.Way(name: "random part", members: ["method": "random"], place: "dtm")
    let part = try work.disperse(way, seed: seed + 1_000_003)
    let adapter = try work.train(DTMWork.Share("vanilla on 1/K", seed: seed, cluster: (part, 0)))
    return model(
      "vanilla on 1/\(configuration.count)", .sizeMatched, .adapter(DTMWork.adapter(adapter)), nil,
      try work.norm(adapter))
  }

  /// Runs on the whole corpus that differ in their seeds, with vanilla's updates divided among them.
  private func soup(_ seed: Int, _ model: Naming) throws(Diagnostic) -> DTMModel {
    var members: [ArtefactStore.Artefact] = []
    for member in 1...configuration.count {
      members.append(
        try work.train(
          DTMWork.Share("soup \(member)", seed: seed + 1000 * member, parts: configuration.count)))
    }
    let way = DTMConfiguration.Way(name: "soup", members: ["method": "linear"], place: "dtm")
    let merged = try DTMWork.merged(try work.merge(way, members))
    return model("uniform soup", .soup, .adapter(merged.path), nil, merged.norm)
  }

  // MARK: scores

  private func score(_ model: DTMModel, _ text: String) throws(Diagnostic) -> TaskScores {
    try observe(text)
    var options = ModelOptions(path: configuration.base, threads: work.bases.threads)
    switch model.source {
    case .base: break
    case .adapter(let path): options.adapters = [path]
    case .model(let path): options.path = path
    case .ensemble(let paths, let mixing):
      options.ensemble = paths
      options.mixing = mixing
    }
    let identity = try ModelIdentification(options).value()
    let recipe: JSON = [
      "model": .string(identity.digest), "preset": .string(configuration.preset),
      "data": .string(try dataDigest()),
      "groups": .array(
        configuration.scorings.map {
          ["tasks": .array($0.tasks.map { .string($0) }), "limit": $0.limit.map { .integer($0) } ?? .null]
        }),
    ]
    let artefact = try work.store.artefact("scores", recipe: recipe) { (folder) throws(Diagnostic) in
      try ask(options, identity, text, in: folder)
    }
    guard let scores = TaskScores(try JSON(file: artefact.path + "/scores.json")) else {
      throw Diagnostic(artefact.path + "/scores.json", "cannot be read", expected: "what assay dtm wrote")
    }
    return scores
  }

  private func ask(
    _ options: ModelOptions, _ identity: ModelIdentity, _ text: String, in folder: String
  ) throws(Diagnostic) {
    var scores = TaskScores()
    var opened = try work.open(options)
    for (index, scoring) in configuration.scorings.enumerated() {
      let job = ScoreCheckpoint(
        preset: configuration.preset, tasks: scoring.tasks,
        data: try DataChoice.directory(configuration.scoreData), out: "\(folder)/run-\(index)", limit: scoring.limit)
      let sandbox = try job.needsSandbox() ? ProgramSandbox(workers: work.bases.threads).open() : nil
      let result = try job.run(
        on: &opened.model, identity: identity, engine: opened.engine, programs: sandbox,
        observe: { (progress) throws(Diagnostic) in
          try self.observe("\(text): \(progress.task), \(progress.done) of \(progress.total)")
        }
      ).result
      scores.add(result)
    }
    try FileSystem.write(scores.json.text() + "\n", to: folder + "/scores.json")
  }

  /// Of the protocols and the items that are asked.
  private func dataDigest() throws(Diagnostic) -> String {
    if let known { return known }
    var text = ""
    for scoring in configuration.scorings {
      let job = ScoreCheckpoint(
        preset: configuration.preset, tasks: scoring.tasks,
        data: try DataChoice.directory(configuration.scoreData), limit: scoring.limit)
      let manifest = job.manifest(
        ModelIdentity(name: "any"), tasks: try job.plan(defaultBOS: try work.defaultBOS()), engine: EngineDescription())
      text += manifest.identityDigest + "\n"
    }
    let digest = SHA256.hexadecimal(of: text)
    known = digest
    return digest
  }
  private var known: String?
}
