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
  ///   - timeout: the folders are shared with other workers, and one that gives no sign of life for so long is taken for dead; nil: one
  ///     process at a time.
  ///   - observe: told what is being done; may throw to stop, and all that is finished is kept.
  public init(
    _ configuration: DTMConfiguration, threads: Int, budget: Int, sharedUntil timeout: Duration? = nil,
    observe: @escaping (JobProgress) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    self.configuration = configuration
    _ = try DataChoice.directory(configuration.scoreData)
    work = try DTMWork(
      configuration, bases: try TrainingBases(threads: threads, keepsCorpora: true), budget: budget,
      schedule: DTMSchedule(observe), sharedUntil: timeout)
    scoring = DTMScoring(work)
  }

  /// Which records were left out, for people; empty for none.
  public var notes: String { work.leftOut + (work.heldOut?.leftOut ?? "") }

  /// What of the models' folders was ignored, or is read in another way than it is written; a sentence each.
  public var warnings: [String] { work.warnings }

  /// Makes what is not there yet, and the report. Of several workers each ends when all is done.
  /// - Parameter stopped: given what is scored by then, where a signal ends the job.
  public func run(stopped: (DTMReport) -> Void = { _ in }) throws(Diagnostic) -> DTMReport {
    while true {
      if let report = try pass(stopped: stopped) { return report }
      try work.waitForOthers()
    }
  }

  /// One look at everything, which makes what is not there yet and no other worker makes; nil where something was left to others.
  func pass(stopped: (DTMReport) -> Void = { _ in }) throws(Diagnostic) -> DTMReport? {
    var rows: [DTMReport.Row] = []
    var models = [
      DTMModel(name: "base", label: "base", role: .base, seed: configuration.seeds[0], source: .base, factor: 0)
    ]
    work.store.beginPass()
    work.schedule.beginPass()
    work.schedule.plan(configuration, vanilla: try work.vanillaWork(), scoring: try scoring.workOfModel())
    for seed in configuration.seeds { models += try self.models(seed: seed) }
    work.schedule.expect(models: models.count)
    for (index, model) in models.enumerated() {
      do throws(Diagnostic) {
        let row = try work.store.attempt { () throws(Diagnostic) in
          try scoring.score(model, "scoring \(index + 1) of \(models.count), \(model.name)")
        }
        if let row { rows.append(row) }
      } catch {
        if error.status.isSignal, !rows.isEmpty { stopped(report(rows, missing: models[index...].map(\.name))) }
        throw error
      }
    }
    guard !work.store.hasHeld else { return nil }
    let report = report(rows)
    let isWritten = try work.store.alone("report") { () throws(Diagnostic) in
      try work.report.write(report.markdown, report.json)
      let timing: JSON = ["tokens_per_second": report.speed]
      try FileSystem.write(timing.text(pretty: true) + "\n", to: work.report.path + "/" + TimingFile.name)
    }
    return isWritten ? report : nil
  }

  /// What there is to do.
  func plan() throws(Diagnostic) -> DTMPlan {
    let vanilla = try work.vanillaWork(), scoring = try scoring.workOfModel()
    work.schedule.plan(configuration, vanilla: vanilla, scoring: scoring)
    return try DTMPlan(configuration, vanilla: vanilla, scoring: scoring, models: work.schedule.models)
  }

  /// Whether all that was left to other workers is still being made.
  func isWaiting() throws(Diagnostic) -> Bool { try work.store.isWaiting() }

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
    func vanilla() throws(Diagnostic) -> (adapter: ArtefactStore.Artefact, length: Double) {
      let vanilla = try work.train(DTMWork.Share("vanilla", seed: seed))
      return (vanilla, try work.norm(vanilla))
    }
    func scaled(
      _ vanilla: (adapter: ArtefactStore.Artefact, length: Double), by lambda: Double, _ name: String,
      _ role: DTMModel.Role, dispersal: String? = nil
    ) throws(Diagnostic) -> DTMModel {
      let way = DTMConfiguration.Way.average(name, place: "lambdas")
      let merged = try DTMWork.merged(try work.merge(way, [vanilla.adapter], weights: [lambda]))
      return model(
        name, role, .adapter(merged.path), dispersal: dispersal, norm: lambda * vanilla.length, factor: lambda)
    }
    var models: [DTMModel] = []
    // What another worker makes, and what stands on it, waits; the rest goes on.
    func add(_ make: () throws(Diagnostic) -> [DTMModel]) throws(Diagnostic) {
      models += try work.store.attempt(make) ?? []
    }
    try add { () throws(Diagnostic) in
      let vanilla = try vanilla()
      return try [
        model("vanilla", .vanilla, .adapter(DTMWork.adapter(vanilla.adapter)), norm: vanilla.length, factor: 1)
      ]
        + work.store.all(configuration.lambdas) { (lambda) throws(Diagnostic) in
          try scaled(vanilla, by: lambda, DTMModel.vanilla(times: lambda), .scaled)
        }
    }
    if !configuration.isBrief {
      try add { () throws(Diagnostic) in [try sizeMatched(seed, model)] }
      try add { () throws(Diagnostic) in [try soup(seed, model)] }
      for baseline in configuration.baselines {
        try add { () throws(Diagnostic) in try self.models(of: baseline, seed: seed, model) }
      }
    }
    for dispersal in configuration.dispersals {
      try add { () throws(Diagnostic) in
        let clusters = try work.disperse(dispersal, seed: seed)
        let startsApart = try configuration.startsApart(dispersal)
        let shares = (0..<(try DTMWork.clusterCount(clusters))).map {
          DTMWork.Share(
            "\(dispersal.name) \($0)", seed: startsApart ? seed + 1000 * ($0 + 1) : seed, cluster: (clusters, $0))
        }
        let adapters = try work.store.all(shares) { (share) throws(Diagnostic) in try work.train(share) }
        var models: [DTMModel] = []
        for (share, adapter) in zip(shares, adapters) where !configuration.isBrief {
          models.append(
            model(
              share.name, .subModel, .adapter(DTMWork.adapter(adapter)), dispersal: dispersal.name,
              norm: try work.norm(adapter)))
        }
        let vanilla = try vanilla()
        models += try work.store.all(configuration.merges) { (way) throws(Diagnostic) in
          let name = "\(dispersal.name), \(way.name)"
          let merged = try DTMWork.merged(try work.merge(way, adapters, shares))
          let isAdapter = AdapterCheckpoint.stands(in: merged.path)
          let own = model(
            name, .merge, isAdapter ? .adapter(merged.path) : .model(merged.path), dispersal: dispersal.name,
            norm: merged.norm)
          guard let norm = merged.norm, vanilla.length > 0 else { return [own] }
          return [
            own,
            try scaled(
              vanilla, by: norm / vanilla.length, DTMModel.normMatchedVanilla(of: name), .normMatched,
              dispersal: dispersal.name),
          ]
        }.flatMap { $0 }
        for mixing in configuration.ensembles {
          models.append(
            model(
              "\(dispersal.name), ensemble of \(mixing.rawValue)", .ensemble,
              .ensemble(adapters.map(DTMWork.adapter), mixing), dispersal: dispersal.name))
        }
        return models
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
    let members = try work.store.all(Array(1...configuration.count)) { (member) throws(Diagnostic) in
      try work.train(DTMWork.Share("soup \(member)", seed: seed + 1000 * member, parts: configuration.count))
    }
    let way = DTMConfiguration.Way.average("soup", place: "dtm")
    let merged = try DTMWork.merged(try work.merge(way, members))
    return model("uniform soup", .soup, .adapter(merged.path), nil, merged.norm, nil)
  }
}
