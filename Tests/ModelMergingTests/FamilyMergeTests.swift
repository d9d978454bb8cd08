import Checkpoints
import Configuration
import Files
import Merging
import ModelMerging
import TestSupport
import Testing

/// Two models, or two adapters, of each family merged, and every number computed once more, plainly, in float64.
@Suite struct FamilyMergeTests {
  private let folder: ScratchDirectory

  static let families: [String: ModelConfiguration] = {
    func shape(
      _ architecture: ModelConfiguration.Architecture, kv: Int = 2, tied: Bool = false, window: Int? = nil,
      _ change: (inout DecoderFeatures) -> Void
    ) -> ModelConfiguration {
      var features = DecoderFeatures()
      change(&features)
      return ModelConfiguration(
        architecture: architecture, vocabularySize: 41, hiddenSize: 24, intermediateSize: 40, layerCount: 2,
        headCount: 4,
        keyValueHeadCount: kv, headSize: 6, contextLength: 64, slidingWindow: window, tieWordEmbeddings: tied,
        features: features)
    }
    return [
      "qwen 3": shape(.qwen3, tied: true) { $0.headNorms = .each },
      "gemma 3": shape(.gemma3, tied: true, window: 8) {
        ($0.headNorms, $0.blockNorms, $0.addsOneToNorms, $0.activation) = (.each, .around, true, .geluTanh)
        ($0.windowedLayers, $0.windowedRopeTheta) = ([0], 10_000)
      },
      "phi 3": shape(.phi3) { _ in }, "granite": shape(.granite, tied: true) { $0.residualScale = 0.5 },
      "olmo 2": shape(.olmo2) { ($0.headNorms, $0.blockNorms) = (.together, .after) },
      "baichuan": shape(.baichuan, kv: 4) { _ in },
      "gpt-neox": shape(.neoX, kv: 4) {
        ($0.centersNorms, $0.isParallel, $0.activation) = (true, true, .ungatedGELU)
        $0.biases = [.q, .k, .v, .o, .up, .down]
      },
      "gpt 2": shape(.gpt2, kv: 4, tied: true) {
        ($0.centersNorms, $0.embedsPositions, $0.activation) = (true, true, .ungatedGELUTanh)
        ($0.biases, $0.unrotatedLayers) = (Set(Projection.allCases).subtracting([.gate]), [0, 1])
      },
      "qwen 3 moe": shape(.qwen3MoE) {
        ($0.headNorms, $0.experts) = (.each, Experts(count: 3, chosen: 2, intermediateSize: 8, normalizes: true))
      },
      "olmoe": shape(.olmoe, kv: 4) {
        ($0.headNorms, $0.experts) = (.together, Experts(count: 3, chosen: 2, intermediateSize: 40, normalizes: false))
      },
    ]
  }()

  init() throws { folder = try ScratchDirectory() }

  private func models(_ name: String) throws -> ModelConfiguration {
    let shape = try #require(Self.families[name])
    for (index, model) in ["base", "one", "two"].enumerated() {
      try RandomModel.write(
        shape, seed: UInt64(index + 1), dtype: .f32, standardDeviation: 0.2, tokenizer: nil, to: folder[model])
    }
    return try Checkpoint(directory: folder["base"]).configuration
  }

  private func numbers(_ view: TensorView) -> [Double] {
    (0..<view.count).map { Double(view.bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)) }
  }

  private func tensors(_ model: String) throws -> [String: [Double]] {
    let store = try TensorStore(directory: folder[model])
    return Dictionary(uniqueKeysWithValues: store.views.map { ($0.name, numbers($0)) })
  }

  private func merge(_ yaml: String, out: String) throws {
    var job = try MergeConfiguration(try ConfigurationFile(text: yaml, place: "merge.yaml").settings)
    for index in job.slices.indices {
      for source in job.slices[index].sources.indices {
        job.slices[index].sources[source].model.path = folder[job.slices[index].sources[source].model.path]
      }
    }
    job.base = job.base.map { MergeConfiguration.Model(folder[$0.path]) }
    job.out = folder[out]
    _ = try MergeModels(job, threads: 2).run()
  }

  private func yaml(_ method: String, _ models: [String] = ["one", "two"], _ parameters: String = "") -> String {
    """
    merge_method: \(method)
    base_model: base
    models:
      - {model: \(models[0]), parameters: {weight: 0.25}}
      - {model: \(models[1]), parameters: {weight: 0.75}}
    \(parameters)
    """
  }

  /// Compares a merged model, tensor by tensor, with what `expected` makes of base and parents; and opens it.
  private func check(
    _ out: String, _ shape: ModelConfiguration,
    _ expected: (_ name: String, _ base: [Double], _ one: [Double], _ two: [Double], _ found: [Double]) throws ->
      [Double]
  ) throws {
    let base = try tensors("base"), one = try tensors("one"), two = try tensors("two"), merged = try tensors(out)
    #expect(Set(merged.keys) == Set(shape.weights.map(\.name)))
    for (name, found) in merged {
      let wanted = try expected(
        name, #require(base[name]), #require(one[name]), #require(two[name]), found)
      #expect(found.count == wanted.count)
      let worst = zip(found, wanted).map { abs($0 - $1) }.max() ?? 0
      #expect(worst < 1e-6, "\(name)")
    }
    let opened = try Checkpoint(directory: folder[out]).configuration
    #expect(opened.features == shape.features && opened.weights.map(\.name) == shape.weights.map(\.name))
  }

  @Test("linear: the weighted mean of every weight, bias and norm", arguments: families.keys.sorted())
  func linear(name: String) throws {
    let shape = try models(name)
    try merge(yaml("linear"), out: "merged")
    try check("merged", shape) { _, _, one, two, _ in zip(one, two).map { 0.25 * $0 + 0.75 * $1 } }
  }

  @Test("TIES: trimmed, elected, averaged", arguments: families.keys.sorted())
  func ties(name: String) throws {
    let shape = try models(name)
    try merge(
      yaml("ties", ["one", "two"], "parameters: {density: 0.4, scope: tensor, zero_sign: positive, normalize: true}"),
      out: "merged")
    try check("merged", shape) { _, base, one, two, _ in
      let changes = [one, two].map { parent -> [Double] in
        let change = zip(parent, base).map { Double(Float($0) - Float($1)) }
        let kept = max(1, Int(exactly: (0.4 * Double(change.count)).rounded(.down)) ?? 1)
        let order = change.indices.sorted { (abs(change[$1]), $0) < (abs(change[$0]), $1) }
        let stays = Set(order.prefix(kept))
        return change.indices.map { stays.contains($0) ? change[$0] : 0 }
      }
      return base.indices.map { i in
        let parts = [(0.25, changes[0][i]), (0.75, changes[1][i])]
        let isPositive = parts.reduce(0) { $0 + $1.0 * $1.1 } >= 0
        let agreeing = parts.filter { isPositive ? $0.1 > 0 : $0.1 < 0 }
        let weight = agreeing.reduce(0) { $0 + $1.0 }
        return base[i] + (weight > 0 ? agreeing.reduce(0) { $0 + $1.0 * $1.1 } / weight : 0)
      }
    }
  }

  @Test("DARE: each number of a task vector is dropped, or divided by the density", arguments: families.keys.sorted())
  func dare(name: String) throws {
    let shape = try models(name)
    try merge(yaml("dare_linear", ["one", "two"], "parameters: {density: 0.5, rescale: exact}"), out: "merged")
    var changed = 0, all = 0
    try check("merged", shape) { _, base, one, two, found in
      base.indices.map { i in
        let first = 0.25 * (one[i] - base[i]) / 0.5, second = 0.75 * (two[i] - base[i]) / 0.5
        // What was drawn is one of four; where it is none of them this is the nearest, and the difference shows.
        let ways = [0, first, second, first + second].map { base[i] + $0 }
        if first != 0, second != 0 {
          all += 1
          if abs(found[i] - ways[1]) < 1e-6 || abs(found[i] - ways[3]) < 1e-6 { changed += 1 }
        }
        return ways.min { abs($0 - found[i]) < abs($1 - found[i]) } ?? base[i]
      }
    }
    // About half of the first parent's stay.
    #expect(abs(Double(changed) / Double(all) - 0.5) < 0.05)
  }

  @Test("adapters: into one adapter, and into the weights", arguments: families.keys.sorted())
  func adapters(name: String) throws {
    let shape = try models(name)
    let targets = shape.projections(ofLayer: 0)
    let parents = try [("a", 2), ("b", 3)].map { name, rank in
      try RandomAdapter.write(name, targets, rank: rank, for: shape, in: folder, size: 0.3)
    }
    /// scaling B A by module as it is stored.
    func updates(_ adapter: AdapterCheckpoint) -> [String: [Double]] {
      var result: [String: [Double]] = [:]
      for module in adapter.modules {
        let a = numbers(module.a), b = numbers(module.b), rank = module.a.shape[0]
        let inputs = module.a.shape[1], outputs = module.b.shape[0], isTransposed = shape.layout == .gpt2
        result[module.name] = (0..<inputs * outputs).map { place in
          let output = isTransposed ? place % outputs : place / inputs
          let input = isTransposed ? place / outputs : place % inputs
          return (0..<rank).reduce(0.0) { $0 + module.scaling * b[output * rank + $1] * a[$1 * inputs + input] }
        }
      }
      return result
    }
    let one = updates(parents[0]), two = updates(parents[1])
    #expect(Set(one.keys.map { $0 + ".weight" }).isSubset(of: Set(shape.weights.map(\.name))))
    try merge(yaml("linear", ["a", "b"]), out: "merged")
    let merged = try AdapterCheckpoint(directory: folder["merged"])
    try merged.check(for: shape)
    let found = updates(merged)
    #expect(Set(found.keys) == Set(one.keys))
    for (module, update) in found {
      let wanted = zip(try #require(one[module]), try #require(two[module])).map { 0.25 * $0 + 0.75 * $1 }
      #expect((zip(update, wanted).map { abs($0 - $1) }.max() ?? 0) < 1e-4, "\(module)")
    }
    // The same in the weights, under the family's names.
    try merge(yaml("linear", ["a", "b"], "output: dense"), out: "dense")
    let base = try tensors("base"), dense = try tensors("dense")
    #expect(Set(dense.keys) == Set(base.keys))
    for (weight, numbers) in dense {
      let start = try #require(base[weight]), module = String(weight.dropLast(".weight".count))
      let change = found[module] ?? start.map { _ in 0 }
      #expect((zip(numbers, zip(start, change)).map { abs($0 - $1.0 - $1.1) }.max() ?? 0) < 1e-4, "\(weight)")
    }
  }
}
