public import Checkpoints
public import Files
public import Tensors

extension DecoderAdapter {
  /// Several adapters at once, added up with weights that each row chooses: what many merges of them would answer, in one pass over
  /// the frozen base. y += B ((A x) * shares), where A and B stand for all adapters one behind the other; the idea is S-LoRA's
  /// (arXiv:2311.03285), with mixtures in place of adapters.
  /// - Parameter mixtures: a weight for each adapter, times its own scaling; one list for each variant.
  public init(
    mixing adapters: [AdapterCheckpoint], mixtures: [[Double]], for configuration: ModelConfiguration,
    on pool: ThreadPool
  ) throws(Diagnostic) {
    precondition(mixtures.allSatisfy { $0.count == adapters.count }, "a mixture has one weight for each adapter")
    var parts: [[Projection: [(part: LoRAFactors, adapter: Int)]]] = Array(
      repeating: [:], count: configuration.layerCount)
    for (index, adapter) in adapters.enumerated() {
      try adapter.checkPlain(for: "a mixture of adapters")
      try adapter.check(for: configuration)
      for part in adapter.factors(for: configuration) {
        parts[part.layer][part.projection, default: []].append((part, index))
      }
    }
    let factors = try parts.map { (layer) throws(Diagnostic) in
      var result: [Projection: Factors] = [:]
      for (projection, parts) in layer {
        result[projection] = try Self.joined(parts, mixtures, on: pool)
      }
      return result
    }
    self.init(factors: factors, variants: mixtures.count)
  }

  /// A (R, inputs) below one another, B (outputs, R) side by side, with R the sum of the ranks.
  private static func joined(
    _ parts: [(part: LoRAFactors, adapter: Int)], _ mixtures: [[Double]], on pool: ThreadPool
  ) throws(Diagnostic) -> Factors {
    let ranks = parts.map { $0.part.a.shape[0] }, rank = ranks.reduce(0, +)
    let inputs = parts[0].part.a.shape[1], outputs = parts[0].part.b.shape[0]
    var a: [Float] = [], b = [Float](repeating: 0, count: outputs * rank), first = 0
    for (index, entry) in parts.enumerated() {
      a += try WeightReader.matrix(entry.part.a, format: .f32, pool: pool).values(on: pool)
      let own = try WeightReader.matrix(entry.part.b, format: .f32, pool: pool).values(on: pool)
      for row in 0..<outputs {
        for column in 0..<ranks[index] { b[row * rank + first + column] = own[row * ranks[index] + column] }
      }
      first += ranks[index]
    }
    var shares: [Float] = []
    for mixture in mixtures {
      for (index, entry) in parts.enumerated() {
        let share = Float(mixture[entry.adapter] * entry.part.scaling)
        shares += [Float](repeating: share, count: ranks[index])
      }
    }
    return Factors(
      a: WeightMatrix(a, rows: rank, columns: inputs), b: WeightMatrix(b, rows: outputs, columns: rank), scaling: 1,
      shares: FloatBuffer(shares))
  }
}
