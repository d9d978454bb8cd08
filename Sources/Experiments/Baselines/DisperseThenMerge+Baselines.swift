import Corpora
import Files
import Training
import Transformers

/// Rivals as rows of the table.
extension DisperseThenMerge {
  typealias Naming = (String, DTMModel.Role, DTMModel.Source, String?, Double?, Double?) -> DTMModel

  /// The rows of a rival for one seed, trained where they are not there yet.
  func models(of baseline: DTMBaseline, seed: Int, _ model: Naming) throws(Diagnostic) -> [DTMModel] {
    switch baseline.kind {
    case .training: return [try trained(baseline, baseline.name, .baseline, nil, seed, model)]
    case .selection:
      let made = try work.select(baseline)
      var models = try work.store.all([
        (baseline.name, DTMModel.Role.baseline, DTMSelection.chosen),
        (baseline.controlName, DTMModel.Role.selectionMatched, DTMSelection.control),
      ]) { (row) throws(Diagnostic) in
        try trained(baseline, row.0, row.1, DTMSelection(made: made, file: row.2), seed, model)
      }
      models[0].detail = try DTMSelection(made: made, file: DTMSelection.chosen).words()
      return models
    case .soup(let soup): return try averaged(baseline, soup, seed, model)
    }
  }

  private func trained(
    _ baseline: DTMBaseline, _ name: String, _ role: DTMModel.Role, _ selection: DTMSelection?, _ seed: Int,
    _ model: Naming
  ) throws(Diagnostic) -> DTMModel {
    var share = DTMWork.Share(name, seed: seed)
    (share.baseline, share.selection) = (baseline, selection)
    if let part = baseline.part {
      let count = min(100, try selection?.count() ?? work.records)
      let kept = max(1, Int(saturating: (part * Double(count)).rounded()))
      share.cluster = (try work.portions(count, seed: seed + 2_000_003, of: selection), 0)
      share.labels = 0..<kept
    }
    let adapter = try work.train(share)
    // What experts add depends on the input: no update of weights has a norm.
    let isMixture = try configuration.training(of: baseline).method == .loramoe
    return model(
      name, role, .adapter(DTMWork.adapter(adapter)), nil, isMixture ? nil : try work.norm(adapter), nil)
  }

  /// The average of a soup's members; of a uniform one also what they answer together.
  private func averaged(
    _ baseline: DTMBaseline, _ soup: ModelSoup, _ seed: Int, _ model: Naming
  ) throws(Diagnostic) -> [DTMModel] {
    let part = soup.setAside ?? (soup.isGreedy && work.heldOut == nil ? ModelSoup.standardPart : nil)
    var cluster: (dispersal: ArtefactStore.Artefact, label: Int)?, labels: Range<Int>?
    if let part {
      let count = min(work.records, max(2, Int(saturating: (1 / part).rounded())))
      cluster = (try work.portions(count, seed: seed + 2_000_003), 0)
      labels = 1..<count
    }
    let members = try work.store.all(Array(0..<soup.count(clusters: configuration.count))) {
      (member) throws(Diagnostic) in
      var share = DTMWork.Share("\(baseline.name) \(member + 1)", seed: seed + 1000 * (member + 1), cluster: cluster)
      (share.baseline, share.member, share.labels) = (baseline, member, labels)
      return try work.train(share)
    }
    let way = DTMConfiguration.Way.average(baseline.name, place: "baselines")
    guard soup.isGreedy else {
      let merged = try DTMWork.merged(try work.merge(way, members))
      let ensembles = configuration.ensembles.map { mixing in
        model(baseline.ensembleName(mixing), .ensemble, .ensemble(members.map(DTMWork.adapter), mixing), nil, nil, nil)
      }
      return [model(baseline.name, .baseline, .adapter(merged.path), nil, merged.norm, nil)] + ensembles
    }
    let apart = try cluster.map { (cluster) throws(Diagnostic) in
      try work.setAside(cluster.label, of: cluster.dispersal, as: try configuration.training())
    }
    guard let corpus = apart ?? work.heldOut else {
      throw Diagnostic("baselines", "\(baseline.name) has nothing to be chosen by", expected: "held_out, or set_aside")
    }
    func loss(_ path: String) throws(Diagnostic) -> Double {
      try scoring.loss(of: .adapter(path), on: corpus, "choosing \(baseline.name)")
    }
    let losses = try work.store.all(members) { (member) throws(Diagnostic) in try loss(DTMWork.adapter(member)) }
    let chosen = try ModelSoup.greedy(losses) { (places) throws(Diagnostic) in
      try loss(try DTMWork.merged(try work.merge(way, places.map { members[$0] })).path)
    }
    let merged = try DTMWork.merged(try work.merge(way, chosen.map { members[$0] }))
    var row = model(baseline.name, .baseline, .adapter(merged.path), nil, merged.norm, nil)
    row.detail =
      "members \(chosen.map { "\($0 + 1)" }.joined(separator: ", ")) of \(members.count), chosen by "
      + (part == nil
        ? "held_out, whose loss favours it" : "\(corpus.samples.count) samples that no member learned from")
    return [row]
  }
}
