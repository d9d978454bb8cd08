import Checkpoints
import Datasets
import Dispersal
import Evaluation
public import Files
import Inference
import Pipelines
public import Reporting
import Tokenization
import Transformers

/// The job of `assay dtm` (arXiv:2405.13432): disperses a corpus, trains a sub-model on each cluster, merges them, and scores
/// everything beside the controls without which a gain means nothing. What is done is never done again.
public final class DisperseThenMerge {
  let configuration: DTMConfiguration
  let work: DTMWork
  let scoring: DTMScoring

  /// Reads base and corpus.
  /// - Parameters:
  ///   - budget: bytes of memory for training.
  ///   - observe: told what is being done; may throw to stop, and all that is finished is kept.
  public init(
    _ configuration: DTMConfiguration, threads: Int, budget: Int,
    observe: @escaping (JobProgress) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    self.configuration = configuration
    _ = try DataChoice.directory(configuration.scoreData)
    work = try DTMWork(
      configuration, bases: try TrainingBases(threads: threads, keepsCorpora: true), budget: budget,
      schedule: DTMSchedule(observe))
    scoring = DTMScoring(work)
  }

  /// Which records were left out, for people; empty for none.
  public var notes: String { work.leftOut + (work.heldOut?.leftOut ?? "") }

  /// What of the models' folders was ignored, or is read in another way than it is written; a sentence each.
  public var warnings: [String] { work.warnings }

  /// Makes what is not there yet, and the report.
  /// - Parameter stopped: given what is scored by then, where a signal ends the job.
  public func run(stopped: (DTMReport) -> Void = { _ in }) throws(Diagnostic) -> DTMReport {
    var rows: [DTMReport.Row] = []
    var models = [
      DTMModel(name: "base", label: "base", role: .base, seed: configuration.seeds[0], source: .base, factor: 0)
    ]
    work.schedule.plan(configuration, vanilla: try work.vanillaWork(), scoring: try scoring.workOfModel())
    for seed in configuration.seeds { models += try self.models(seed: seed) }
    work.schedule.expect(models: models.count)
    for (index, model) in models.enumerated() {
      do throws(Diagnostic) {
        rows.append(try scoring.score(model, "scoring \(index + 1) of \(models.count), \(model.name)"))
      } catch {
        if error.status.isSignal, !rows.isEmpty { stopped(report(rows, missing: models[index...].map(\.name))) }
        throw error
      }
    }
    let report = report(rows)
    try work.report.write(report.markdown, report.json)
    let timing: JSON = ["tokens_per_second": report.speed]
    try FileSystem.write(timing.text(pretty: true) + "\n", to: work.report.path + "/" + TimingFile.name)
    return report
  }

  private func report(_ rows: [DTMReport.Row], missing: [String] = []) -> DTMReport {
    DTMReport(
      rows: rows, count: configuration.count, records: work.records,
      facts: configuration.facts + work.leftOut.split(separator: "\n").map(String.init)
        + (work.heldOut.map { [$0.facts] } ?? []),
      warnings: work.warnings, isMiniature: configuration.scoreData == DataDirectory.miniatureName, missing: missing,
      out: configuration.out,
      job: configuration.artefacts.isEmpty ? configuration.out : FileSystem.directory(of: configuration.artefacts))
  }

  private func models(seed: Int) throws(Diagnostic) -> [DTMModel] {
    let suffix = configuration.seeds.count > 1 ? " s\(seed)" : ""
    func model(
      _ name: String, _ role: DTMModel.Role, _ source: DTMModel.Source, dispersal: String? = nil, norm: Double? = nil,
      factor: Double? = nil
    ) -> DTMModel {
      DTMModel(
        name: name + suffix, label: name, role: role, seed: seed, dispersal: dispersal, source: source, norm: norm,
        factor: factor)
    }
    let vanilla = try work.train(DTMWork.Share("vanilla", seed: seed)), length = try work.norm(vanilla)
    func scaled(_ lambda: Double, _ name: String, _ role: DTMModel.Role, dispersal: String? = nil) throws(Diagnostic)
      -> DTMModel
    {
      let way = DTMConfiguration.Way.average(name, place: "lambdas")
      let merged = try DTMWork.merged(try work.merge(way, [vanilla], weights: [lambda]))
      return model(name, role, .adapter(merged.path), dispersal: dispersal, norm: lambda * length, factor: lambda)
    }
    var models = [model("vanilla", .vanilla, .adapter(DTMWork.adapter(vanilla)), norm: length, factor: 1)]
    for lambda in configuration.lambdas { models.append(try scaled(lambda, DTMModel.vanilla(times: lambda), .scaled)) }
    if !configuration.isBrief {
      models.append(try sizeMatched(seed, model))
      models.append(try soup(seed, model))
      models += try baselines(seed: seed, model)
    }
    for dispersal in configuration.dispersals {
      let clusters = try work.disperse(dispersal, seed: seed)
      let startsApart = try configuration.startsApart(dispersal)
      let shares = (0..<(try DTMWork.clusterCount(clusters))).map {
        DTMWork.Share(
          "\(dispersal.name) \($0)", seed: startsApart ? seed + 1000 * ($0 + 1) : seed, cluster: (clusters, $0))
      }
      let adapters = try shares.map { (share) throws(Diagnostic) in try work.train(share) }
      for (share, adapter) in zip(shares, adapters) where !configuration.isBrief {
        models.append(
          model(
            share.name, .subModel, .adapter(DTMWork.adapter(adapter)), dispersal: dispersal.name,
            norm: try work.norm(adapter)))
      }
      for way in configuration.merges {
        let merged = try DTMWork.merged(try work.merge(way, adapters, shares))
        let isAdapter = AdapterCheckpoint.stands(in: merged.path)
        models.append(
          model(
            "\(dispersal.name), \(way.name)", .merge, isAdapter ? .adapter(merged.path) : .model(merged.path),
            dispersal: dispersal.name, norm: merged.norm))
        if let norm = merged.norm, length > 0 {
          let name = "\(dispersal.name), \(way.name)"
          models.append(
            try scaled(norm / length, DTMModel.normMatchedVanilla(of: name), .normMatched, dispersal: dispersal.name))
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

  /// Vanilla on a random part as large as a cluster.
  private func sizeMatched(_ seed: Int, _ model: Naming) throws(Diagnostic) -> DTMModel {
    let way = DTMConfiguration.Way(name: "random part", members: ["method": "random"], place: "dtm")
    let part = try work.disperse(way, seed: seed + 1_000_003)
    let adapter = try work.train(DTMWork.Share(DTMModel.sizeMatchedVanilla, seed: seed, cluster: (part, 0)))
    return model(
      DTMModel.sizeMatchedVanilla, .sizeMatched, .adapter(DTMWork.adapter(adapter)), nil,
      try work.norm(adapter), nil)
  }

  /// Runs on the whole corpus that differ in their seeds, with vanilla's updates divided among them.
  private func soup(_ seed: Int, _ model: Naming) throws(Diagnostic) -> DTMModel {
    var members: [ArtefactStore.Artefact] = []
    for member in 1...configuration.count {
      members.append(
        try work.train(
          DTMWork.Share("soup \(member)", seed: seed + 1000 * member, parts: configuration.count)))
    }
    let way = DTMConfiguration.Way.average("soup", place: "dtm")
    let merged = try DTMWork.merged(try work.merge(way, members))
    return model("uniform soup", .soup, .adapter(merged.path), nil, merged.norm, nil)
  }
}
