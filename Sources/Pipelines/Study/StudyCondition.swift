import Transformers

/// A row of a study's table: the same kind of model in every world and for every seed.
struct StudyCondition: Hashable {
  /// Clusters; nil where they do not matter.
  var count: Int?
  var label: String
  /// nil for the study's own.
  var dose: String?

  var name: String { (dose.map { "\($0): " } ?? "") + (count.map { "K = \($0): \(label)" } ?? label) }
}

extension StudyCondition {
  /// What a model of a comparison belongs to.
  init(_ model: DTMModel, _ part: StudyConfiguration.Part) {
    switch model.role {
    case .base: self.init(label: model.label)
    case .vanilla, .scaled: self.init(label: model.label, dose: part.dose?.name)
    case .subModel: self.init(part, Self.subModels(of: model.dispersal ?? ""))
    case .sizeMatched: self.init(part, model.role.rawValue)
    default: self.init(part, model.label)
    }
  }

  private init(_ part: StudyConfiguration.Part, _ label: String) {
    self.init(count: part.count, label: label, dose: part.dose?.name)
  }

  private static func subModels(of dispersal: String) -> String { "\(dispersal), sub-models" }

  /// All that a comparison makes, so that what an endpoint names can be looked for before anything is made.
  static func all(of job: DTMConfiguration, _ part: StudyConfiguration.Part) -> [StudyCondition] {
    var all = [StudyCondition(label: "base"), StudyCondition(label: "vanilla", dose: part.dose?.name)]
    all += job.lambdas.map { StudyCondition(label: "vanilla x\($0)", dose: part.dose?.name) }
    var labels = part.isBrief ? [] : [DTMModel.Role.sizeMatched.rawValue, DTMModel.Role.soup.rawValue]
    for dispersal in job.dispersals {
      if !part.isBrief { labels.append(subModels(of: dispersal.name)) }
      for merge in job.merges {
        let name = "\(dispersal.name), \(merge.name)"
        labels += [name, "vanilla as long as \(name)"]
      }
      labels += job.ensembles.map { "\(dispersal.name), ensemble of \($0.rawValue)" }
    }
    return all + labels.map { StudyCondition(part, $0) }
  }
}
