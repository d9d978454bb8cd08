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

  /// Throws where LoRA is asked for on a part of a weight that holds several projections.
  public func checkTargets(_ projections: [Projection], place: String) throws(Diagnostic) {
    guard let part = projections.first(where: { fusion(of: $0) != nil }), let fusion = fusion(of: part) else { return }
    let others = Projection.allCases.filter { self.fusion(of: $0) == nil }.map(\.rawValue)
    throw Diagnostic(
      place, "stores \(part.rawValue) as a part of \(fusion.rawValue), which is not adapted",
      expected: "lora.targets: \(others.joined(separator: ", ")), or some of them", status: .wrongUsage)
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
