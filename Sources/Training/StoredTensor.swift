import Checkpoints
import Tensors

/// A tensor as a checkpoint holds it, and the weights that are trained in its place.
struct StoredTensor {
  let name: String
  let shape: [Int]
  /// One behind the other.
  let parts: [Parameter]
  /// For each row of the parts its row here; nil where it is its own number.
  var rows: [Int]?
  /// Whether inputs are rows here.
  var isTransposed = false

  /// The numbers that `buffer` has for each part, in the order of the tensor.
  func values(_ buffer: (Parameter) -> FloatBuffer) -> FloatBuffer {
    if parts.count == 1, rows == nil, !isTransposed { return buffer(parts[0]) }
    let count = parts.reduce(0) { $0 + $1.values.count }, width = parts[0].shape.dropFirst().reduce(1, *)
    let whole = FloatBuffer(count: count)
    var row = 0
    for part in parts {
      let source = buffer(part)
      for own in 0..<part.shape[0] {
        if isTransposed {
          let outputs = count / width
          for input in 0..<width { whole.base[input * outputs + row] = source.base[own * width + input] }
        } else {
          (whole.base + (rows?[row] ?? row) * width).update(from: source.base + own * width, count: width)
        }
        row += 1
      }
    }
    return whole
  }
}

extension ModelParameters {
  /// In the order of `configuration.weights`.
  var stored: [StoredTensor] {
    let c = configuration
    var parts: [String: StoredTensor] = [:]
    func add(_ name: String, _ own: [Parameter?], rows: [Int]? = nil, isTransposed: Bool = false) {
      let own = own.compactMap(\.self)
      guard !own.isEmpty else { return }
      parts[name] = StoredTensor(name: name, shape: [], parts: own, rows: rows, isTransposed: isTransposed)
    }
    add(c.embeddingName, [embedding])
    add(c.positionsName, [positions])
    add(c.headName, [head])
    add(c.finalNormName + ".weight", [finalNorm])
    add(c.finalNormName + ".bias", [finalShift])
    for (index, layer) in layers.enumerated() {
      for (norm, weight) in layer.norms {
        let name = c.name(of: norm, layer: index)
        add(name + ".weight", [weight])
        add(name + ".bias", [layer.normShifts[norm]])
      }
      for (norm, weight) in layer.headNorms { add(norm.name(layer: index), [weight]) }
      for projection in c.projections(ofLayer: index) {
        let fusion = c.fusion(of: projection), own = fusion?.parts ?? [projection]
        let name = c.moduleName(of: projection, layer: index), rows = fusion.flatMap { c.storedRows(of: $0) }
        add(name + ".weight", own.map { layer.linear[$0] }, rows: rows, isTransposed: c.layout.isTransposed)
        add(name + ".bias", own.map { layer.biases[$0] }, rows: rows)
      }
      guard let experts = layer.experts else { continue }
      for parameter in experts.parameters { add(parameter.name, [parameter]) }
    }
    return c.weights.map { name, shape in
      guard let tensor = parts[name] else { preconditionFailure("nothing is trained in the place of \(name)") }
      return StoredTensor(
        name: name, shape: shape, parts: tensor.parts, rows: tensor.rows, isTransposed: tensor.isTransposed)
    }
  }
}
