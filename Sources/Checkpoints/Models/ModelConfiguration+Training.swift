public import Files

/// What can be learned of a model, by its family.
extension ModelConfiguration {
  /// What people call the family, where a message names it.
  public var familyName: String { ModelFamily.of(architecture).name }

  /// Whether the keys of config.json that `init` knows make one.
  public var isMadeFresh: Bool { layout == .plain && features.experts == nil && architecture != .baichuan }

  /// The projections that a name in `lora.targets` means for this model: a projection's own, or a weight's as PEFT calls it. nil where
  /// it has none of that name.
  public func projections(named name: String) -> [Projection]? {
    if let projection = Projection(rawValue: name) {
      return projection == .gate && !features.activation.hasGate ? nil : [projection]
    }
    if let fusion = fusions.first(where: { $0.rawValue == name }) { return fusion.parts }
    let found = Projection.allCases.filter { projection in
      guard fusion(of: projection) == nil, let module = layout.moduleName(of: projection, layer: 0) else {
        return false
      }
      return module.hasSuffix("." + name)
    }
    return found.isEmpty ? nil : found
  }

  /// Every name that `lora.targets` may have for some family, projections' own apart.
  public static let otherTargets: [String] =
    FusedProjection.allCases.map(\.rawValue)
    + ["dense", "dense_h_to_4h", "dense_4h_to_h", "c_fc", "c_proj", "attn.c_proj", "mlp.c_proj"]

  /// The projections that LoRA is asked for on. Throws for a name that the model does not have, for some, not all, of the projections
  /// that one weight holds, and for those that a layer has many of.
  public func projections(targeted names: [String], place: String) throws(Diagnostic) -> [Projection] {
    var asked: Set<Projection> = []
    for name in names {
      guard let own = projections(named: name) else {
        throw Diagnostic(
          place, "is a \(familyName) model without \(name), which lora.targets names",
          expected: "some of \(targetNames.joined(separator: ", "))", status: .wrongUsage)
      }
      asked.formUnion(own)
    }
    for fusion in fusions {
      let own = fusion.parts.filter(asked.contains)
      guard let lacking = fusion.parts.first(where: { !own.contains($0) }), let first = own.first else { continue }
      throw Diagnostic(
        place,
        "stores \(first.rawValue) and \(lacking.rawValue) as one weight, \(fusion.rawValue), and lora.targets lacks \(lacking.rawValue)",
        expected: "all or none of \(fusion.parts.map(\.rawValue).joined(separator: ", "))", status: .wrongUsage)
    }
    if features.experts != nil,
      let first = Projection.allCases.first(where: { asked.contains($0) && $0.block == "mlp" })
    {
      throw Diagnostic(
        place,
        "is a \(familyName) model, whose experts LoRA does not stand beside, and lora.targets names \(first.rawValue)",
        expected: "some of q_proj, k_proj, v_proj, o_proj; or method: full", status: .wrongUsage)
    }
    return Projection.allCases.filter(asked.contains)
  }

  /// The names of its weights as PEFT has them.
  private var targetNames: [String] {
    AdaptedModule.targets(projections(ofLayer: 0).map { moduleName(of: $0, layer: 0) })
  }

  /// Throws where Gram statistics are not measured: they are of the inputs of a weight's columns.
  public func checkGram(place: String) throws(Diagnostic) {
    guard layout.isTransposed else { return }
    throw Diagnostic(
      place, "is a \(familyName) model, whose weights are stored with inputs as rows",
      expected: "'assay estimate fisher'; Gram matrices are measured of models that store outputs as rows")
  }
}
