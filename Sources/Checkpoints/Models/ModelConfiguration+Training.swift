public import Files

/// What can be learned of a model, by its family.
extension ModelConfiguration {
  /// What people call the family, where a message names it.
  public var familyName: String { ModelFamily.of(architecture).name }

  /// Whether all weights can be trained.
  public var isTrainedWhole: Bool { ModelFamily.of(architecture).training == .all }

  /// Throws where a model of this family is not trained, or not in this way.
  /// - Parameter whole: all weights; otherwise LoRA beside them.
  public func checkTraining(whole: Bool, place: String) throws(Diagnostic) {
    if features.hasSlopes {
      throw Diagnostic(
        place, "is a \(familyName) model with ALiBi, which is not trained",
        expected: "models with rotary positions; docs/models.md says what is trained")
    }
    switch ModelFamily.of(architecture).training {
    case .all: return
    case .adapters where !whole: return
    case .adapters:
      throw Diagnostic(
        place, "is a \(familyName) model",
        expected: "method: lora; of models of this family all weights are not trained together")
    case .none:
      throw Diagnostic(
        place, "is a \(familyName) model, which is not trained",
        expected: "models of this family are scored and merged; docs/models.md says what is trained")
    }
  }

  /// Throws where LoRA is asked for on some, not all, of the projections that one weight holds.
  public func checkTargets(_ projections: [Projection], place: String) throws(Diagnostic) {
    for fusion in fusions {
      let asked = fusion.parts.filter(projections.contains)
      guard let lacking = fusion.parts.first(where: { !asked.contains($0) }), let first = asked.first else { continue }
      throw Diagnostic(
        place,
        "stores \(first.rawValue) and \(lacking.rawValue) as one weight, \(fusion.rawValue), and lora.targets lacks \(lacking.rawValue)",
        expected: "all or none of \(fusion.parts.map(\.rawValue).joined(separator: ", "))", status: .wrongUsage)
    }
  }

  /// Throws where Fisher and Gram statistics are not measured: they belong to weights as they are stored, one for each projection.
  public func checkStatistics(place: String) throws(Diagnostic) {
    guard fusions.isEmpty, isTrainedWhole else {
      throw Diagnostic(
        place, "is a \(familyName) model",
        expected: "statistics are measured of models that store each projection by itself")
    }
  }
}
