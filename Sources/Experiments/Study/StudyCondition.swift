import Transformers

/// A row of a study's table: the same kind of model in every world and for every seed.
struct StudyCondition: Hashable {
  /// Clusters; nil where they do not matter.
  var count: Int?
  var label: String
  /// nil for the study's own.
  var dose: String?
  /// Whether it is vanilla's update times something, the base and vanilla itself among them.
  var isScaledVanilla = false

  var name: String { (dose.map { "\($0): " } ?? "") + (count.map { "K = \($0): \(label)" } ?? label) }
}

extension StudyCondition {
  /// What a model of a comparison belongs to.
  init(_ model: DTMModel, _ part: StudyConfiguration.Part) {
    switch model.role {
    case .base: self.init(label: model.label)
    case .vanilla, .scaled, .baseline, .selectionMatched: self.init(label: model.label, dose: part.dose?.name)
    case .subModel: self.init(part, Self.subModels(of: model.dispersal ?? ""))
    default: self.init(part, model.label)
    }
    isScaledVanilla = model.factor != nil
  }

  private init(_ part: StudyConfiguration.Part, _ label: String, isScaledVanilla: Bool = false) {
    self.init(count: part.count, label: label, dose: part.dose?.name, isScaledVanilla: isScaledVanilla)
  }

  private static func subModels(of dispersal: String) -> String { "\(dispersal), sub-models" }

  /// All that a comparison makes, so that what an endpoint names can be looked for before anything is made.
  static func all(of job: DTMConfiguration, _ part: StudyConfiguration.Part) -> [StudyCondition] {
    var all = [StudyCondition(label: "base", isScaledVanilla: true)]
    all += (["vanilla"] + job.lambdas.map(DTMModel.vanilla(times:))).map {
      StudyCondition(label: $0, dose: part.dose?.name, isScaledVanilla: true)
    }
    for baseline in job.baselines {
      all += baseline.labels([]).map { StudyCondition(label: $0, dose: part.dose?.name) }
      all += baseline.labels(job.ensembles).dropFirst(baseline.labels([]).count).map { StudyCondition(part, $0) }
    }
    if !part.isBrief {
      all += [DTMModel.sizeMatchedVanilla, DTMModel.Role.soup.rawValue].map { StudyCondition(part, $0) }
    }
    for dispersal in job.dispersals {
      if !part.isBrief { all.append(StudyCondition(part, subModels(of: dispersal.name))) }
      for merge in job.merges {
        let name = "\(dispersal.name), \(merge.name)"
        all.append(StudyCondition(part, name))
        all.append(StudyCondition(part, DTMModel.normMatchedVanilla(of: name), isScaledVanilla: true))
      }
      all += job.ensembles.map { StudyCondition(part, "\(dispersal.name), ensemble of \($0.rawValue)") }
    }
    return all
  }
}
