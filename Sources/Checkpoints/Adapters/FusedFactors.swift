import Files

/// One adapted weight that holds several projections: LoRA of all of them, with one A and the rows of B as they are stored.
public struct FusedFactors: Sendable {
  public var layer: Int
  public var fusion: FusedProjection
  /// (rank, inputs)
  public var a: TensorView
  /// (outputs of all parts, rank)
  public var b: TensorView
  public var scaling: Double
  /// (outputs of all parts), of DoRA.
  public var magnitude: TensorView?

  /// `model.layers.3.self_attn.qkv_proj`
  public var moduleName: String { fusion.moduleName(layer: layer) }

  /// The same as factors of each projection.
  /// - Precondition: they fit the model.
  func parts(_ model: ModelConfiguration) -> [LoRAFactors] {
    let order = model.storedRows(of: fusion)
    let b = order.map { self.b.rows(at: $0) } ?? self.b
    let magnitude = self.magnitude.map { whole in order.map { whole.rows(at: $0) } ?? whole }
    var first = 0
    return fusion.parts.map { projection in
      let rows = first..<first + model.shape(of: projection)[0]
      first = rows.upperBound
      return LoRAFactors(
        layer: layer, projection: projection, moduleName: moduleName, a: a, b: b.rows(rows), scaling: scaling,
        magnitude: magnitude?.rows(rows))
    }
  }
}

extension AdapterCheckpoint {
  /// LoRA of each projection of a model that this fits, also where several are stored as one.
  public func factors(for model: ModelConfiguration) -> [LoRAFactors] {
    guard !fused.isEmpty else { return factors }
    let order = Dictionary(uniqueKeysWithValues: Projection.allCases.enumerated().map { ($1, $0) })
    return (factors + fused.flatMap { $0.parts(model) }).sorted {
      ($0.layer, order[$0.projection] ?? 0) < ($1.layer, order[$1.projection] ?? 0)
    }
  }

  /// LoRA of each weight as it is stored, by the module's name.
  public var modules: [(name: String, a: TensorView, b: TensorView, scaling: Double, magnitude: TensorView?)] {
    factors.map { ($0.moduleName, $0.a, $0.b, $0.scaling, $0.magnitude) }
      + fused.map { ($0.moduleName, $0.a, $0.b, $0.scaling, $0.magnitude) }
  }

  /// Throws unless the weights that hold several projections are the model's.
  func checkFused(for model: ModelConfiguration) throws(Diagnostic) {
    for part in fused {
      guard model.fusions.contains(part.fusion) else {
        throw Diagnostic(
          file.path, "adapts \(part.fusion.rawValue), which the model does not have",
          expected: "modules of a \(model.familyName) model")
      }
      guard part.layer < model.layerCount else {
        throw Diagnostic(
          file.path, "tensor '\(part.a.name)' is for layer \(part.layer)",
          expected: "the model has layers 0 to \(model.layerCount - 1)")
      }
      let shape = model.shape(of: part.fusion), rank = part.a.shape[0]
      guard part.a.shape == [rank, shape[1]] else { throw .wrongFactor(part.a, "[\(rank), \(shape[1])]") }
      guard part.b.shape == [shape[0], rank] else { throw .wrongFactor(part.b, "[\(shape[0]), \(rank)]") }
      if let magnitude = part.magnitude, magnitude.shape.first != shape[0] {
        throw .wrongFactor(magnitude, "[\(shape[0])]")
      }
    }
  }
}
